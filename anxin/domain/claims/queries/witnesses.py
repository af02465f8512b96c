"""Decisions held against the chain: what was decided, by whom, why and how it stands, is what was written down."""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import batched

from anxin.core import timeline, vault
from anxin.core.streams.models import Entry
from anxin.core.streams.seals import unsealed
from anxin.core.timeline import Finding, StreamKey
from anxin.core.vault import Tampered, UnknownKey
from anxin.domain.claims.models import Decision

AT_ONCE = 200
# What the row calls by another name than the fact.
TOLD = {"second_why": "second", "rules_version": "rules"}
SAME = ("kind", "remedy", "amount_fen", "liable", "second_why", "rules_version")
STANDS = ("given", "final", "replaced")


def decisions_differ(stream: StreamKey | None) -> Iterator[Finding]:
    """Yield every decision whose row says something else than the facts about it."""
    rows = Decision.objects.order_by("id")
    if stream is not None:
        rows = rows.filter(claim_id=stream.key) if stream.kind == "claim" else rows.none()
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        facts = _facts(some)
        for row in some:
            wrong = _wrong(row, facts[str(row.id)])
            if wrong is not None:
                yield timeline.row_differs(StreamKey("claim", str(row.claim_id)), wrong, f"claims.decision {row.id}")


def decisions_gone(stream: StreamKey | None) -> Iterator[Finding]:
    """Return every decision the chain tells of that has no row any more."""
    return timeline.rows_gone(Decision, stream, code="decision.proposed", name="row", row="claims.decision")


def _facts(rows: tuple[Decision, ...]) -> dict[str, list[Entry]]:
    keys = {str(one.claim_id) for one in rows}
    found = Entry.objects.filter(stream__kind="claim", stream__key__in=keys, code__startswith="decision.")
    by_row: dict[str, list[Entry]] = defaultdict(list)
    for one in found.order_by("stream", "position").prefetch_related("private_values"):
        by_row[str(one.facts.get("row", ""))].append(one)
    return by_row


def _wrong(row: Decision, facts: list[Entry]) -> int | None:
    """Return the position of the fact a decision differs from, 0 where there is none at all; None where it holds."""
    if not facts:
        return 0
    first, last = facts[0], facts[-1]
    same = all(first.facts.get(TOLD.get(name, name)) == getattr(row, name) for name in SAME)
    if not same or not _words_hold(row, first) or (row.kind != "agreed" and row.decided_by != _by(first)):
        return first.position
    if last.facts.get("to_state") != row.state:
        return last.position
    given = next((one for one in facts if one.code == "decision.give"), None)
    if row.second_why and row.state in STANDS and (given is None or row.confirmed_by != _by(given)):
        return (given or last).position
    return None


def _by(fact: Entry) -> str:
    return f"{fact.actor_kind}:{fact.actor_id}"


def _words_hold(row: Decision, fact: Entry) -> bool:
    """Compare the reason and the facts found with what was sealed beside the chain, unless it was erased there."""
    try:
        for one in fact.private_values.all():
            if one.erased_at is None and one.name in ("reason", "facts"):
                _salt, said = unsealed(one)
                if said != _said(row, one.name):
                    return False
    except (Tampered, UnknownKey, ValueError):
        return False
    return True


def _said(row: Decision, name: str) -> str:
    if name == "reason":
        return vault.open_("claims.reason", row.id, row.reason_sealed)
    found = vault.open_("claims.found", row.id, row.found_sealed) if row.found_sealed else "[]"
    return json.dumps(json.loads(found), ensure_ascii=False)

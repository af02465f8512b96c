"""Claims of this house as a file writes them that another house reads: as they stand now, under their number here."""

import json
import mimetypes
from collections.abc import Iterable
from datetime import date

from anxin.core import clocks, timeline, vault
from anxin.core.imports.earlier_numbers import split
from anxin.core.tables import Value, Values, many, text_in
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Decision, Outcome, TakenOver
from anxin.domain.claims.queries import lookup, unmoved_claims
from anxin.domain.claims.queries.returned_goods import SENDS, are_due, are_there, is_money_due
from anxin.domain.claims.rules import takeovers
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Link
from anxin.domain.ledger.states import PAYMENT

BROUGHT = "claims.brought"
SIDES = {"buyer_files": "buyer", "merchant_files": "merchant"}
DUE = frozenset(
    {
        *takeovers.CLOCKS.values(),
        "claims.return_to",
        "claims.receive",
        "claims.platform",
        "claims.replacement",
        "claims.repair",
        SENDS,
    }
)


def every(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the claims by their keys, oldest first; one whose buyer was forgotten can't be taken over by anybody."""
    rows = Claim.objects.filter(purchase__buyer__isnull=False).exclude(buyer__name_sealed="")
    rows = rows.exclude(pk__in=[row.pk for row in unmoved_claims.claims()])
    return rows.order_by("created_at", "id").values_list("seller__slug", "number").iterator()


def _sent(row: Claim) -> int:
    return sum(row.payouts.filter(payment__state="succeeded").values_list("amount_fen", flat=True))


def own(key: Values) -> Claim | None:
    """Return the claim of this house that a row names by its number here, or as one it had before."""
    numbers = key["old_number"], *split(key.get("earlier_numbers"))
    return Claim.objects.filter(seller__slug=key["seller"], number__in=numbers).first()


def brought(row: TakenOver) -> Values:
    """Return what a file said of a claim."""
    values: Values = json.loads(vault.open_(BROUGHT, row.id, row.brought_sealed))
    return {"earlier_numbers": None, "gone": None, "goods": None, **values}


def written(key: Values) -> Values | None:
    """Return a claim of this house as a file writes it, or None where there is none of this number."""
    row = own(key)
    if row is None:
        return None
    there, state = row.forum == Claim.Forum.PLATFORM, _state(row)
    taken = TakenOver.objects.filter(claim=row).first()
    filed = (taken and taken.filed_date) or row.created_at.astimezone(SHANGHAI).date()
    return {
        **key,
        "earlier_numbers": many(sorted({taken.old_number, *split(taken.earlier_numbers)})) if taken else None,
        "order": row.purchase.order_key,
        "lines": _lines(row),
        "type": row.type,
        "reason": row.reason,
        "state": state,
        "asked": row.asked_fen,
        "told": _plain(vault.open_("claims.told", row.id, row.told_sealed)) if row.told_sealed else None,
        "filed": filed.isoformat(),
        "due": None if state in takeovers.ENDED else _due(row),
        "answer": _answer(row),
        "wanted": _wanted(row, taken) if state == "need_evidence" else None,
        **_decided(row, state, taken),
        "waybill": row.return_waybill or None,
        "goods": "there" if state in takeovers.LYING and not there and _lie_there(row, state) else None,
        "repair": row.repair_number or None,
        "platform_number": row.platform_ref or None if there else None,
        **_files(row),
    }


def _state(row: Claim) -> str:
    """Return the state as a file says it: one just filed waits for the merchant, one answered there is reviewed."""
    if row.state == "submitted" or (row.state == "outcome_taken" and lookup.is_said(row)):
        return "merchant_answer"
    last = lookup.last_answer(row)
    if row.state == "merchant_answer" and row.forum == Claim.Forum.PLATFORM and last and not lookup.is_yes(last):
        return "review"
    return row.state


def _plain(text: str) -> str | None:
    return text.replace("\r\n", "\n").strip() or None


def _lines(row: Claim) -> str:
    claimed = row.lines.select_related("line")
    return many(
        sorted(
            f"{one.line.position}" if one.quantity == one.line.quantity else f"{one.line.position}:{one.quantity}"
            for one in claimed
        )
    )


def _due(row: Claim) -> str | None:
    """Return until when somebody has to do something, as far as a clock of its own says so."""
    running = clocks.open_clocks(row.stream()).filter(kind__in=DUE).order_by("due_at").first()
    at = running.due_at if running else None
    return at.astimezone(SHANGHAI).replace(tzinfo=None).isoformat(timespec="minutes") if at else None


def _answer(row: Claim) -> str | None:
    """Return what the merchant said last; his bare yes has no words, and silence none either."""
    last = lookup.last_answer(row)
    said = vault.open_("claims.answer", last.id, last.reason_sealed) if last and last.reason_sealed else ""
    return None if said == rules.AGREED else _plain(said)


def _wanted(row: Claim, taken: TakenOver | None) -> str | None:
    """Return which picture the buyer was asked for last, here or in the system before."""
    asked = [one for one in timeline.read(row.stream(), opened=("text",)) if one.code == "claim.ask_evidence"]
    said = asked[-1].private.get("text") if asked else None
    if said is not None:
        return _plain(said.text or "")
    return text_in(brought(taken), "wanted") or None if taken else None


def _decided(row: Claim, state: str, taken: TakenOver | None) -> Values:
    """Return what was decided or offered, with its sum, and why; of a claim that is over, what has gone back."""
    if state == "offer_made":
        offered = lookup.open_offer(row)
        return _ruled(offered.remedy, offered.amount_fen)
    given = row.decisions.filter(state__in=["given", "final"]).order_by("-created_at").first()
    there = Outcome.objects.filter(claim=row).exclude(told_by=rules.DENIED).first()
    if there is not None and not (given is not None and given.created_at > there.at):
        return _decided_there(row, there)
    if state == "closed":
        return _gone(row, given, brought(taken) if taken else {})
    if given is None or state not in takeovers.DECIDED:
        return _ruled("", 0)
    if (gone := _gone_before_the_goods(row, state)) > 0:
        return _ruled(given.remedy, gone, _why(given, row)) | {"gone": gone}
    return _ruled(given.remedy, _owed(row, state) or given.amount_fen, _why(given, row))


def _owed(row: Claim, state: str) -> int:
    """Return what is still to be sent of a claim that is carried out: its shop gave the rest."""
    payouts = row.payouts.exclude(payment__state__in=PAYMENT.ends) if state == "executing" else row.payouts.none()
    return sum(payouts.values_list("amount_fen", flat=True))


def _lie_there(row: Claim, state: str) -> bool:
    """Return whether the goods lie with the merchant; while it is carried out only where he has to send them back."""
    return are_due(row) if state == "executing" else are_there(row)


def _gone_before_the_goods(row: Claim, state: str) -> int:
    """Return what went back of a claim that waits for its goods alone; nothing where money is still due."""
    if state != "executing" or is_money_due(row):
        return 0
    return _sent(row)


def _gone(row: Claim, given: Decision | None, before: Values) -> Values:
    """Return what a claim that is over has given back here, or before it came here."""
    gone = _sent(row)
    remedy = given.remedy if given else text_in(before, "remedy")
    why = _why(given, row) if given else text_in(before, "why") or None
    return _ruled(remedy if (remedy in rules.MONEY) == (gone > 0) else "", gone, why)


def _ruled(remedy: str, amount_fen: int, why: str | None = None) -> Values:
    return {"remedy": remedy or None, "amount": amount_fen or None, "gone": None, "why": why}


def _why(given: Decision, row: Claim) -> str | None:
    """Return why it was decided so; where the merchant just granted what was asked, nobody had to say."""
    whole = row.asked_fen if given.remedy in rules.MONEY else 0
    plain = given.remedy in (rules.granted(row.type, came_back=False), rules.granted(row.type, came_back=True))
    if given.kind == Decision.Kind.AGREED and given.answer.kind != "offer" and plain and given.amount_fen == whole:
        return None
    return _plain(vault.open_("claims.reason", given.id, given.reason_sealed))


def _decided_there(row: Claim, found: Outcome) -> Values:
    """Return what a platform decided; what came back of it meanwhile has not gone."""
    left = found.amount_fen - sum(recovery.repaid_fen for recovery in row.recoveries.all())
    remedy = {what: remedy for remedy, what in reversed(takeovers.PLATFORMS.items())}[found.what]
    reason = vault.open_("claims.outcome", found.id, found.reason_sealed) if found.reason_sealed else ""
    return _ruled(remedy if left or remedy == "refuse" else "", left, _plain(reason))


def _files(row: Claim) -> Values:
    """Return the originals of both sides by name and hash; the day is the last on which one was handed in."""
    links = list(evidence.links_of(row.stream()).filter(side__in=SIDES.values()).order_by("linked_at", "id"))
    names = {column: [_named(row, link) for link in links if link.side == side] for column, side in SIDES.items()}
    days = [link.handed_in_date or link.linked_at.astimezone(SHANGHAI).date() for link in links]
    told: Values = {column: many(dict.fromkeys(found)) or None for column, found in names.items()}
    return {**told, "files_date": max(days).isoformat() if days else None}


def _named(row: Claim, link: Link) -> str:
    ending = mimetypes.guess_extension(link.file.kind) or ""
    return f"{row.number}/{link.file.sha256}{ending}={link.file.sha256}"

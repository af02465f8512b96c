"""The pages of a claim's dossier: the case, how the merchant was heard, the decisions, the law on the act's date."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anxin.core import settings, timeline, vault
from anxin.core import wording as words
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.streams.hashing import instant
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import rules
from anxin.domain.claims.models import Answer, Claim, Decision
from anxin.domain.claims.queries import law_texts
from anxin.domain.claims.queries.history import audience_of, timeline_of
from anxin.domain.claims.wording import readme
from anxin.domain.evidence.queries import Dossier
from anxin.domain.goods.rules import only_day
from anxin.domain.repairs.models import Repair
from anxin.domain.threads.queries import side_of
from anxin.domain.visits import queries as visits

LIMITS = (
    "claims.seven_day_return_d",
    "claims.money_d",
    "claims.answer_h",
    "claims.appeal_d",
    "claims.second_person_fen",
    "claims.rules_version",
)


class BeingDecided(WrongState):
    """The desk is deciding: until it has, its proposal is its own."""

    code = "claims.being_decided"


class NotYoursToTake(Forbidden):
    """Who reads a case doesn't take its dossier along for that: only some roles do, on a page and by program alike."""

    code = "claims.not_yours_to_take"


def dossier(row: Claim, *, now: datetime, reader: Actor | None = None) -> Dossier:
    """Gather what a claim's dossier holds besides its evidence and its chain.

    A `reader` of one side gets his own side's originals only, and the desk's own words and proposals as commitments;
    while a proposal waits for its second person, there is none for him (`claims.being_decided`). Without a reader it
    is whole.
    """
    decisions, closed, side = row.decisions.order_by("created_at"), frozenset[UUID](), ""
    if reader is not None and not rules.takes_dossiers(reader.roles):
        raise NotYoursToTake({"number": row.number})
    if reader is not None and side_of(reader) not in ("desk", "auditor"):
        side = side_of(reader)
        if decisions.filter(state="proposed").exists():
            raise BeingDecided({"number": row.number})
        decisions = decisions.exclude(state="sent_back")
        closed = _closed(row, audience_of(reader), {str(decision.id) for decision in decisions})
    return Dossier(
        stream=row.stream(),
        number=row.number,
        pages={
            "case": _case(row),
            "answers": [_answer(answer) for answer in row.answers.order_by("at", "id")],
            "decisions": [_decision(decision) for decision in decisions],
            "law": _law(row, decisions, now),
            **_signatures(row),
        },
        read_me=str(readme.READ_ME).format(number=row.number),
        closed=closed,
        originals_of=side,
    )


def _closed(row: Claim, audience: str, given: set[str]) -> frozenset[UUID]:
    """Return the facts whose words are not for a reader; those of a decision that was given are."""
    facts = timeline.Entry.objects.filter(stream__kind="claim", stream__key=str(row.id))
    return frozenset(
        fact.id
        for fact in facts
        if audience not in words.fact(fact.code).audiences
        and not (fact.code == "decision.proposed" and fact.facts.get("row") in given)
    )


def answer_pack(row: Claim, *, actor: Actor, now: datetime) -> Dossier:
    """Gather what a merchant hands to a platform that decides: his own originals and words, nothing of the desk's."""
    return Dossier(
        stream=row.stream(),
        number=row.number,
        pages={
            "case": _case(row),
            "answers": [_answer(answer) for answer in row.answers.order_by("at", "id")],
            "record": [
                {"at": instant(one.at), "what": one.sentence, "by": one.by or one.by_kind, "text": one.text}
                for one in timeline_of(row, actor=actor)
            ],
        },
        read_me=str(readme.ANSWER_READ_ME).format(number=row.number),
        side="merchant",
    )


def _case(row: Claim) -> dict[str, object]:
    order = row.purchase
    return {
        "number": row.number,
        "forum": row.forum,
        "state": row.state,
        "type": row.type,
        "reason": row.reason,
        "statutory": row.statutory,
        "asked_fen": row.asked_fen,
        "declared": row.declaration,
        "filed_at": instant(row.created_at),
        "seller": row.seller.name,
        "buyer": row.buyer.name_masked,
        "order": order.order_key,
        "bought_at": _known(order.bought_at),
        "delivered_at": order.delivered_at and _known(order.delivered_at),
        "lines": [
            {
                "title": line.line.title,
                "quantity": line.quantity,
                "amount_fen": line.line.amount_fen,
                "listing": line.line.listing,
                "listing_at": _known(line.line.listing_at),
            }
            for line in row.lines.select_related("line").order_by("line__position")
        ],
    }


def _signatures(row: Claim) -> dict[str, object]:
    """Return the page of who signed for the work of the repair beside this claim; none where nobody did."""
    repair = Repair.objects.filter(number=row.repair_number).first() if row.repair_number else None
    signed = visits.signatures(repair.stream()) if repair else []
    told = [
        {
            "repair": row.repair_number,
            "signed_by": one.signer.name,
            "how": "drawn" if one.drawn else "typed",
            "sha256": one.file,
            "signed_at": instant(one.at),
            "by_the_phones_clock": one.done_at and instant(one.done_at),
            "handed_in_late": one.late,
        }
        for one in signed
    ]
    return {"signatures": told} if told else {}


def _known(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat() if only_day(at) else instant(at)


def _answer(one: Answer) -> dict[str, object]:
    return {
        "kind": one.kind,
        "at": instant(one.at),
        "by": one.by,
        "remedy": one.remedy,
        "amount_fen": one.amount_fen,
        "reason": vault.open_("claims.answer", one.id, one.reason_sealed) if one.reason_sealed else "",
    }


def _decision(one: Decision) -> dict[str, object]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "state": one.state,
        "remedy": one.remedy,
        "amount_fen": one.amount_fen,
        "liable": one.liable,
        "rules_version": one.rules_version,
        "reason": vault.open_("claims.reason", one.id, one.reason_sealed),
        "found": json.loads(vault.open_("claims.found", one.id, one.found_sealed)) if one.found_sealed else [],
        "fraud_said": one.fraud_said,
        "second_person": one.second_why,
        "decided_by": one.decided_by,
        "confirmed_by": one.confirmed_by,
        "given_at": one.given_at and instant(one.given_at),
        "seen": [
            {"label": seen.label, "outcome": seen.outcome, "attention": seen.examination.attention}
            for seen in one.seen.select_related("examination").order_by("label")
        ],
    }


def _law(row: Claim, decisions: Iterable[Decision], now: datetime) -> list[dict[str, object]]:
    """Return the limits and the rows of law that touch this case, as on the day it was filed: not legal advice."""
    touching = law_texts.touching(row, decisions=decisions, now=now)
    return [*(_rule(name, row) for name in LIMITS), *(law_texts.plain(one) for one in touching)]


def _rule(name: str, row: Claim) -> dict[str, object]:
    known = settings.valid(name, organisation=str(row.seller_id), at=row.created_at)
    return {
        "code": name,
        "value": known.value,
        "origin": known.origin,
        "source": known.source,
        "from": known.valid_from and instant(known.valid_from),
        "on": instant(row.created_at),
    }

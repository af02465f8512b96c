"""The parts of a claim's page for whoever decides or inspects: head, sides, order, money, messages, record."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.money import format_fen
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries as claims
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.rules import AGREED, outcome_of
from anxin.domain.claims.wording import CLOCKS, HEARD, LIABLE, OUTCOMES, OUTSIDE_REMEDIES, REMEDIES, TYPES
from anxin.domain.claims.wording.decisions import APPEALED, BY_CLICK, CAUSES, SECOND, WHY_BARRED, state_called
from anxin.domain.claims.wording.money import SAID_BESIDE
from anxin.domain.claims.wording.returned_goods import GOODS_AFTER
from anxin.domain.evidence.choices import ROLES
from anxin.domain.evidence.wording import DECLARATIONS
from anxin.domain.ledger.wording import WENT_BY
from anxin.domain.people.choices import PAYERS
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.states import DESK
from anxin.domain.repairs.wording import CHANNELS
from anxin.domain.reputation import queries as reputation
from anxin.domain.reputation.wording import COUNTERS
from anxin.domain.threads.wording import SIDES
from anxin.domain.visits import queries as visits
from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.repair_parts import RecordLine, signed_by
from anxin.faces.words import day, fen, moment

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim

PROMISES = (
    *("claims.decision", "claims.ceiling", "claims.money", "claims.replacement", "claims.goods_back"),
    *("claims.repair", "claims.platform"),
)


def words_or_none(table: Any, code: str) -> str:
    """Return the words of a code; empty for none."""
    return str(table.get(code, code)) if code else ""


def head(view: claims.ClaimView) -> dict[str, Any]:
    """Return the head of the page: title, state, what is asked for, the two most pressing clocks."""
    goods = joined(one.title for one in view.lines)
    sum = fen(view.asked_fen) if view.asked_fen else ""
    asks = _("{reason}, asks for {type} {sum}").format(
        reason=words_or_none(REASONS, view.reason), type=words_or_none(TYPES, view.type), sum=sum
    )
    return {
        "goods": goods,
        "title": _("{goods}: {asks}").format(goods=goods, asks=asks.strip()),
        "state": state_of(view),
        "channel": words_or_none(CHANNELS, view.channel),
        "shown_clocks": clocks(view)[:2],
        "cause": words_or_none(CAUSES, view.hearing_cause),
        "declared": words_or_none(DECLARATIONS, view.declaration),
        "missing": joined(words_or_none(ROLES, one) for one in view.still_needed),
    }


def state_of(view: claims.ClaimView | claims.ClaimRow) -> str:
    """Return a claim's state in words: its outcome, or what it waits for."""
    if view.outcome == "paid" and view.only_shop_says:
        return str(OUTCOMES["said_in_shop"])
    if view.outcome:
        return words_or_none(OUTCOMES, view.outcome)
    return _("waits for the platform") if view.waits_there else wording.state("claim", view.state)


def platform_decision(view: claims.ClaimView) -> str:
    """Return what the platform decided, with the sum it gave back; empty before."""
    decided = words_or_none(
        OUTCOMES, view.platform_outcome and outcome_of(view.platform_outcome, word=view.records.beside.outcome_word)
    )
    return f"{decided} {fen(view.platform_fen)}" if view.platform_fen else decided


def clocks(view: claims.ClaimView) -> list[ClockView]:
    """Return the clocks that still count, soonest due first and paused ones last."""
    running = [one for one in view.clocks if one.goes_on or _broken(one)]
    return [
        ClockView(
            label=words_or_none(CLOCKS, one.kind),
            started_at=one.started_at,
            due_at=one.due_at,
            paused_since=one.paused_since,
            waits_for=wording.state("claim", view.state) if one.paused_since else "",
        )
        for one in sorted(running, key=lambda one: (one.paused_since is not None, one.due_at))
        if not view.over
    ]


def _broken(one: claims.ClockView) -> bool:
    """Return whether a promise of this house is broken; a buyer's or merchant's missed deadline is none."""
    return one.broken and one.kind in PROMISES


def sides(view: claims.ClaimView) -> dict[str, Any]:
    """Return the merchant's answers, and what is counted on both sides from earlier cases."""
    answers = [
        {"view": one, "what": words_or_none(HEARD, one.kind), "remedy": words_or_none(REMEDIES, one.remedy)}
        for one in view.answers
    ]
    return {
        "buyer_counts": _counted(view.buyer_counts),
        "seller_counts": _counted(view.seller_counts),
        "answers": answers,
        "latest": answers[-1] if answers else None,
    }


def _counted(counts: dict[str, int]) -> str:
    return joined(f"{COUNTERS.get(code, code)} {number}" for code, number in sorted(counts.items()))


def decisions(view: claims.ClaimView) -> list[dict[str, Any]]:
    """Return every decision, newest first, with its wording, its state and why it needs a second person."""
    return [
        {
            "view": one,
            "read": read_of(one),
            "state": state_called(one.kind, one.state, by=one.replaced_by),
            "second": words_or_none(SECOND, one.second_why),
        }
        for one in view.decisions
    ]


def why_barred(barred: Mapping[str, str]) -> list[str]:
    """Return why remedies can't be chosen, each reason once; why no repair is said by itself."""
    return [str(WHY_BARRED[why]) for why in dict.fromkeys(barred.values()) if why in WHY_BARRED]


def said_beside(view: claims.ClaimView) -> list[str]:
    """Return what the shop says that it gave for the same goods by other claims, while nobody has contradicted it."""
    return [
        str(SAID_BESIDE).format(sum=format_fen(one.amount_fen), number=one.reference, claim=one.claim.number)
        for one in view.records.said_beside
    ]


def appeal_of(view: claims.ClaimView) -> dict[str, Any] | None:
    """Return the appeal that is open: whose, why, and against which decision; nothing where none is."""
    if view.hearing != "appeal":
        return None
    against = next(one for one in view.decisions if one.appealable)
    cause = words_or_none(CAUSES, view.hearing_cause)
    return {
        "cause": cause,
        "bound": words_or_none(APPEALED, view.hearing_cause),
        "why": view.appealed_because,
        "answered": view.appeal_answered,
        "waits": view.appeal_waits_until,
        "against": read_of(against),
    }


def read_of(one: claims.DecisionView) -> dict[str, Any]:
    """Return a decision in the words both sides read."""
    return {
        "remedy": REMEDIES.get(one.remedy, one.remedy),
        "amount_fen": one.amount_fen,
        "liable": LIABLE.get(one.liable, one.liable) if one.kind != "agreed" and not one.refuses else "",
        "goods": GOODS_AFTER.get(one.goods, ""),
        "payer": PAYERS.get(one.payer, ""),
        "rules": one.rules_version,
        "agreed": one.kind == "agreed",
        "reason": str(BY_CLICK) if one.reason == AGREED else one.reason,
        "found": one.found,
        "fraud_said": one.fraud_said,
        "given_at": one.given_at,
        "pictures": one.pictures,
        "opened": one.opened,
        "corrected": corrected_of(*one.was, one.mistake) if one.was else None,
        "early": one.early,
    }


def corrected_of(remedy: str, amount_fen: int, mistake: str) -> dict[str, Any]:
    """Return what a correction says of the decision before: its remedy and sum, and what was wrong with it."""
    return {"remedy": REMEDIES.get(remedy, remedy), "amount_fen": amount_fen, "mistake": mistake}


def talk(view: claims.ClaimView) -> dict[str, Any]:
    """Return the messages, each with its sender and who can read it."""
    rows = [
        {
            "view": one,
            "who": words_or_none(SIDES, "system") if one.automatic else one.by or words_or_none(SIDES, one.side),
            "side": words_or_none(SIDES, one.side),
            "to": joined(words_or_none(SIDES, to) for to in one.to),
        }
        for one in view.messages
    ]
    return {"messages_of": rows}


def payouts(view: claims.ClaimView) -> list[dict[str, Any]]:
    """Return the money on its way back, each with how far it is, or which way it went."""
    return [{"view": one, "state": _how_far(one), "at": moved(one)} for one in view.payouts]


def moved(one: claims.PayoutView) -> str:
    """Say when money moved: of what a slip proves the day alone."""
    return day(one.at) if one.only_day else moment(one.at)


def _how_far(one: claims.PayoutView) -> str:
    if one.arrived:
        return wording.words_of(WENT_BY, one.way)
    if one.returned:
        return _("the buyer's bank sent it back; it goes anew")
    if one.failed:
        return _("did not go through; finance looks into it")
    if one.by_shop:
        return _("the shop gives it back and enters the number")
    return _("finance sends it by hand") if one.by_hand else _("on its way back")


def order(row: "Claim", view: claims.ClaimView, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what belongs to the order: payouts, recovery, referrals, the visit and the repair that followed."""
    recovery = view.recovery
    numbers = (view.return_waybill, view.goods_waybill, view.replacement_waybill, view.visit_number, view.repair_number)
    return {
        "followed": any((*numbers, view.payouts, view.platform_outcome, recovery)),
        "payouts": payouts(view),
        "outcome": platform_decision(view),
        "recovery": recovery,
        "recovery_state": wording.state("recovery", recovery.state) if recovery else "",
        "referrals": [
            {
                "view": one,
                "door": words_or_none(OUTSIDE_REMEDIES, one.door),
                "state": wording.state("referral", one.state),
            }
            for one in view.referrals
        ],
        **_joined(row, view, actor, now),
    }


def _joined(row: "Claim", view: claims.ClaimView, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return the inspection visit and the repair of a claim; None for either where there is none or it is hidden."""
    visit = visits.visit_by_key(view.records.beside.visit_key) if view.visit_number else None
    seen = visits.view(visit, actor=actor, now=now) if visit is not None else None
    try:
        repair = repairs.repair(view.repair_number, actor=actor, now=now) if view.repair_number else None
    except Missing:
        repair = None
    mended = repairs.view(repair, actor=actor, now=now) if repair is not None else None
    return {
        "visit": seen,
        "visit_state": wording.state("visit", view.visit_state) if view.visit_number else "",
        "repair": mended,
        "opens_repair": actor.may(frozenset(DESK.split())),
        "repair_state": wording.state("repair", mended.state) if mended else "",
    }


def marks(row: "Claim", *, actor: Actor) -> dict[str, Any]:
    """Return the counted events of both sides, each with its state, and whether it comes from this case."""
    found = []
    for kind, subject, name in (("person", row.buyer_id, _("Buyer")), ("organisation", row.seller_id, _("Merchant"))):
        rows = reputation.marks(kind=kind, subject=subject, actor=actor)
        found.append(
            {
                "name": name,
                "rows": [
                    {
                        "view": one,
                        "counter": words_or_none(COUNTERS, one.counter),
                        "state": wording.state("mark", one.state),
                        "open": one.contested,
                        "here": one.case.endswith(str(row.id)),
                    }
                    for one in rows
                ],
            }
        )
    return {"marks": found}


def record(view: claims.ClaimView) -> list[tuple[str, list[RecordLine]]]:
    """Return the record grouped by day, newest first."""
    lines = [_line(one, view.buyer.name) for one in view.timeline]
    days = groupby(lines, key=lambda one: one.at.astimezone(SHANGHAI).date())
    return [(day(key), list(rows)) for key, rows in days]


def _line(one: claims.EntryLine, buyer: str) -> RecordLine:
    return RecordLine(
        at=one.at,
        who=signed_by(one.by, one.by_kind, customer=buyer),
        by_system=one.by_kind == "system",
        what=one.sentence,
        why=one.text,
        audience="" if one.public else _("inside"),
        erased_on=one.erased_at,
    )

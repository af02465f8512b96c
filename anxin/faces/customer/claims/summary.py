"""What the case page says first: where it stands, the clock that counts, what to press next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from anxin.core.timeline import StreamKey
from anxin.core.wording import gap
from anxin.domain.claims import queries as claims
from anxin.domain.claims.queries import ClaimView, ClockView
from anxin.domain.claims.rules import PLATFORMS, SHOP
from anxin.domain.claims.rules.headline import APPEAL_ANSWER, TO_SEND_BACK
from anxin.domain.claims.wording import CLOCKS, OUTCOMES, REMEDIES
from anxin.domain.claims.wording.clocks import TO_BUYER
from anxin.domain.claims.wording.headlines import DOES, HEADLINES, NOT_ANSWERED, RULING_DUE
from anxin.domain.evidence.queries import ChallengeView
from anxin.domain.goods.choices import TELLERS
from anxin.domain.ledger.rules import IN_SHOP
from anxin.faces.customer import summary as customer
from anxin.faces.customer.claims import pictures
from anxin.faces.customer.claims.wording import SEVERAL_WAYS, WENT_BACK, WHY_CLOSED
from anxin.faces.customer.summary import SummaryLead
from anxin.faces.ground import chips, claim_parts, law_rows
from anxin.faces.words import day, fen, moment, span

type Part = dict[str, object]


def lead(view: ClaimView, *, told: str = "", now: datetime) -> SummaryLead:
    """Return one sentence about now and one about what comes next; a late case names who was `told`."""
    first = claims.headline_of(view, now=now)
    if first.says.startswith("closed"):
        return SummaryLead(heading=_closed(view), text=_why_closed(view))
    heading, text = HEADLINES[first.says]
    due = [one.due_at for one in view.clocks if one.kind == (first.late or "claims.answer")]
    values = {
        "late": span(first.late_by),
        "due": moment(due[-1]) if due else "",
        "until": _until(view, due),
        "decided": _decided(view),
        "amount": fen(sum(one.amount_fen for one in view.payouts if not one.failed)),
    }
    by_law = law_rows.basis(view.basis) if first.says in TO_SEND_BACK else ""
    said = (
        told,
        _("The law gives you this return: {basis}.").format(basis=by_law) if by_law else "",
        str(text).format(**values),
        *(_ruling(view, now=now) if first.says == "appeal" else ()),
    )
    return SummaryLead(heading=str(heading).format(**values), text=gap().join(one for one in said if one))


def _ruling(view: ClaimView, *, now: datetime) -> list[str]:
    """Say of an appeal who let his time to answer pass, and by when it is ruled on."""
    due = {one.kind: one.due_at for one in view.clocks if one.met_at is None}
    answer, ruling = due.get(APPEAL_ANSWER), due.get("claims.decision")
    silent = NOT_ANSWERED["merchant" if view.hearing_cause == "buyer" else "buyer"]
    passed = [str(silent)] if answer is not None and answer <= now else []
    return [*passed, *([str(RULING_DUE).format(due=moment(ruling))] if ruling and ruling > now else [])]


def _until(view: ClaimView, due: Sequence[datetime]) -> str:
    """Return until when somebody is waited for."""
    if view.unsent:
        return day(view.unsent)
    until = view.records.goods_until or view.appeal_waits_until or (due[-1] if due else None)
    return moment(until) if until else ""


def told_late(view: ClaimView, *, now: datetime) -> str:
    """Say who was told that something is late, as the notices that went out have it."""
    first = claims.headline_of(view, now=now)
    return customer.told_late(StreamKey("claim", str(view.id)), first.late_by, now=now)


def _closed(view: ClaimView) -> str:
    paid = sum(one.amount_fen for one in view.payouts if one.arrived)
    if view.outcome == "paid" and {one.way for one in view.payouts if one.arrived} == {IN_SHOP}:
        return _("The shop says that it gave back {amount}").format(amount=fen(paid))
    if view.outcome == "paid" and paid:
        return _("{amount} went back to you").format(amount=fen(paid))
    return str(OUTCOMES.get(view.outcome, HEADLINES["closed"][0]))


def _teller(word: str) -> str:
    """Return what begins a sentence with who said it; nothing where that is no one's word."""
    return capfirst(str(TELLERS[word].name)) if word in TELLERS else ""


def _why_closed(view: ClaimView) -> str:
    """Say what closed it; where money went back, by which way it did; of what is only said, who says it."""
    ways = {one.way for one in view.payouts if one.arrived}
    if view.outcome != "paid" or not ways:
        told = {"sum": fen(view.platform_fen), "who": _teller(view.records.beside.outcome_word)}
        until = view.contradictable_until
        found = "found_" if until and view.outcome.startswith(PLATFORMS) else ""
        why = "said_over" if view.is_only_said and until is None else f"{found}{view.outcome}"
        if view.is_only_said and view.records.beside.outcome_word == SHOP:
            why = "shop_refunded" if until else "shop_over"
        return str(WHY_CLOSED.get(why, "")).format(**told, until=until and moment(until))
    return str(WENT_BACK[ways.pop()][1] if len(ways) == 1 else SEVERAL_WAYS)


def payouts(view: ClaimView) -> list[Part]:
    """List the money on its way, each with how it went once it has."""
    return [{"view": one, "said": WENT_BACK[one.way][0], "at": claim_parts.moved(one)} for one in view.payouts]


def _decided(view: ClaimView) -> str:
    if view.decision is None:
        return _("It is decided")
    what = str(REMEDIES[view.decision.remedy])
    if view.decision.refuses:
        return _("Decided: not supported")
    if view.decision.amount_fen:
        return _("Decided: {what}, {amount}").format(what=what, amount=fen(view.decision.amount_fen))
    return _("Decided: {what}").format(what=what)


def clock_now(view: ClaimView) -> chips.ClockView | None:
    """Return the clock that counts now, with whose time it is where it is the merchant's."""
    one = view.clock_now
    if one is None:
        return None
    theirs = "" if view.asked_back else str(TO_BUYER.get(one.kind, ""))
    return replace(chip(one), label=theirs) if theirs else chip(one)


def chip(one: ClockView) -> chips.ClockView:
    """Turn a clock into what `{% clock %}` shows."""
    return chips.ClockView(
        label=str(CLOCKS[one.kind]),
        started_at=one.started_at,
        due_at=one.due_at,
        met_at=one.met_at,
        paused_since=one.paused_since,
        waits_for=_("your picture") if one.paused_since else "",
    )


def settled_at_once(view: ClaimView) -> bool:
    """Return whether the merchant had agreed beforehand and the claim has gone on by that."""
    return any(one.beforehand for one in view.answers)


def roles(view: ClaimView) -> tuple[str, ...]:
    """Name the pictures that still help, then whatever else."""
    if view.coming_back or view.came_back:
        return ("returned", pictures.OTHER)
    return (*view.still_needed, "second_angle", pictures.OTHER)


def is_open(asked: ChallengeView | None, *, code: str, now: datetime) -> bool:
    """Return whether a link to the camera still leads anywhere."""
    return asked is not None and asked.is_open(now=now) and bool(code) and asked.code == code


def request_text(view: ClaimView) -> str:
    """Return the reviewer's words with which a picture was asked for."""
    return next((one.text for one in view.timeline if one.code == "claim.ask_evidence"), "")


def actions(view: ClaimView, *, now: datetime) -> list[Part]:
    """List what lies in the bottom bar: what stands beside, then the main action, solid where it is his turn."""
    first, at = claims.headline_of(view, now=now), [view.number]
    ways: dict[str, Part] = {
        "accept_offer": {"url": reverse("buyer:offer_acceptance", args=at)},
        "refuse_offer": {"url": reverse("buyer:offer_refusal", args=at)},
        "hand_in": {"form": "answer"},
        "accept": {"url": reverse("buyer:acceptance", args=at)},
        "appeal": {"url": reverse("buyer:appeal", args=at)},
        "contradict": {"url": reverse("buyer:contradiction", args=at)},
        "drop_appeal": {"url": reverse("buyer:appeal_withdrawal", args=at)},
        "answer_appeal": {"url": reverse("buyer:appeal_answer", args=at)},
        "appeal_too": {"url": reverse("buyer:appeal_own", args=at)},
        "nothing_to_add": {"url": reverse("buyer:appeal_waiver", args=at)},
        "ship": {"form": "return"},
        "give_address": {"form": "where"},
        "add": {"url": "#add", "icon": "camera"},
        "message": {"url": "#messages", "icon": "message-square"},
        "repair": {"url": "#repair", "icon": "wrench"},
        "doors": {"url": "#doors"},
        "file": {"url": reverse("buyer:start")},
        "cases": {"url": reverse("customer:home"), "icon": "clipboard-list"},
    }
    asked = next((one.payment for one in view.payouts if one.asked), None)
    if asked is not None:
        ways["account"] = {"url": reverse("customer:refund_account", args=[asked]), "icon": "wallet"}
    if view.challenge and view.challenge.code:
        ways["take_picture"] = {"url": reverse("buyer:capture", args=[*at, view.challenge.code]), "icon": "camera"}
    named = [*first.beside, first.main]
    return [
        {"name": DOES[one], **ways[one], "primary": one == first.main and (first.yours or len(named) == 1)}
        for one in named
    ]

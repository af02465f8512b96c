"""What the case page says first: where it stands, the clock that counts, what to press next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.domain.claims.queries import ClaimView, ClockView
from anxin.domain.claims.wording import CLOCKS, OUTCOMES, REMEDIES
from anxin.domain.evidence.queries import ChallengeView
from anxin.faces.customer.claims import pictures
from anxin.faces.customer.claims.wording import WHY_CLOSED
from anxin.faces.ground import chips, lawful
from anxin.faces.templatetags.parts import gap
from anxin.faces.templatetags.words import fen, moment

type Part = dict[str, object]
# The clock that counts in a state, the most telling one first.
COUNTS = {
    "merchant_answer": ("claims.answer", "claims.platform"),
    "offer_made": ("claims.offer",),
    "need_evidence": ("claims.evidence",),
    "review": ("claims.decision", "claims.ceiling"),
    "decided": ("claims.appeal",),
    "waiting_return": ("claims.ship", "claims.receive"),
    "inspecting": ("claims.inspection",),
    "executing": ("claims.money", "claims.replacement"),
}
MOST = 3
ENDED = ("closed", "withdrawn", "outcome_taken")
ADDS = ("merchant_answer", "offer_made", "review", "waiting_return", "inspecting")


@dataclass(frozen=True, kw_only=True)
class Lead:
    """The one thing to read first, and what it means for the reader."""

    heading: str
    text: str = ""


def lead(view: ClaimView) -> Lead:
    """Say where the claim stands in one sentence, and what comes next in another."""
    if view.state in ("closed", "outcome_taken"):
        return Lead(heading=_closed(view), text=str(WHY_CLOSED.get(view.outcome, "")))
    if view.state == "merchant_answer" and view.forum == "platform":
        return Lead(
            heading=_("The platform decides; the merchant answers it"),
            text=_("This claim runs in the platform's own forum. What it decides is written down here."),
        )
    found = LEADS.get(view.state)
    return found(view) if found else Lead(heading=_("Your claim has been filed"))


def _closed(view: ClaimView) -> str:
    paid = sum(one.amount_fen for one in view.payouts if one.state == "succeeded")
    if view.outcome == "paid" and paid:
        return _("{amount} went back to you").format(amount=fen(paid))
    return str(OUTCOMES.get(view.outcome, _("The claim is closed")))


def _heard(view: ClaimView) -> Lead:
    due = next((one.due_at for one in view.clocks if one.kind == "claims.answer" and one.state == "running"), None)
    if any(one.kind in ("agree", "standing") for one in view.answers):
        return Lead(
            heading=_("The merchant agreed; your pictures are being looked at"),
            text=_("As soon as that is done it is carried out by itself. Usually minutes."),
        )
    return Lead(
        heading=_("Waiting for the merchant's answer"),
        text=_(
            "He has until {until}. If he says nothing, a reviewer decides on what is here: his silence does not "
            "count against you, and nothing is refused because of it."
        ).format(until=moment(due))
        if due
        else "",
    )


def _offered(_view: ClaimView) -> Lead:
    return Lead(
        heading=_("The merchant offers something else; you choose"),
        text=_("Say yes and it is carried out. Say no and a reviewer decides; a no does not count against you."),
    )


def _reviewed(view: ClaimView) -> Lead:
    if view.hearing == "appeal":
        return Lead(
            heading=_("Another reviewer is looking at it anew"),
            text=_("He has not judged it before. What he decides is final here; the doors outside stay open."),
        )
    return Lead(
        heading=_("A reviewer is looking at both sides"),
        text=_("A person decides, with reasons both sides can read. No machine decides, and none accuses anybody."),
    )


def _asked(_view: ClaimView) -> Lead:
    return Lead(
        heading=_("Please send one more picture"),
        text=_("It helps to decide. If you can't, it is decided on what is here; write to the reviewer why."),
    )


def _decided(view: ClaimView) -> Lead:
    if view.decision is None:
        return Lead(heading=_("It is decided"))
    what = str(REMEDIES[view.decision.remedy])
    if view.decision.remedy == "refuse":
        heading = _("Decided: not supported")
    elif view.decision.amount_fen:
        heading = _("Decided: {what}, {amount}").format(what=what, amount=fen(view.decision.amount_fen))
    else:
        heading = _("Decided: {what}").format(what=what)
    if view.decision.buyer_accepted_at:
        return Lead(
            heading=heading,
            text=_("You accepted. It is carried out once the merchant accepts too, or his time to appeal is over."),
        )
    return Lead(heading=heading, text=_("Read the reasons below. Accept it, or ask that another reviewer looks."))


def _sending(view: ClaimView) -> Lead:
    if view.return_waybill:
        return Lead(
            heading=_("Your goods are on their way back"),
            text=_("Once the merchant has them he has his time to look; if he says nothing, the money is due."),
        )
    by_law = lawful.basis(view.basis)
    return Lead(
        heading=_("Please send the goods back"),
        text=(_("The law gives you this return: {basis}.").format(basis=by_law) + gap() if by_law else "")
        + _("Photograph them before you close the box, keep the waybill, and enter its number here."),
    )


def _inspected(_view: ClaimView) -> Lead:
    return Lead(
        heading=_("The merchant is looking at what came back"),
        text=_("If he says nothing in time the money is due. If he objects, a person decides."),
    )


def _executed(view: ClaimView) -> Lead:
    if view.repair_number:
        return Lead(heading=_("It is being repaired"), text=_("The repair stands below, with its own promises."))
    if view.payouts:
        total = fen(sum(one.amount_fen for one in view.payouts if one.state != "failed"))
        if all(one.state == "failed" for one in view.payouts):
            return Lead(
                heading=_("The bank did not take the refund"),
                text=_("Finance looks into it and sends it again. You need not do anything; the clock runs on."),
            )
        return Lead(
            heading=_("{amount} is on its way back to you").format(amount=total),
            text=_("The way you paid, to nobody else. By law within seven days at the latest."),
        )
    return Lead(
        heading=_("Another piece is being sent"), text=_("Its waybill number stands here as soon as it is on its way.")
    )


def _withdrawn(_view: ClaimView) -> Lead:
    return Lead(
        heading=_("You took the claim back"),
        text=_("Nothing happens any more. You can file anew while the law allows."),
    )


LEADS = {
    "merchant_answer": _heard,
    "offer_made": _offered,
    "review": _reviewed,
    "need_evidence": _asked,
    "decided": _decided,
    "waiting_return": _sending,
    "inspecting": _inspected,
    "executing": _executed,
    "withdrawn": _withdrawn,
}


def clock_now(view: ClaimView) -> chips.ClockView | None:
    """Give the clock that counts now."""
    for kind in COUNTS.get(view.state, ()):
        for one in view.clocks:
            if one.kind == kind and one.state != "met":
                return chip(one)
    return None


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
    """Tell whether the merchant had agreed beforehand and the claim has gone on by that."""
    return any(one.kind == "standing" for one in view.answers)


def may_add(view: ClaimView) -> bool:
    """Tell whether further pictures may be handed in without having been asked for."""
    return view.may_bring and view.state in ADDS and view.forum == "own"


def roles(view: ClaimView) -> tuple[str, ...]:
    """Name the pictures that still help, then whatever else."""
    if view.state in ("waiting_return", "inspecting"):
        return ("returned", pictures.OTHER)
    return (*view.still_needed, "second_angle", pictures.OTHER)


def is_open(asked: ChallengeView | None, *, code: str, now: datetime) -> bool:
    """Tell whether a link to the camera still leads anywhere."""
    return asked is not None and asked.state == "sent" and asked.expires_at > now and bool(code) and asked.code == code


def request_text(view: ClaimView) -> str:
    """Give the reviewer's words with which a picture was asked for."""
    return next((one.text for one in view.timeline if one.code == "claim.ask_evidence"), "")


def actions(view: ClaimView) -> list[Part]:
    """List what lies in the bottom bar: at most one solid button, then the small ones that fit the state."""
    here, at = {step.name for step in view.buttons}, [view.number]
    found: list[Part] = []
    if view.state == "offer_made" and "accept_offer" in here:
        found.append({"name": _("No, thank you"), "url": reverse("buyer:offer_refusal", args=at)})
        found.append({"name": _("Accept the offer"), "form": "accept-offer", "primary": True})
    elif view.state == "need_evidence" and view.challenge and view.challenge.state == "sent":
        if view.challenge.kind == "link":
            url = reverse("buyer:capture", args=[*at, view.challenge.code])
            found.append({"name": _("Take the picture"), "url": url, "icon": "camera", "primary": True})
        else:
            found.append({"name": _("Hand in this picture"), "form": "answer", "primary": True})
    elif view.state == "decided" and view.decision and not view.decision.buyer_accepted_at:
        found.append({"name": _("Appeal"), "url": reverse("buyer:appeal", args=at)})
        found.append({"name": _("Accept the decision"), "form": "accept", "primary": True})
    elif view.state == "review" and view.hearing == "appeal" and view.hearing_cause == "buyer":
        found.append({"name": _("Take the appeal back"), "form": "drop-appeal"})
    elif view.state == "waiting_return" and not view.return_waybill:
        found.append({"name": _("Save the waybill"), "form": "return", "primary": True})
    if may_add(view) and len(found) < MOST - 1:
        found.append({"name": _("Add pictures"), "url": "#add", "icon": "camera"})
    if view.state not in ENDED:
        found.append({"name": _("Message"), "url": "#messages", "icon": "message-square"})
    return found

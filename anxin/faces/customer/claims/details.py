"""What the case page tells further down: steps, offer, decision, answers, pictures, messages, doors, the record."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.domain.claims.queries import ClaimView, DecisionView
from anxin.domain.claims.rules import AGREED
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.wording import HEARD, LIABLE, OUTSIDE_REMEDIES, REMEDIES
from anxin.domain.evidence import gateway
from anxin.domain.evidence.choices import ROLES
from anxin.domain.evidence.queries import LinkView
from anxin.domain.evidence.wording import DECLARATIONS, WHY_NOT
from anxin.domain.threads.wording import SIDES
from anxin.faces.customer.claims import summary
from anxin.faces.ground import lawful
from anxin.faces.ground.evidence.findings import check_of
from anxin.faces.words import lately

type Part = dict[str, object]
STEPS = ("filed", "answer", "decision", "carrying_out", "closed")
LAST = 4
AT = {
    **dict.fromkeys(("submitted", "merchant_answer", "offer_made"), 1),
    **dict.fromkeys(("review", "need_evidence", "decided"), 2),
    **dict.fromkeys(("waiting_return", "inspecting", "executing"), 3),
    **dict.fromkeys(CLAIM.capabilities["over"], 4),
}


def steps(view: ClaimView) -> list[Part]:
    """Lay out the way of the claim for `{% stepper %}`."""
    names = {
        "filed": pgettext("step", "Filed"),
        "answer": _("The merchant is heard"),
        "decision": _("The platform decides") if view.forum == "platform" else _("A person decides"),
        "carrying_out": _("Carried out"),
        "closed": _("Taken back") if view.state == "withdrawn" else _("Done"),
    }
    at = AT.get(view.state, 1)
    return [
        {
            "state": _state(view, n, at),
            "name": names[code],
            "time": _time(view, code) if n <= at else "",
            "clock": summary.clock_now(view) if n == at else None,
            "note": _note(view, code) if n <= at else "",
            "if_late": _if_late(view) if n == at else "",
        }
        for n, code in enumerate(STEPS)
        if at < LAST or _happened(view, code)
    ]


def _happened(view: ClaimView, code: str) -> bool:
    """Return whether a step was taken at all: what never was is not ticked off at the end."""
    taken = {
        "answer": view.answers or view.statutory,
        "decision": view.decision or view.platform_outcome or (view.statutory and view.return_waybill),
        "carrying_out": view.payouts or view.return_waybill or view.replacement_waybill or view.repair_number,
    }
    return bool(taken.get(code, True))


def _state(view: ClaimView, n: int, at: int) -> str:
    if n < at or (n == at == LAST):
        return "done"
    if n > at:
        return "todo"
    clock = summary.clock_now(view)
    return "paused" if clock and clock.paused_since else "now"


def _time(view: ClaimView, code: str) -> str:
    at: datetime | None = None
    if code == "filed":
        at = view.created_at
    elif code == "answer" and view.answers:
        at = view.answers[0].at
    elif code == "decision" and view.decision and view.decision.kind != "agreed":
        at = view.decision.given_at
    elif code == "closed" and view.state in CLAIM.capabilities["over"] and view.timeline:
        at = next((one.at for one in view.timeline if one.code in CLOSING), None)
    return lately(at, now=timezone.now()) if at else ""


CLOSING = ("claim.close", "claim.withdraw", "claim.return_lapses", "claim.take_outcome")


def _note(view: ClaimView, code: str) -> str:
    if code == "answer":
        if view.statutory:
            return _("Not needed: the law gives this return without a reason. {basis}").format(
                basis=lawful.basis(view.basis)
            )
        return str(HEARD[view.answers[-1].kind]) if view.answers else ""
    if code == "decision" and view.state not in ("withdrawn", "outcome_taken"):
        if view.statutory:
            return _("Not needed: open at once.")
        if view.decision and view.decision.kind == "agreed":
            return _("Not needed: both sides agree.")
    if code == "carrying_out" and view.return_waybill:
        return _("Sent back under {waybill}").format(waybill=view.return_waybill)
    return ""


def _if_late(view: ClaimView) -> str:
    texts = {
        "merchant_answer": _("If he says nothing in time, a reviewer decides on what is here."),
        "offer_made": _("If you say nothing in time, the offer is over and a reviewer decides."),
        "need_evidence": _("If nothing comes in time, it is decided on what is here."),
        "review": _("Should we be late, it stands in the record, and the ceiling of the whole claim runs on."),
        "decided": _("If nobody appeals in time, it stands and is carried out."),
        "inspecting": _("If he says nothing in time, the money is due."),
        "executing": _("Should he be late, it stands in the record."),
    }
    if view.state == "executing" and view.payouts:
        return _("Should we be late, it stands in the record.")
    if view.state == "executing" and view.repair_number:
        return _("The repair has times of its own.")
    if view.forum == "platform" and view.state in ("merchant_answer", "offer_made", "review", "need_evidence"):
        return ""
    if view.state == "waiting_return" and not view.return_waybill:
        return _("If nothing is sent in time the claim ends; you can file anew while the law allows.")
    return texts.get(view.state, "")


def asked(view: ClaimView) -> Part | None:
    """Show what the buyer is asked for: the code for a sheet of paper, or the link to the camera."""
    one = view.challenge
    if one is None or view.state != "need_evidence" or one.state != "sent":
        return None
    return {
        "kind": one.kind,
        "code": one.code,
        "spoken": " ".join(one.code),
        "until": one.expires_at,
        "text": summary.request_text(view),
    }


def offer(view: ClaimView) -> Part | None:
    """Show the offer on the table."""
    if view.state != "offer_made":
        return None
    one = next(one for one in reversed(view.answers) if one.kind == "offer")
    return {"what": REMEDIES[one.remedy], "amount_fen": one.amount_fen, "reason": one.reason, "at": one.at}


def decision(view: ClaimView) -> Part | None:
    """Show the newest decision a person gave."""
    return ruling(view.decision, view) if view.decision else None


def ruling(one: DecisionView, view: ClaimView) -> Part:
    """Show a decision as both sides read it."""
    known = {link.label for link in view.evidence}
    return {
        "what": REMEDIES[one.remedy],
        "refused": one.remedy == "refuse",
        "amount_fen": one.amount_fen,
        "agreed": one.kind == "agreed",
        "appealed": one.kind == "appealed",
        "state": one.state,
        "found": [(text, [(label, label in known) for label in labels]) for text, labels in one.found],
        "reason": "" if one.reason == AGREED else one.reason,
        "liable": LIABLE[one.liable],
        "rules": one.rules_version,
        "second": bool(one.second_why),
        "given_at": one.given_at,
        "buyer_accepted_at": one.buyer_accepted_at,
        "merchant_accepted_at": one.merchant_accepted_at,
        "pictures": one.pictures,
    }


def answers(view: ClaimView) -> list[Part]:
    """Show how the merchant was heard."""
    return [
        {
            "at": one.at,
            "what": HEARD[one.kind],
            "kind": one.kind,
            "remedy": REMEDIES.get(one.remedy, "") if one.kind == "offer" else "",
            "amount_fen": one.amount_fen if one.kind == "offer" else 0,
            "reason": "" if one.reason == AGREED else one.reason,
        }
        for one in view.answers
    ]


def evidence(view: ClaimView) -> list[Part]:
    """Show every picture with whose it is, since when it lies here, and what was looked at, in words."""
    return [
        {
            "label": one.label,
            "side": SIDES[one.side],
            "role": ROLES[one.role],
            "url": reverse("buyer:picture", args=[view.number, one.id]) if one.media.startswith("image/") else "",
            "media": one.media,
            "sealed_at": one.sealed_at,
            "late": one.late and one.side == "merchant",
            "before": not one.late and one.side == "merchant",
            "declared": DECLARATIONS.get(one.declaration, "") if one.declaration not in ("", "none") else "",
            "asked_for": bool(one.challenged),
            **_seen(one),
        }
        for one in view.evidence
    ]


def _seen(one: LinkView) -> Part:
    seen = one.examination
    if seen is None:
        return {"looked": _("kept as it came, not examined"), "reasons": ()}
    if seen.state == "asked":
        return {"looked": _("being examined"), "reasons": (), "waiting": True}
    if seen.state == "not_possible":
        why = WHY_NOT.get(seen.why, seen.why)
        return {"looked": _("could not be examined: {why}; it counts all the same").format(why=why), "reasons": ()}
    if not seen.reasons:
        return {"looked": _("examined; nothing to look at more closely"), "reasons": ()}
    reasons = [(text, gateway.errs(check_of(seen, n))) for n, text in enumerate(seen.reasons)]
    return {"looked": _("examined; a person looks more closely:"), "reasons": reasons, "proof": True}


def said(view: ClaimView) -> list[Part]:
    """Show the messages, one's own on the right."""
    return [
        {
            "at": one.at,
            "who": _("You") if one.side == "buyer" else SIDES[one.side],
            "mine": one.side == "buyer",
            "automatic": one.automatic,
            "to": [SIDES[side] for side in one.to if side not in ("buyer", one.side)],
            "text": one.text,
        }
        for one in view.messages
    ]


def doors(view: ClaimView) -> Part:
    """Show the doors outside that are open to a buyer, and those he went through."""
    used = {one.door for one in view.referrals}
    return {
        "open": [{"code": one, "name": OUTSIDE_REMEDIES[one]} for one in view.doors if one not in used],
        "used": [
            {"row": one, "name": OUTSIDE_REMEDIES[one.door], "steps": [step.name for step in one.buttons]}
            for one in view.referrals
        ],
    }

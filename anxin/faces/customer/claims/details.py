"""What the case page tells further down: steps, offer, decision, answers, pictures, messages, doors, the record."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.domain.claims.queries import ClaimView, DecisionView, is_open_again
from anxin.domain.claims.queries.sent_sums import sent_of
from anxin.domain.claims.queries.stepper import steps_of
from anxin.domain.claims.rules import AGREED
from anxin.domain.claims.wording import HEARD, LIABLE, OUTSIDE_REMEDIES, REMEDIES
from anxin.domain.claims.wording.returned_goods import GOODS_AFTER, GOODS_AFTER_OFFER
from anxin.domain.claims.wording.stepper import IF_LATE, NOTES, STEPS
from anxin.domain.evidence import gateway
from anxin.domain.evidence.choices import called
from anxin.domain.evidence.queries import LinkView, OriginalOpening
from anxin.domain.evidence.rules import is_sellers_film
from anxin.domain.evidence.wording import DECLARATIONS, WHY_NOT
from anxin.domain.people.choices import PAYERS
from anxin.domain.threads.wording import SIDES
from anxin.faces.customer.claims import summary
from anxin.faces.ground import law_rows
from anxin.faces.ground.claim_parts import corrected_of
from anxin.faces.ground.evidence.findings import check_of
from anxin.faces.words import lately

type Part = dict[str, object]


def steps(view: ClaimView) -> list[Part]:
    """Lay out the way of the claim for `{% stepper %}`."""
    now, clock = timezone.now(), summary.clock_now(view)
    notes = {**HEARD, **NOTES}
    about = {"basis": law_rows.basis(view.basis) if view.statutory else "", "waybill": view.return_waybill}
    return [
        {
            "mark": one.state,
            "name": STEPS[one.name],
            "time": lately(one.at, now=now) if one.at else "",
            "clock": clock if one.runs else None,
            "note": str(notes[one.note]).format(**about) if one.note else "",
            "if_late": IF_LATE.get(one.if_late, ""),
        }
        for one in steps_of(view)
    ]


def asked_of_buyer(view: ClaimView) -> Part | None:
    """Show what the buyer is asked for: the code for a sheet of paper, or the link to the camera."""
    one = view.picture_asked
    if one is None:
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
    one = view.offer
    if one is None:
        return None
    told = {"what": REMEDIES[one.remedy], "amount_fen": one.amount_fen, "reason": one.reason, "at": one.at}
    after = view.records.goods_after(one.remedy, one.amount_fen, agreed=True)
    told["goods"] = GOODS_AFTER_OFFER.get(after, "")
    return {**told, "sent": sent_of(view.records, one.amount_fen, since=one.at)}


def decision(view: ClaimView) -> Part | None:
    """Show the newest decision a person gave."""
    return {**ruling(view.decision, view), "again": is_open_again(view)} if view.decision else None


def ruling(one: DecisionView, view: ClaimView) -> Part:
    """Show a decision as both sides read it."""
    known = {link.label for link in view.evidence}
    return {
        "what": REMEDIES[one.remedy],
        "refused": one.remedy == "refuse",
        "amount_fen": one.amount_fen,
        "agreed": one.kind == "agreed",
        "appealed": one.kind == "appealed",
        "former": one.kind == "taken_over",
        "corrected": corrected_of(*one.was, one.mistake) if one.was else None,
        "early": one.early,
        "state": one.state,
        "found": [(text, [(label, label in known) for label in labels]) for text, labels in one.found],
        "reason": "" if one.reason == AGREED else one.reason,
        "liable": "" if one.refuses else LIABLE[one.liable],
        "goods": GOODS_AFTER.get(one.goods, ""),
        "payer": PAYERS.get(one.payer, ""),
        "rules": one.rules_version,
        "second": bool(one.second_why),
        "given_at": one.given_at,
        "buyer_accepted_at": one.buyer_accepted_at,
        "merchant_accepted_at": one.merchant_accepted_at,
        "pictures": one.pictures,
        "opened": one.opened,
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
            "reason": one.reason,
        }
        for one in view.answers
    ]


def evidence(view: ClaimView) -> list[Part]:
    """Show every picture with whose it is, since when it lies here, and what was looked at, in words."""
    return [
        {
            "label": one.label,
            "side": SIDES[one.side],
            "role": called(one.role, one.media),
            "url": reverse("buyer:picture", args=[view.number, one.id]) if _shows(one) else "",
            "gone": one.gone,
            "media": one.media,
            "sealed_at": one.sealed_at,
            "late": one.late and one.side == "merchant",
            "left": not one.late and view.is_sealed_gone(one),
            "before": not one.late and one.side == "merchant" and not view.is_sealed_gone(one),
            "film": is_sellers_film(one.side, one.media) and not one.gone,
            "opened": _opened(view.films_opened.get(one.label, ())),
            "declared": DECLARATIONS.get(one.declaration, "") if one.declaration not in ("", "none") else "",
            "asked_for": bool(one.challenged),
            **_seen(one),
        }
        for one in view.evidence
    ]


def _opened(rows: Sequence[OriginalOpening]) -> list[Part]:
    """Say by whose people a film was opened, how often, and when last; no person is named."""
    houses = dict.fromkeys(one.organisation for one in rows)
    by = {house: [one.at for one in rows if one.organisation == house] for house in houses}
    return [{"by": house or _("We"), "times": len(times), "at": max(times)} for house, times in by.items()]


def _shows(one: LinkView) -> bool:
    return one.media.startswith("image/") and not one.gone


def _seen(one: LinkView) -> Part:
    seen = one.examination
    if seen is None:
        return {"looked": _("kept as it came, not examined"), "reasons": ()}
    if seen.waits:
        return {"looked": _("being examined"), "reasons": (), "waiting": True}
    if seen.failed:
        why = WHY_NOT.get(seen.why, seen.why)
        return {"looked": _("could not be examined: {why}; it counts all the same").format(why=why), "reasons": ()}
    if not seen.reasons:
        return {"looked": _("examined; nothing to look at more closely"), "reasons": ()}
    reasons = [(text, gateway.errs(check_of(seen, n))) for n, text in enumerate(seen.reasons)]
    return {"looked": _("examined; a person looks more closely:"), "reasons": reasons, "proof": True}


def messages_shown(view: ClaimView) -> list[Part]:
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


def outside_remedies(view: ClaimView) -> Part:
    """Show the doors outside that are open to a buyer, and those he went through."""
    used = {one.door for one in view.referrals}
    return {
        "open": [{"code": one, "name": OUTSIDE_REMEDIES[one]} for one in view.doors if one not in used],
        "used": [
            {"row": one, "name": OUTSIDE_REMEDIES[one.door], "steps": [step.name for step in one.buttons]}
            for one in view.referrals
        ],
    }

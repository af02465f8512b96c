"""What the genuine card says: the check's answer in words a worried person can act on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.domain.network.queries import GenuineCard
from anxin.domain.network.wording import ANSWERS
from anxin.faces.templatetags.words import full_day

SHOWN = {"genuine": "genuine", "suspended": "expired", "retired": "expired"}
type Card = dict[str, object]


def card_of(card: GenuineCard) -> Card:
    """Turn an answer into what `{% genuine %}` shows."""
    state = SHOWN.get(card.answer, "not")
    if card.genuine and card.badge == "wrong":
        state = "not"
    return {
        "state": state,
        "title": f"{card.called} {card.code}".strip(),
        "verdict": _verdict(card),
        "facts": _facts(card) if card.brand and card.answer != "look_alike" else [],
        "warning": _warning(card),
        "hint": _hint(card),
        "official": card.official[0] if card.official else "",
        "report_url": reverse("customer:report_number", query={"kind": card.kind, "code": card.code}),
        "checked_at": card.checked_at,
        "number": card.number,
    }


def _verdict(card: GenuineCard) -> str:
    if card.genuine and card.badge == "wrong":
        return _("The number is genuine, but this badge is not shown by it now")
    return str(ANSWERS[card.answer]).format(brand=card.brand, resembles=card.resembles)


def _facts(card: GenuineCard) -> list[tuple[str, str]]:
    holds = _("the brand's signature holds") if card.signature_holds else _("the signature does not hold")
    facts = [(_("Authorised by"), f"{card.brand}（{card.brand_site}）" if card.brand_site else card.brand)]
    if card.scope:
        facts.append((_("For"), card.scope))
    if card.from_date and card.to_date:
        until = _("{start} to {end}").format(start=full_day(card.from_date), end=full_day(card.to_date))
        facts.append((_("Valid"), until))
    facts.append((_("Proof"), f"{card.authorisation} · {holds}"))
    if card.badge == "valid":
        facts.append((_("Badge"), _("the characters shown right now are right")))
    return facts


def _warning(card: GenuineCard) -> str:
    if not card.genuine or card.badge == "wrong":
        return _("Do not pay yet, do not read out codes, do not open the door.")
    if card.kind == "hotline":
        return _(
            "A caller's number can be forged. When somebody calls as official, hang up and dial this number yourself."
        )
    if card.kind == "technician" and not card.badge:
        return _("Ask for the characters on the badge and type them in: they change every minute.")
    return ""


def _hint(card: GenuineCard) -> str:
    if card.genuine:
        return ""
    unproved = _("Not authorised does not mean fraud for certain, but it is not official.")
    asked = _("In the last 30 days it was checked {checks} times and reported {reports} times ({verified} confirmed).")
    counted = asked.format(checks=card.checks_30_days, reports=card.reports, verified=card.reports_verified)
    return f"{unproved} {counted}" if card.checks_30_days or card.reports else unproved

"""What the genuine card says: the check's answer in words a worried person can act on."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anxin.core.wording import gap, joined
from anxin.domain.network import queries
from anxin.domain.network.queries import GenuineCard, Vouched
from anxin.domain.network.queries.scope_readings import goods_said, reading_said
from anxin.faces.week_words import week
from anxin.faces.words import day, full_day, stands

AMBER = ("not_yet", "expired")
type Card = dict[str, object]


def card_of(card: GenuineCard) -> Card:
    """Turn an answer into what `{% genuine %}` shows: red only for danger, grey for what is not known here."""
    return {
        "mark": _mark(card),
        "title": _title(card),
        "verdict": queries.says(card),
        "facts": _facts(card),
        "alarm": _alarm(card),
        "warning": _warning(card),
        "hint": _hint(card),
        "next": _next(card),
        "near": [(one.title, _check_url(one.kind, one.code)) for one in card.near],
        "official": card.official[0] if card.official else "",
        "official_of": card.official_of,
        "call": card.service.code if card.service else "",
        "report_url": _report_url(card),
        "checked_at": card.checked_at,
        "number": card.number,
    }


def _mark(card: GenuineCard) -> str:
    if card.danger:
        return "not"
    if card.named or card.status == "yours":
        return "named"
    if card.status in AMBER:
        return "expired"
    return {"genuine": "genuine", "public_service": "public"}.get(card.status, "unknown")


def _check_url(kind: str, code: str) -> str:
    return reverse("customer:check", query={"kind": kind, "code": code})


def _report_url(card: GenuineCard) -> str:
    """Lead to the report of a number; a name alone is nobody to report."""
    if not card.bare or card.is_badge_alone:
        return ""
    return reverse("customer:report_number", query={"kind": card.kind, "code": card.code})


def _title(card: GenuineCard) -> str:
    if card.named:
        return card.called
    return card.name or f"{card.called} {card.code}".strip()


def _facts(card: GenuineCard) -> list[tuple[str, str]]:
    if card.service:
        return [(_("Source"), card.service.source)]
    facts = [
        fact
        for one in card.vouched_by
        for fact in _word(one, several=len(card.vouched_by) > 1, now=card.checked_at if card.genuine else None)
    ]
    facts += [(one.brands, queries.says(one)) for one in card.against]
    if card.named:
        return [(one.city or one.called, " · ".join(filter(None, (one.outlet, *one.brands)))) for one in card.named]
    if card.name:
        facts.append((pgettext("of an outlet", "Number"), card.code))
    where = " · ".join(filter(None, (card.outlet, card.city)))
    if where:
        facts.append((_("Works at") if card.kind == "technician" else pgettext("of an outlet", "City"), where))
    facts += [
        (_("Formerly of"), _("{brand}, to {day}").format(brand=one.brand, day=full_day(one.last_date)))
        for one in card.formerly
    ]
    if card.badge == "printed":
        facts.append((_("Badge"), _("printed for him, not withdrawn; compare the picture with the person")))
    if card.badge == "valid":
        facts.append((_("Badge"), _("the characters shown right now are right")))
    return facts


def _word(one: Vouched, *, several: bool, now: datetime | None) -> list[tuple[str, str]]:
    holds = _("the brand's signature holds") if one.signature_holds else _("the signature does not hold")
    holds = _("the key that signed it was reported lost") if one.key_lost else holds
    until = _("{start} to {end}").format(start=full_day(one.from_date), end=full_day(one.last_date))
    named = f"{one.brand}（{one.site}）" if one.site else one.brand
    goods = goods_said(one.signed)
    if several:
        told = reading_said(one.signed, "") if goods else ""
        return [(_("Authorised by"), " · ".join(filter(None, (named, one.scope, told, until, holds))))]
    facts = [(_("Authorised by"), named)]
    facts += [(_("For"), one.scope)] if one.scope else []
    facts += [(pgettext("a brand's word", "Goods"), goods)] if goods else []
    if now is not None and (answered := stands(one.hours, now)):
        told = _("entered by the brand, not part of what it signed")
        facts.append((pgettext("a hotline", "Answered"), f"{week(one.hours)} · {answered} · {told}"))
    return [*facts, (_("Valid"), until), (_("Proof"), f"{one.authorisation} · {holds}")]


def _warning(card: GenuineCard) -> str:
    if card.danger:
        return _("Do not pay yet, do not read out codes, do not open the door.")
    if card.status == "public_service":
        return _("Whoever calls can have any number shown. If in doubt, hang up and dial this number yourself.")
    if card.status == "yours":
        return _("A caller's number can be forged. At the door, check his badge before you open.")
    if card.named:
        return _("Anybody can use a name. Check the number on the badge as well before you open the door.")
    if card.genuine and card.kind == "hotline":
        return _(
            "A caller's number can be forged. When somebody calls as official, hang up and dial this number yourself."
        )
    if card.genuine and card.kind == "technician" and card.badge in ("", "printed"):
        return _("Ask for the characters on his phone's badge, type them beside his number: they change every minute.")
    return ""


def _alarm(card: GenuineCard) -> str:
    """Return what is said before anything else where one brand suspended whom another vouches for."""
    if card.against and not card.danger:
        told = _("Does he come in the name of {brand}? Then do not pay him, and do not open the door.")
        told = told if card.kind == "technician" else _("Did {brand} send you there? Then pay nothing there.")
        return told.format(brand=joined(one.brands for one in card.against))
    return ""


def _hint(card: GenuineCard) -> str:
    said = []
    if card.more_named:
        said.append(_("There are more of this name. Add the city or the outlet, or check the badge number."))
    if card.mistaken_for:
        told = _("It was once entered here for {brand} by mistake; it never was the brand's.")
        said.append(told.format(brand=card.mistaken_for))
    if card.is_cleared and card.looked_at and card.reports and not card.danger:
        said.append(_("It was reported; on {day} we looked and found nothing false.").format(day=day(card.looked_at)))
    if card.is_undecided and card.looked_at:
        said.append(_("It was reported; on {day} we looked and could not tell.").format(day=day(card.looked_at)))
    if card.status == "reported" and card.looked_at:
        told = ngettext(
            "Confirmed by a person on {day}; {n} report.", "Confirmed by a person on {day}; {n} reports.", card.reports
        )
        said.append(told.format(day=day(card.looked_at), n=card.reports))
    elif card.reports and not card.looked_into and not card.genuine:
        told = ngettext("{n} report, not confirmed.", "{n} reports, not confirmed.", card.reports)
        said.append(told.format(n=card.reports))
    if card.checks_30_days > 1 and not card.genuine and card.status != "public_service":
        said.append(_("Checked {n} times in the last 30 days.").format(n=card.checks_30_days))
    return gap().join(said)


def _next(card: GenuineCard) -> tuple[str, ...]:
    """Return what to do about what is not known here: nobody is accused, and nobody is left alone with it."""
    if _mark(card) not in ("unknown", "expired"):
        return ()
    last = _("Until you know: no payment in advance, no codes, no card numbers.")
    if card.is_badge_alone:
        first = _("Type the number that stands on the badge into the first field, such as AB-00001, and check again.")
        return (first, last)
    if card.kind == "hotline" and card.bare:
        first = _("Somebody who called: hang up and dial the official number yourself.")
        waits = _("You wait for a technician? Open your case here, then check again: this page knows his phone then.")
        return (first, waits, last)
    first = _("Somebody at the door: ask for the badge and check its number here, or ask the official hotline.")
    return (first, last)

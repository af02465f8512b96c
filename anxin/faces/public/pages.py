"""The public pages: rules with their versions and notice, price lists, the privacy notice and who sees what."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from anxin.core import days
from anxin.core.settings import Setting
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording.law import SPANS
from anxin.domain.goods import queries as goods
from anxin.domain.opening import queries as opening
from anxin.domain.people.queries import access
from anxin.domain.people.wording.privacy import RIGHTS
from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import RETAINED, STAYS
from anxin.faces.goods_words import class_name
from anxin.faces.ground import editions, law_rows
from anxin.faces.ground.site import Site, imprint
from anxin.faces.words import fen

SEES_CHANGED = date(2026, 11, 29)
"""The day on which the words of the privacy notice were last changed."""


@require_safe
def rules(request: HttpRequest, day: str = "") -> HttpResponse:
    """Show the claim rules of a day, what comes and the days on which any of them changed (E-commerce Law 34)."""
    now = timezone.now()
    on = _day(day) if day else timezone.localtime(now).date()
    found = claims.published(on=on, now=now)
    law = [law_rows.law_row(one) for one in claims.law_rows(now=now) if claims.in_force(one, on=on)]
    context = {
        "found": found,
        "today": not day or on == timezone.localtime(now).date(),
        "rows": [
            {
                "rule": one,
                "value": rule_value(one.setting, one.value),
                "own": [(own, rule_value(one.setting, own.value)) for own in one.own],
                "coming": [(change, rule_value(one.setting, change.value)) for change in one.coming],
            }
            for one in found.rules
        ],
        "days": [one for one in found.changed_on if one != on],
        "law": law,
        "page_edition": editions.written(
            found.edition,
            _since(timezone.localtime(found.changed_at).date() if found.changed_at else None, imprint(now=now)),
            "#versions",
            now=now,
        ),
    }
    return render(request, "public/rules.html", context)


@require_safe
def price_lists(request: HttpRequest) -> HttpResponse:
    """List every price list that is published today."""
    now = timezone.now()
    lists = goods.price_lists(on=timezone.localdate())
    context = {
        "lists": [(one, class_name(one.category)) for one in lists],
        "page_edition": editions.footing(opening.house_page("price_lists"), now=now),
    }
    return render(request, "public/prices.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept of a person, why, for how long, who sees it, and what he may ask for."""
    now = timezone.now()
    notice = publications.in_force(on=timezone.localtime(now).date()).get("privacy", 0)
    context = {
        "sees": access.who_sees(now=now),
        "stays": STAYS,
        "swept": publications.swept(now=now),
        "rights": RIGHTS,
        "erased": [(RETAINED[one.what], one) for one in publications.retention(now=now)],
        "notice": notice,
        "page_edition": editions.written(
            notice, _since(SEES_CHANGED, imprint(now=now)), reverse("public:text", args=["privacy"]), now=now
        ),
    }
    return render(request, "public/privacy.html", context)


def rule_value(setting: Setting, value: object) -> str:
    """Write a rule's value with its unit, yes or no in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if setting.unit == "fen" and isinstance(value, int):
        return fen(value)
    units = {"h": "hour", "d": "day"}
    return SPANS[units[setting.unit]](value) if setting.unit in units and isinstance(value, int) else str(value)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not days.is_ours(day):
        raise Http404
    return day


def _since(changed: date | None, site: Site) -> date | None:
    """Return since when a page reads so: a change, or the day the site was published or set up where it is older."""
    found = max(site.published or publications.set_up_on(), changed or date.min)
    return found if found > date.min else None

"""Where nobody goes: counties by goods, with why; on the tile map, as a list, taken away as a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.core.wording import joined
from anxin.domain.network.queries import gaps as queries
from anxin.domain.network.queries.gaps import Gap
from anxin.domain.network.wording import GAPS
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.faces import pagination, shared
from anxin.faces.desk.authorisations import DESK
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import dates, sheets, staff, tiles
from anxin.faces.pagination import Filter, Page
from anxin.faces.week_words import spans
from anxin.faces.words import day as say_day

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

SIZE, DAYS = 100, 7


@dataclass(frozen=True, kw_only=True)
class GapLine:
    """A county in words, with the goods nobody comes for; `outlets` leads to the words for those not vouched for."""

    county: str
    goods: str
    why: str
    outlets: tuple[tuple[str, str], ...] = ()


@never_cache
@require_safe
@shared.for_roles(STAFF)
def gaps(request: HttpRequest) -> HttpResponse:
    """List the gaps of a brand on a day: those an outlet serves first, then all others."""
    now, get, actor = timezone.now(), request.GET, shared.actor_of(request)
    brands = people.organisations_of("brand")
    brand = next((one for one in brands if one.slug == get.get("brand", "")), brands[0] if brands else None)
    if brand is None:
        raise people.UnknownOrganisation({"slug": ""})
    today = timezone.localdate()
    day = min(max(dates.day(get.get("day", "")) or today, today), today + timedelta(days=DAYS - 1))
    goods = queries.skills_of_goods(brand)[brand.pk]
    found, parted = queries.gaps_by_hour(brand, tuple(goods), day=day, now=now)
    served = [one for one in found if one.why != "no_outlet"]
    shown = {"all": found, "hours": parted}.get(get.get("show", ""), served)
    wanted = [one for one in shown if one.county.startswith(get.get("province", "")[:2])]
    if get.get("as") in ("csv", "xlsx"):
        return _file(get["as"], wanted, goods, f"gaps-{brand.slug}-{day}")
    number = pagination.asked_for(request)
    rows = wanted[(number - 1) * SIZE : number * SIZE]
    facts = {
        **staff.frame(request, face="desk", now=now),
        "brand": brand,
        "brands": brands,
        "days": [_day_link(one, day, brand.slug, get.get("show", "")) for one in _ahead(today)],
        "kinds": [
            Filter(value="", name=_("served, but nobody can go"), count=len({one.county for one in served})),
            Filter(value="hours", name=_("served, but not at all hours"), count=len({one.county for one in parted})),
            Filter(value="all", name=_("everywhere"), count=len({one.county for one in found})),
        ],
        "lines": [replace(line_of(one, goods), outlets=_words(one, brand, actor)) for one in rows],
        "page": Page(rows=tuple(rows), number=number, has_next=len(wanted) > number * SIZE),
        "none": _none(get.get("show", ""), len({one.county for one in served})),
        "tilemap": _tilemap(shown, [one for one in found if one.is_bare(goods)]),
        "total": len(queries.all_counties()),
    }
    return render(request, "desk/network/gaps.html", facts)


def _none(show: str, all_day: int) -> tuple[str, str]:
    """Say what it means that nothing stands here; by hour, where nobody can go all day is no gap of some hours."""
    if show != "hours":
        return _("No gap here"), _("Wherever an outlet serves on this day, somebody can go for every product.")
    if not all_day:
        return _("No gap here"), _(
            "Wherever an outlet serves on this day, somebody can go for every product at every hour that is promised."
        )
    text = ngettext(
        "Where somebody can go on this day, he can at every hour that is promised. But {n} served county has goods "
        "for which nobody can go all day: it stands under “served, but nobody can go”.",
        "Where somebody can go on this day, he can at every hour that is promised. But {n} served counties have goods "
        "for which nobody can go all day: they stand under “served, but nobody can go”.",
        all_day,
    )
    return _("No gap of some hours only"), text.format(n=all_day)


def _ahead(today: date) -> list[date]:
    return [today + timedelta(days=n) for n in range(DAYS)]


def _day_link(one: date, day: date, brand: str, show: str) -> tuple[str, str, bool]:
    return (
        f"?brand={brand}&day={one.isoformat()}&show={show if show in ('all', 'hours') else ''}",
        say_day(one),
        one == day,
    )


type Goods = Mapping[str, tuple[str, ...]]


def line_of(one: Gap, goods: Goods) -> GapLine:
    """Say a gap."""
    named = joined(name for skill in one.skills for name in goods.get(skill, (skill,)))
    return GapLine(
        county=places.division(one.county).full_name, goods=named, why=GAPS[one.why].format(hours=spans(one.hours))
    )


def _words(one: Gap, brand: "Organisation", actor: Actor) -> tuple[tuple[str, str], ...]:
    """Lead to the brand's words for outlets, or to the outlets whoever keeps no authorisations."""
    if actor.roles.isdisjoint(DESK.who.split()):
        return tuple((code, reverse("desk_network:outlet", args=[code])) for code in one.outlets)
    listed = reverse("desk:authorisations")
    asked = {"brand": brand.slug, "kind": "outlet"}
    return tuple((code, f"{listed}?{urlencode({**asked, 'text': code})}") for code in one.outlets)


def _tilemap(found: Sequence[Gap], bare: Sequence[Gap]) -> tiles.TileMap:
    """Draw the gaps by province; `bare` are counties without an outlet: where all of one are, none is covered."""
    counted, alone = (Counter(code[:2] for code in {one.county for one in those}) for those in (found, bare))

    def shade(province: str) -> tiles.Shade:
        missing, total = counted[province], len(places.counties(province))
        if province in places.ABROAD:
            return tiles.Shade(value="", grade="nil")
        if not missing and alone[province] == total:
            return tiles.Shade(value="–", grade="nil")
        if not missing:
            return tiles.Shade(value="0", grade="g3")
        grade = "na" if missing == total else "g0" if missing > total / 2 else "g1"
        return tiles.Shade(value=str(missing), grade=grade)

    return tiles.country(shade, said=_("Counties with a gap, by province; tiles show position only"))


def _file(kind: str, found: Sequence[Gap], goods: Goods, name: str) -> HttpResponse:
    headers = [_("Division code"), _("County"), _("Goods"), _("Why")]
    lines = [(one, line_of(one, goods)) for one in found]
    return sheets.answer(kind, name, headers, [[gap.county, line.county, line.goods, line.why] for gap, line in lines])

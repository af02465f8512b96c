"""What an outlet serves, from pasted text: what was understood, what is doubtful, what wasn't, side by side; then kept.

Nothing is remembered between two looks: the form carries the texts and the corrections along, by the entry's words.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.commands import marks
from anxin.core.errors import AnxinError, Missing
from anxin.domain.network.commands import OUTLETS
from anxin.domain.network.queries import outlets as queries
from anxin.domain.network.rules import service_areas
from anxin.domain.network.wording.outlets import KINDS
from anxin.domain.people import queries as people
from anxin.domain.places import gateway as places
from anxin.faces import shared
from anxin.faces.desk.network.outlets import SeenOutlet, find
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import staff, tiles
from anxin.faces.ground.forms import READ

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

LONGEST = 20_000
DROP = "-"


@dataclass(frozen=True, kw_only=True)
class CoverageEntry:
    """One entry as the page shows it: how it was read, and what the reader said it is."""

    area: places.Area
    kind: str
    kind_said: str
    field: str
    picked: str
    code: str
    name: str

    @property
    def settled(self) -> bool:
        """Return whether it is known what becomes of it."""
        return bool(self.code) or self.picked == DROP


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an outlet serves for a brand as text; read another text; keep it once nothing in it is open."""
    case = find(request, code)
    given = request.POST if request.method == "POST" else request.GET
    brand = _brand(given.get("brand", ""), own=queries.brands_of(case.row, now=case.now))
    if request.method != "POST":
        held = [one for one in queries.serves(case.row, now=case.now) if one.brand_slug == brand.slug]
        return _page(request, case, brand, {k: queries.written_coverage(held, k) for k in service_areas.SERVES})
    texts = {kind: request.POST.get(kind, "")[:LONGEST] for kind in service_areas.SERVES}
    entries = read(texts, request.POST, within=case.row.division)
    if request.POST.get("do") != "keep":
        return _page(request, case, brand, texts, entries)
    if not all(one.settled for one in entries):
        slip = _("Some entries are still open: say what they are, or leave them out.")
        return _page(request, case, brand, texts, entries, slip=slip, status=422)
    areas = [f"{'apart' if one.area.apart else one.kind}:{one.code}" for one in entries if one.picked != DROP]
    fields = {"brand": brand.slug, "areas": tuple(dict.fromkeys(areas))}

    def work() -> None:
        again = find(request, code)
        OUTLETS.give(
            "coverage",
            row=again.row,
            by=again.actor,
            now=again.now,
            fields=fields,
            read=request.POST.get(READ, "")[:LONGEST],
        )

    try:
        staff.act_once(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, case, brand, texts, entries, slip=wording.error(error), status=shared.number_of(error))
    said = _("Written down for {brand}. Its customers in these areas are offered the outlet's windows now.")
    messages.success(request, said.format(brand=brand.name))
    return HttpResponseRedirect(case.url)


def _brand(slug: str, *, own: Collection[str]) -> "Organisation":
    """Return the brand that is asked for, else one that the outlet serves."""
    brands = people.organisations_of("brand")
    first = next((one for its in own for one in brands if one.slug == its), brands[0] if brands else None)
    found = next((one for one in brands if one.slug == slug), first)
    if found is None:
        raise people.UnknownOrganisation({"slug": slug[:64]})
    return found


def read(texts: Mapping[str, str], given: Mapping[str, Any], *, within: str) -> list[CoverageEntry]:
    """Read the texts, with what was said of their doubtful and unknown entries; what is named twice counts once."""
    found: dict[tuple[str, ...], CoverageEntry] = {}
    for kind, text in texts.items():
        for area in places.areas(text, within=within):
            field = f"is-{kind}-{area.text}"[:80]
            one = _entry(area, kind, field, str(given.get(field, "")).strip()[:80], within)
            found.setdefault((kind, str(area.apart), one.code) if one.code else (kind, area.text), one)
    return list(found.values())


def _entry(area: places.Area, kind: str, field: str, said: str, within: str) -> CoverageEntry:
    code, name, picked = "", "", said
    if area.status == "understood":
        code, name = area.code, area.name
    elif said and said != DROP:
        code = next((one.code for one in area.options if one.code == said), "")
        if not code:
            (again, *more) = places.areas(said, within=within) or (area,)
            code = again.code if again.status == "understood" and not more else ""
        name = places.division(code).full_name if code else ""
    kind_said = str(KINDS["apart" if area.apart else kind])
    return CoverageEntry(area=area, kind=kind, kind_said=kind_said, field=field, picked=picked, code=code, name=name)


def _page(
    request: HttpRequest,
    case: SeenOutlet,
    brand: "Organisation",
    texts: Mapping[str, str],
    entries: Iterable[CoverageEntry] | None = None,
    *,
    slip: str = "",
    status: int = 200,
) -> HttpResponse:
    several = list(entries or ())
    served = [one for one in several if one.code and not one.area.apart]
    before = [one for one in queries.serves(case.row, now=case.now) if one.brand_slug == brand.slug]
    held, out_before = ({one.name for one in before if (one.kind == "apart") is out} for out in (False, True))
    names, out = {one.name for one in served}, {one.name for one in several if one.code and one.area.apart}
    facts = {
        **staff.frame(request, face="desk", now=timezone.now()),
        "outlet": case.row,
        "outlet_url": case.url,
        "brand": brand,
        "brands": people.organisations_of("brand"),
        "read": marks(OUTLETS.replaced("coverage", case.row, now=case.now)),
        "texts": [
            ("shared", _("Serves"), texts["shared"], 6, ""),
            ("exclusive", _("Serves exclusively"), texts["exclusive"], 2, _("Nobody else is asked there.")),
            ("overflow", _("Helps out"), texts["overflow"], 2, _("Asked only where the others have nobody.")),
        ],
        "was_read": entries is not None,
        "understood": [one for one in several if one.area.status == "understood"],
        "doubtful": [one for one in several if one.area.status == "doubtful"],
        "unknown": [one for one in several if one.area.status == "unknown"],
        "settled": all(one.settled for one in several),
        "begins": sorted((names - held) | (out_before - out - names)),
        "ends": sorted(held - names),
        "left_out": sorted(out - out_before),
        "others_kind": _other_kinds(before, served),
        "lose": queries.shared_elsewhere(case.row, brand, _alone(before, served), now=case.now),
        "others": queries.exclusive_elsewhere(case.row, brand, [one.code for one in served], now=case.now),
        "tilemap": _tilemap([one.code for one in served]),
        "drop": DROP,
        "slip": slip,
    }
    return render(request, "desk/network/coverage.html", facts, status=status)


def _other_kinds(before: Iterable[queries.ServedView], served: Iterable[CoverageEntry]) -> list[str]:
    """Say which regions go on to be served, but in another manner."""
    held = {one.name: one.kind for one in before if one.kind != "apart"}
    return [
        f"{one.name}：{KINDS[held[one.name]]} → {KINDS[one.kind]}"
        for one in served
        if one.kind != held.get(one.name, one.kind)
    ]


def _alone(before: Iterable[queries.ServedView], served: Iterable[CoverageEntry]) -> list[str]:
    """Return the areas that are served exclusively from now on, and weren't."""
    held = {one.name for one in before if one.kind == "exclusive"}
    return [one.code for one in served if one.kind == "exclusive" and one.name not in held]


def _tilemap(codes: list[str]) -> tiles.TileMap:
    def shade(province: str) -> tiles.Shade:
        counties = places.counties(province)
        touched = sum(any(one.startswith(code) or code.startswith(one) for code in codes) for one in counties)
        if not touched:
            return tiles.Shade(value="", grade="nil")
        return tiles.Shade(value=str(touched), grade="g3" if touched == len(counties) else "g2")

    return tiles.country(shade, said=_("Counties it serves, by province; tiles show position only"))

"""Places parts lie at: how a file writes one, who keeps it, and what it is called."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered
from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.states import KEEPERS
from anxin.domain.parts import wording
from anxin.domain.parts.models import StockPlace
from anxin.domain.people.models import Organisation

KEPT_BY = frozenset({"outlet_manager", "outlet_dispatcher", "parts_clerk"})
VAN, WAREHOUSE = "van:", "warehouse:"
PATHS = {
    "outlet_code": "outlet__code",
    "outlet_name": "outlet__organisation__name",
    "van": "technician__number",
    "van_of": "technician__called",
    "house": "house__slug",
    "house_name": "house__name",
}
type Told = Mapping[str, str | None]
"""What a row tells of a place, for `key_of` and `called`."""


def told(key: str) -> Gathered:
    """Return what asks a row for the place that it names by `key`: looked up for each row that is told."""
    return Gathered(StockPlace.objects.filter(pk=OuterRef(key)), paths=PATHS)


def read(written: str) -> str:
    """Read a place as a file writes it: an outlet's code or name, `van:` with a badge number, `warehouse:` a brand."""
    kind, sign, named = written.replace("：", ":").partition(":")
    if sign and kind.strip().lower() in wording.VAN_CALLED:
        found = Technician.objects.filter(number__iexact=named.strip()).values_list("number", flat=True).first()
        return VAN + _found(found, "no_technician")
    if sign and kind.strip().lower() in wording.WAREHOUSE_CALLED:
        brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND, retired_at=None)
        brands = brands.filter(Q(slug=named.strip().lower()) | Q(name=named.strip()))
        return WAREHOUSE + _found(brands.values_list("slug", flat=True).first(), "no_brand")
    outlets = Outlet.objects.filter(Q(code__iexact=written) | Q(organisation__name=written))
    codes = list(outlets.values_list("code", flat=True)[:2])
    return _found(codes[0] if len(codes) == 1 else None, "no_outlet")


def _found(one: str | None, why: str) -> str:
    if one is None:
        raise ValueError(str(wording.CELLS[why]))
    return one


def place_at(key: str) -> StockPlace | None:
    """Return the place that is written so, once something has lain there."""
    kind, _sign, named = key.partition(":")
    if key.startswith(VAN):
        wanted = Q(technician__number=named)
    else:
        wanted = Q(house__slug=named) if key.startswith(WAREHOUSE) else Q(outlet__code=kind)
    return StockPlace.objects.filter(wanted).first()


def called_so(named: str) -> QuerySet[StockPlace]:
    """Return the place of an outlet, a technician or a house by what it is found by: code, badge number or slug."""
    places = StockPlace.objects.order_by().values("pk")
    of_outlet = places.filter(outlet__in=Outlet.objects.filter(code__iexact=named))
    vans = places.filter(technician__in=Technician.objects.filter(number__iexact=named))
    houses = places.filter(house__in=Organisation.objects.filter(slug=named))
    return StockPlace.objects.filter(pk__in=of_outlet.union(vans, houses, all=True))


def key_of(told: Told) -> str:
    """Write a place as a file does."""
    if told["van"]:
        return f"{VAN}{told['van']}"
    return f"{WAREHOUSE}{told['house']}" if told["house"] else str(told["outlet_code"])


def called(told: Told) -> str:
    """Call a place as people do."""
    if told["van"]:
        return str(wording.VAN).format(name=told["van_of"])
    return str(wording.WAREHOUSE).format(name=told["house_name"]) if told["house"] else str(told["outlet_name"])


def kept_by(actor: Actor, *, now: datetime) -> QuerySet[StockPlace]:
    """Return the places an actor keeps: all, those of his outlet with the vans that no other house shares."""
    if actor.roles & frozenset(KEEPERS.split()):
        return StockPlace.objects.all()
    others = living_now(Engagement.objects.exclude(outlet__organisation=actor.house), now)
    return reached_by(actor, now=now).exclude(technician__in=others.values("technician"))


def reached_by(actor: Actor, *, now: datetime) -> QuerySet[StockPlace]:
    """Return the places an actor brings parts to: all, those of his outlet with every van of its technicians."""
    rows = StockPlace.objects.all()
    if actor.roles & frozenset(KEEPERS.split()):
        return rows
    if actor.house and actor.roles & KEPT_BY:
        crew = living_now(Engagement.objects.filter(outlet__organisation=actor.house), now)
        own, keys = rows.filter(outlet__organisation=actor.house).values("pk"), rows.values("pk")
        return rows.filter(pk__in=own.union(keys.filter(technician__in=crew.values("technician")), all=True))
    return rows.none()


def own_keys(actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """Return the places of an actor's outlet, as they are written and called, also those where nothing lay yet."""
    if not actor.house or not actor.roles & KEPT_BY:
        return []
    outlets = Outlet.objects.filter(organisation=actor.house).values_list("code", "organisation__name")
    crew = living_now(Engagement.objects.filter(outlet__organisation=actor.house), now)
    people = crew.order_by("technician__number").values_list("technician__number", "technician__called").distinct()
    vans = [(VAN + number, str(wording.VAN).format(name=name)) for number, name in people]
    return [*outlets, *vans]

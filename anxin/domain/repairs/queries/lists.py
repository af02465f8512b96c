"""Lists of repairs: the desk's queue with its clocks, a person's own, what was reported before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from anxin.core import clocks, settings
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Invalid
from anxin.core.gathered_rows import Gathered, KeyText
from anxin.core.imports.queries import formerly
from anxin.core.wording import in_language
from anxin.domain.goods.models import Symptom
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.counts import STANDING, UNDER_WAY, count, grouped, narrowing
from anxin.domain.repairs.queries.history import SHOWN_OF_CLOCK, ClockView, clock_view
from anxin.domain.repairs.queries.lookup import visible_to
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH

SOON = timedelta(minutes=10)
SAME = ("number", "state", "kind", "mode", "urgent", "peril", "urged", "channel", "covered", "created_at")
ONLY = ("danger", "late", "soon", "paused", "by_hand", "twice", "uncollected", "urged", "urgent")
COUNTED = ("danger", "late", "soon", "paused")
MARKS = ("danger", "twice")
"""What a row tells of itself that no column says."""
CALM = "calm"
"""What is left of a queue once what is a danger to somebody stands above it."""
ORDER: dict[str, tuple[Any, ...]] = {
    "clock": (F("presses_at").asc(nulls_last=True), "pk"),
    "newest": ("-created_at", "pk"),
    "oldest": ("created_at", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One repair in a list: what, where, who (masked), and the clock that presses most."""

    id: UUID
    number: str
    state: str
    kind: str
    mode: str
    brand: str
    product: str
    category: str
    symptoms: tuple[str, ...]
    county: str
    county_code: str
    lng: float | None
    lat: float | None
    radius_m: int
    division: str
    precision: str
    customer: PersonView
    urgent: bool
    peril: str
    urged: int
    channel: str
    covered: bool
    created_at: datetime
    clock: ClockView | None
    late: bool
    technician: str
    outlet: str
    visit_state: str
    technician_id: UUID | None
    by_hand: bool
    twice: bool
    danger: bool
    """Whether its customer is warned of who is there, or may come: both are rung at once."""
    old_number: str

    @property
    def lies_here(self) -> bool:
        """Return whether the goods wait at an outlet for their bench: nobody is looked for."""
        return self.mode in BENCH and self.state == "triaged"

    @property
    def stands_still(self) -> bool:
        """Return whether it waits for somebody or something, and runs against no clock."""
        return self.state in STANDING


@dataclass(frozen=True, kw_only=True)
class RepairQueue:
    """A page of the queue with the counts above it; `next` is the cursor of the following page."""

    rows: tuple[QueueRow, ...]
    total: int
    danger: int
    late: int
    soon: int
    paused: int
    next: int | None


def queue(
    actor: Actor,
    *,
    now: datetime,
    states: tuple[str, ...] = (),
    brand: str = "",
    division: str = "",
    only: str = "",
    sort: str = "clock",
    offset: int = 0,
    limit: int = 50,
) -> RepairQueue:
    """Return open repairs, the most pressing clock first, above all where a customer is in danger.

    `only` is one of `ONLY`.
    """
    if sort not in ORDER:
        raise Invalid("sort", expected=", ".join(ORDER), got=sort)
    if only not in ("", *ONLY):
        raise Invalid("only", expected=", ".join(ONLY), got=only)
    asked = (*COUNTED, *({only} - {"", *COUNTED}))
    groups = _groups(states, division, asked, actor=actor, brand=brand, **when(now))
    total, above = count(groups, only), 0 if only or sort != "clock" else count(groups, "danger")
    part: Any = {"states": states, "brand": brand, "division": division, "sort": sort}
    rows = page(actor, now=now, **part, only="danger", offset=offset, limit=limit) if offset < above else []
    if len(rows) < limit:
        rest: Any = {"only": CALM if above else only, "offset": max(0, offset - above), "limit": limit - len(rows)}
        rows += page(actor, now=now, **part, **rest)
    return RepairQueue(
        rows=tuple(rows),
        total=total,
        next=offset + limit if offset + limit < total else None,
        **{name: count(groups, name) for name in COUNTED},
    )


def open_rows(
    actor: Actor, *, now: datetime, states: tuple[str, ...] = (), brand: str = "", division: str = ""
) -> QuerySet[Repair]:
    """Return the open repairs an actor may see, of a brand and in a division."""
    rows = visible_to(actor, now=now)
    rows = rows.filter(state__in=states or UNDER_WAY)
    if brand:
        rows = rows.filter(brand__slug=brand)
    return rows.filter(place__code__startswith=division) if division else rows


@compiled
def _groups(
    states: tuple[str, ...],
    division: str,
    asked: tuple[str, ...],
    *,
    actor: Actor,
    now: datetime,
    soon: datetime,
    most: int,
    brand: str,
) -> "QuerySet[Repair, dict[str, Any]]":
    rows = open_rows(actor, now=now, states=states, brand=brand, division=division)
    return grouped(rows, asked=asked, now=now, soon=soon, most=most)


@compiled
def _page(
    states: tuple[str, ...],
    division: str,
    only: str,
    sort: str,
    offset: int,
    limit: int,
    *,
    actor: Actor,
    now: datetime,
    soon: datetime,
    most: int,
    brand: str,
) -> QuerySet[Repair, dict[str, Any]]:
    rows = open_rows(actor, now=now, states=states, brand=brand, division=division)
    holds = partial(narrowing, now=now, soon=soon, most=most)
    shown = rows.filter(~holds("danger") if only == CALM else holds(only)) if only else rows
    keys: Any = shown.order_by(*ORDER[sort]).values("pk") if sort != "clock" else clocks.by_clock("repair", shown)
    found = _pressing(Repair.objects.filter(pk__in=keys[offset : offset + limit]))
    return list_values(found.order_by(*ORDER[sort]), now=now, most=most)


class _When(TypedDict):
    now: datetime
    soon: datetime
    most: int


def when(now: datetime) -> _When:
    """Return by what a list is narrowed besides what is asked: the moment, what is soon, what fits in one window."""
    return {"now": now, "soon": now + SOON, "most": settings.get("visits.per_window", at=now)}


def page(
    actor: Actor,
    *,
    now: datetime,
    states: tuple[str, ...] = (),
    brand: str = "",
    division: str = "",
    only: str = "",
    sort: str = "clock",
    offset: int = 0,
    limit: int = 50,
) -> list[QueueRow]:
    """Return a page of open repairs: the database finds, orders and cuts them, with all a row shows (one query)."""
    rows = _page(states, division, only, sort, offset, limit, actor=actor, brand=brand, **when(now))
    return [queue_row(one, now) for one in rows]


def _pressing(rows: "QuerySet[Repair, Any]") -> "QuerySet[Repair, Any]":
    return rows.annotate(presses_at=Subquery(clocks.under_way("repair").values("presses_at")))


def mine(actor: Actor, *, now: datetime, limit: int = 50) -> list[QueueRow]:
    """Return an actor's repairs, ended ones too, newest first."""
    return rows_of(newest(actor, now=now)[:limit], now)


def newest(actor: Actor, *, now: datetime) -> QuerySet[Repair]:
    """Return an actor's repairs, newest first."""
    return visible_to(actor, now=now).order_by("-created_at", "-id")


MERGED = Q(outcome="redirected", redirected_to__startswith="R-")
"""What was merged into another report, which goes on under its own number: it is no case of its own."""


def earlier(row: Repair, *, actor: Actor, now: datetime, limit: int = 10) -> list[QueueRow]:
    """Return what was reported before of the same device, or of the same customer's product, newest first."""
    before = earlier_than(row.created_at, customer=row.customer_id, device=row.device_id, product=row.product_id)
    rows = visible_to(actor, now=now).filter(pk__in=before.values("pk"))
    return rows_of(list(rows.order_by("-created_at", "-id")[:limit]), now)


def earlier_than(at: datetime, *, customer: UUID, device: UUID | None, product: UUID) -> QuerySet[Repair]:
    """Return what was reported before of the same device, or of the same customer's product; no duplicate."""
    same = Q(device=device) if device else Q(customer=customer, product=product)
    return Repair.objects.filter(same, created_at__lt=at).exclude(MERGED)


def rows_of(found: Iterable[Repair], now: datetime) -> list[QueueRow]:
    """Fill a page in one query, however long it is: each row with its pressing clock and its newest visit."""
    keys = tuple(one.id for one in found)
    most: int = settings.get("visits.per_window", at=now)
    known = {one["id"]: queue_row(one, now) for one in _by_key(keys=keys, now=now, most=most)} if keys else {}
    return [known[key] for key in keys]


@compiled
def _by_key(*, keys: tuple[UUID, ...], now: datetime, most: int) -> QuerySet[Repair, dict[str, Any]]:
    return list_values(Repair.objects.filter(id__in=keys), now=now, most=most)


def list_values(
    rows: Any, *, now: datetime, most: int, beside: Mapping[str, Any] | None = None
) -> QuerySet[Repair, dict[str, Any]]:
    """Return what a list tells of repairs: with its pressing clock, its newest visit and what is asked `beside`."""
    pressing = Clock.objects.filter(stream_kind="repair", stream_key=KeyText(OuterRef("pk")), met_at=None)
    latest = Visit.objects.filter(stream_kind="repair", stream_key=OuterRef("pk")).order_by("-created_at", "-id")
    told: QuerySet[Repair, dict[str, Any]] = rows.values(
        *("id", *SAME, "symptoms", "brand__name", "product__name", "product__name_en", "product__category"),
        *(
            "taken_over__old_number",
            "taken_over__earlier_numbers",
            "place__division",
            "place__county_code",
            "place__lng",
            "place__lat",
            "place__radius_m",
            "place__precision",
        ),
        *(f"customer__{name}" for name in people.MASKED),
        pressing=Gathered(pressing.filter(stopped_at=None).order_by("due_at")[:1], *SHOWN_OF_CLOCK),
        latest=Gathered(
            latest[:1],
            *("state", "by_hand_at", "technician"),
            paths={"called": "technician__called", "outlet": "outlet__organisation__name"},
        ),
        **{f"is_{one}": Case(When(narrowing(one, now=now, soon=now, most=most), then=1), default=0) for one in MARKS},
        **(beside or {}),
        faults=Gathered(Symptom.objects.filter(category=OuterRef("product__category")), "code", "name", "name_en"),
    )
    return told


def queue_row(one: dict[str, Any], now: datetime) -> QueueRow:
    """Make a row of a list of what `list_values` told."""
    names = {fault["code"]: fault for fault in one["faults"]}
    clock = next((clock_view(Clock(**found), now=now) for found in one["pressing"]), None)
    visit: dict[str, Any] = next(iter(one["latest"]), {})
    parts = one["place__division"].split(" ")
    return QueueRow(
        **{name: one[name] for name in ("id", *SAME)},
        brand=one["brand__name"],
        product=in_language(one["product__name"], one["product__name_en"]),
        category=one["product__category"],
        symptoms=tuple(
            in_language(names[code]["name"], names[code]["name_en"]) if code in names else code
            for code in one["symptoms"]
        ),
        county=parts[2] if len(parts) > 2 else parts[-1],
        county_code=one["place__county_code"],
        lng=one["place__lng"],
        lat=one["place__lat"],
        radius_m=one["place__radius_m"],
        division=one["place__division"],
        precision=one["place__precision"],
        customer=people.masked_beside(one, "customer"),
        clock=clock,
        late=bool(clock and clock.late),
        technician=visit.get("called") or "",
        outlet=visit.get("outlet") or "",
        visit_state=visit.get("state", ""),
        technician_id=visit.get("technician"),
        by_hand=bool(visit.get("by_hand_at")) and visit["state"] in ("open", "offered"),
        danger=bool(one["is_danger"]),
        twice=bool(one["is_twice"]),
        old_number=formerly(one["taken_over__old_number"], one["taken_over__earlier_numbers"]),
    )

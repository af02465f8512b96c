"""Lists of repairs: the desk's queue with its clocks, a person's own, search and caller match."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.sql.compiler import SQLCompiler

from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid
from anxin.core.numbers import parse
from anxin.domain.goods.models import Symptom
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.finding import visible_to
from anxin.domain.repairs.queries.telling import ClockView, clock_view
from anxin.domain.visits.models import Visit

ENDED = ("closed", "cancelled", "redirected", "solved_remotely")
SOON = timedelta(minutes=10)
SORTS = ("clock", "newest", "oldest")
OPEN_CLOCK = Q(met_at=None, missed_at=None, stopped_at=None)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One repair in a list: what, where, who (masked), and the clock that presses most."""

    id: UUID
    number: str
    state: str
    kind: str
    brand: str
    product: str
    category: str
    symptoms: tuple[str, ...]
    county: str
    customer: PersonView
    urgent: bool
    urged: int
    channel: str
    covered: bool
    created_at: datetime
    clock: ClockView | None
    late: bool
    technician: str
    outlet: str
    visit_state: str
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A page of the queue with the counts above it; `next` is the cursor of the following page."""

    rows: tuple[QueueRow, ...]
    total: int
    late: int
    soon: int
    paused: int
    next: int | None


@dataclass(frozen=True, kw_only=True)
class KnownCaller:
    """Somebody whose phone we know: masked, with his open and past repairs."""

    person: PersonView
    open: tuple[QueueRow, ...]
    past: int


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
) -> Queue:
    """List open repairs, the most pressing clock first; `only` is late, soon, paused, by_hand, urged or urgent."""
    if sort not in SORTS:
        raise Invalid("sort", expected=", ".join(SORTS), got=sort)
    rows = visible_to(actor, now=now)
    rows = rows.filter(state__in=states) if states else rows.exclude(state__in=ENDED)
    if brand:
        rows = rows.filter(brand__slug=brand)
    if division:
        rows = rows.filter(place__code__startswith=division)
    rows = _with_clock(rows, now)
    counts = rows.aggregate(**{name: Count("pk", filter=_only(name, now)) for name in ("late", "soon", "paused")})
    rows = rows.filter(_only(only, now)) if only else rows
    order = {"clock": ("pressing", "due", "created_at"), "newest": ("-created_at",), "oldest": ("created_at",)}[sort]
    total = rows.count()
    page = list(rows.order_by(*order, "id")[offset : offset + limit])
    following = offset + limit if offset + limit < total else None
    return Queue(rows=tuple(_rows(page, now)), total=total, next=following, **counts)


class KeyText(Func):
    """A UUID as the text under which core keeps keys, on both databases."""

    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        """Put the dashes in that the embedded database leaves out."""
        sql, params = compiler.compile(self.source_expressions[0])
        parts = [f"substr({sql}, {begin}, {length})" for begin, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
        return "(" + " || '-' || ".join(parts) + ")", list(params) * 5

    def as_postgresql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        """Cast: PostgreSQL writes the dashes itself."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql})::text", list(params)


def _with_clock(rows: QuerySet[Repair], now: datetime) -> QuerySet[Repair]:
    rows = rows.annotate(clock_key=KeyText(F("id")))
    clock = Clock.objects.filter(OPEN_CLOCK, stream_kind="repair", paused_since=None, stream_key=_key())
    missed = Clock.objects.filter(stream_kind="repair", met_at=None, stopped_at=None, stream_key=_key())
    paused = Clock.objects.filter(OPEN_CLOCK, stream_kind="repair", stream_key=_key()).exclude(paused_since=None)
    rows = rows.annotate(
        due=Subquery(clock.order_by("due_at").values("due_at")[:1], output_field=DateTimeField()),
        missed=Subquery(
            missed.exclude(missed_at=None).order_by("due_at").values("due_at")[:1], output_field=DateTimeField()
        ),
        standing=Subquery(paused.values("paused_since")[:1], output_field=DateTimeField()),
    )
    return rows.annotate(
        pressing=Case(
            When(missed__isnull=False, then=Value(0)),
            When(due__lt=now, then=Value(0)),
            When(due__isnull=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )


def _key() -> OuterRef:
    return OuterRef("clock_key")


def _only(name: str, now: datetime) -> Q:
    known = {
        "late": Q(pressing=0),
        "soon": Q(pressing=1, due__lt=now + SOON),
        "paused": Q(standing__isnull=False) | Q(state__startswith="waiting"),
        "by_hand": Q(
            pk__in=Visit.objects.exclude(by_hand_at=None).filter(state__in=["open", "offered"]).values("stream_key")
        ),
        "urged": Q(urged__gt=0),
        "urgent": Q(urgent=True),
    }
    if name not in known:
        raise Invalid("only", expected=", ".join(known), got=name)
    return known[name]


def mine(actor: Actor, *, now: datetime, limit: int = 50) -> list[QueueRow]:
    """List an actor's repairs, ended ones too, newest first."""
    page = visible_to(actor, now=now).order_by("-created_at", "-id")
    return _rows(list(page[:limit]), now)


def earlier(row: Repair, *, actor: Actor, now: datetime, limit: int = 10) -> list[QueueRow]:
    """List what was reported before of the same device, or of the same customer's product, newest first."""
    same = Q(device=row.device_id) if row.device_id else Q(customer=row.customer_id, product=row.product_id)
    rows = visible_to(actor, now=now).filter(same, created_at__lt=row.created_at)
    return _rows(list(rows.order_by("-created_at", "-id")[:limit]), now)


def search(text: str, *, actor: Actor, now: datetime, limit: int = 20) -> list[QueueRow]:
    """Find repairs by number, the last six digits of one, whole phone, phone's last four, or serial."""
    wanted = text.strip()
    rows = visible_to(actor, now=now)
    bare = "".join(char for char in wanted if char.isalnum()).upper()
    match = Q(device__serial=bare) | Q(number=wanted.upper())
    if bare.isdigit():
        match |= Q(number__contains=f"-{bare.zfill(6)}-") if len(bare) <= 6 else Q()
        if len(bare) == 4:
            match |= Q(customer__phone_masked__endswith=bare)
    match |= _exact(wanted, bare)
    return _rows(list(rows.filter(match).order_by("-created_at")[:limit]), now) if bare else []


def _exact(wanted: str, bare: str) -> Q:
    try:
        return Q(number=str(parse(wanted)))
    except Invalid:
        pass
    try:
        known = people.known_by_phone(wanted) if bare.isdigit() and len(bare) >= 7 else []
    except Invalid:
        known = []
    return Q(customer__in=[one.id for one in known]) if known else Q(pk=None)


def caller(phone: str, *, actor: Actor, now: datetime) -> list[KnownCaller]:
    """Match a caller's phone with who we know and may see, with the open repairs."""
    known = people.known_by_phone(phone)
    rows = visible_to(actor, now=now).filter(customer__in=[one.id for one in known])
    by_person: dict[UUID, list[Repair]] = defaultdict(list)
    for row in rows.order_by("-created_at"):
        by_person[row.customer_id].append(row)
    found = []
    for person in known:
        own = by_person.get(person.id, [])
        if own:
            running = [row for row in own if row.state not in ENDED]
            found.append(
                KnownCaller(person=people.masked(person), open=tuple(_rows(running, now)), past=len(own) - len(running))
            )
    return found


def _rows(page: list[Repair], now: datetime) -> list[QueueRow]:
    """Fill a page in five queries, however long it is."""
    keys = [row.id for row in page]
    full = Repair.objects.filter(id__in=keys).select_related("customer__place", "place", "brand", "product")
    known = {row.id: row for row in full}
    clocks = _pressing(keys, now)
    visits = _visits(keys)
    names = _symptoms({row.product.category for row in known.values()})
    return [_row(known[key], clocks.get(key), visits.get(key), names) for key in keys]


def _pressing(keys: list[UUID], now: datetime) -> dict[UUID, ClockView]:
    rows = Clock.objects.filter(stream_kind="repair", stream_key__in=[str(key) for key in keys])
    found: dict[UUID, ClockView] = {}
    for row in rows.filter(met_at=None, stopped_at=None).order_by("-due_at"):
        found[UUID(row.stream_key)] = clock_view(row, now=now)
    return found


def _visits(keys: list[UUID]) -> dict[UUID, Visit]:
    rows = Visit.objects.filter(stream_kind="repair", stream_key__in=keys)
    rows = rows.select_related("technician", "outlet__organisation").order_by("created_at", "id")
    return {row.stream_key: row for row in rows}


def _symptoms(categories: set[str]) -> dict[tuple[str, str], str]:
    rows = Symptom.objects.filter(category__in=categories)
    return {(row.category, row.code): row.name for row in rows}


def _row(row: Repair, clock: ClockView | None, visit: Visit | None, names: dict[tuple[str, str], str]) -> QueueRow:
    category = row.product.category
    parts = row.place.division.split(" ")
    return QueueRow(
        id=row.id,
        number=row.number,
        state=row.state,
        kind=row.kind,
        brand=row.brand.name,
        product=row.product.name,
        category=category,
        symptoms=tuple(names.get((category, code), code) for code in row.symptoms),
        county=parts[2] if len(parts) > 2 else parts[-1],
        customer=people.masked(row.customer),
        urgent=row.urgent,
        urged=row.urged,
        channel=row.channel,
        covered=row.covered,
        created_at=row.created_at,
        clock=clock,
        late=bool(clock and clock.late),
        technician=visit.technician.called if visit and visit.technician else "",
        outlet=visit.outlet.organisation.name if visit and visit.outlet else "",
        visit_state=visit.state if visit else "",
        by_hand=bool(visit and visit.by_hand_at and visit.state in ("open", "offered")),
    )

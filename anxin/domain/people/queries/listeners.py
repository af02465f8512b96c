"""Who follows a stream along: the open pages of its parties, and the programs of its organisations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, CharField, F, Model, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Coalesce

from anxin.core import timeline
from anxin.core.acting import current, remembered
from anxin.core.compiled_queries import Compiled, compiled
from anxin.core.gathered_rows import Gathered, GatheredAs
from anxin.core.timeline import StreamKey
from anxin.domain.people import rules
from anxin.domain.people.models import Account, Organisation, Party, WebhookEndpoint

WEBHOOK = "webhook"
MADE_OF: tuple[type[Model], ...] = (Party, Account, Organisation, WebhookEndpoint)
Told = tuple[str, UUID, str]
Rows = QuerySet[Any, Told]


@dataclass(frozen=True, kw_only=True)
class Listeners:
    """The outbox's audiences of a stream, and its programs' with the kind of the house each belongs to."""

    audiences: tuple[str, ...]
    programs: tuple[tuple[str, str], ...]

    def programs_reading(self, stream: StreamKey, audiences: frozenset[str]) -> list[str]:
        """Return the programs that may hear of a fact: `audiences` says who may read it, and nobody hears of more."""
        return [one for one, kind in self.programs if rules.readers_in(kind, stream.kind) in audiences]


def listeners_of(
    stream: StreamKey, *, now: datetime, rows: Compiled[..., Told] | None = None, made_of: Sequence[type[Model]] = ()
) -> Listeners:
    """Return who follows a stream: its living parties, or what `rows` gives that are made of more models, `made_of`.

    One query, and in a block one as long as nobody there writes to any of these tables; none where they were read along
    with the head of the stream.
    """

    def read() -> Listeners:
        return _as_listeners((rows or _following)(stream.kind, key=UUID(stream.key), now=now))

    return remembered(_at(stream, now), read, *MADE_OF, *made_of)


def read_along(kind: str, *, rows: Compiled[..., Told] | None = None, made_of: Sequence[type[Model]] = ()) -> None:
    """Have who follows a kind of stream read along with its heads, as `listeners_of` would read it."""
    build, tables = (rows or _following).build, [model._meta.db_table for model in (*MADE_OF, *made_of)]

    def beside(of: str, row: UUID | None, now: datetime) -> Gathered | None:
        fields: Any = {"what": CharField(), "who": UUIDField(), "house": CharField()}
        return GatheredAs(build(of, key=row, now=now), fields) if of == kind and row is not None else None

    def keep(stream: StreamKey, now: datetime, found: Sequence[Mapping[str, Any]]) -> None:
        told = _as_listeners((one["what"], one["who"], one["house"]) for one in found)
        current().keep(_at(stream, now), (told,), *tables)

    timeline.read_along(f"listeners_of_{kind}", beside, keep)


def _at(stream: StreamKey, now: datetime) -> tuple[str, StreamKey, datetime]:
    return ("listeners", stream, now)


def _as_listeners(rows: Iterable[Told]) -> Listeners:
    found = set(rows)
    return Listeners(
        audiences=tuple(sorted(f"{what}:{who}" for what, who, _house in found if what != WEBHOOK)),
        programs=tuple(sorted((f"{what}:{who}", house) for what, who, house in found if what == WEBHOOK)),
    )


def as_listeners(rows: QuerySet[Any], what: str, *, who: str, house: str = "") -> Rows:
    """Turn rows into those of followers: what they are, the field that names them, the kind of their house."""
    kind = F(house) if house else Value("", output_field=CharField())
    told = rows.order_by().annotate(what=Value(what, output_field=CharField()), who=F(who), house=kind)
    return cast(Rows, told.values_list("what", "who", "house"))


def following(kind: str, key: UUID, now: datetime, *beside: Rows) -> Rows:
    """Return the living parties of a stream, their programs and the rows `beside`, as rows of followers."""
    return _parties(kind, key, now).union(_programs(kind, key, now), *beside)


@compiled
def _following(kind: str, *, key: UUID, now: datetime) -> Rows:
    return following(kind, key, now)


def _living(kind: str, key: UUID, now: datetime) -> QuerySet[Party]:
    rows = Party.objects.filter(stream_kind=kind, stream_key=key)
    return rows.filter(Q(to_at=None) | Q(to_at__gt=now)).order_by()


def _parties(kind: str, key: UUID, now: datetime) -> Rows:
    what = Case(
        When(organisation__isnull=False, then=Value("organisation")),
        When(person__accounts__isnull=False, then=Value("account")),
        default=Value("person"),
        output_field=CharField(),
    )
    who = Coalesce("organisation", "person__accounts", "person")
    told = _living(kind, key, now).annotate(what=what, who=who, house=Value("", output_field=CharField()))
    return told.values_list("what", "who", "house")


def _programs(kind: str, key: UUID, now: datetime) -> Rows:
    houses = _living(kind, key, now).filter(organisation__isnull=False).values("organisation")
    rows = WebhookEndpoint.objects.filter(removed_at=None, organisation__in=houses)
    return as_listeners(rows, WEBHOOK, who="id", house="organisation__kind")

"""What can be asked about requests of persons about their own data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import queries
from anxin.domain.people.models import DataRequest, Party, Person
from anxin.domain.people.queries import PersonView, access, actors, kept, selves
from anxin.domain.people.rules.data_requests import DataSituation, PersonSituation
from anxin.domain.people.states import DATA_REQUEST, HANDLES, SECONDS

CLOCK, OBJECTION = "people.data_request", "people.objection"
OPEN = sorted({*DATA_REQUEST.states} - DATA_REQUEST.ends)
STAFF = frozenset(f"{HANDLES} {SECONDS}".split())
ROLES = ("customer", "helper", "witness")
SHOWN = 50


class NoSuchRequest(Missing):
    """There is no such request, or not for this actor."""

    code = "people.no_such_request"


@dataclass(frozen=True, kw_only=True)
class DataRequestView:
    """One request about somebody's own data, as the desk and he himself read it."""

    number: str
    wish: str
    purpose: str
    state: str
    how: str
    person: PersonView
    asker: str
    identifier: str
    second: str
    at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    late: bool
    counts_at: datetime | None = None
    why: str = ""

    @property
    def waits_for_second(self) -> bool:
        """Return whether somebody else has to agree now."""
        return self.state == "second"

    @property
    def waits(self) -> bool:
        """Return whether an erasure waits for what isn't over: it comes by itself."""
        return self.state == "waiting"

    @property
    def is_untold(self) -> bool:
        """Return whether the number of before has yet to be told: its days don't run."""
        return self.state == "announced" and self.counts_at is None

    @property
    def may_be_objected_to(self) -> bool:
        """Return whether whoever has the number of before may stop it now."""
        return self.wish == "phone" and self.state in ("second", "announced")


@dataclass(frozen=True, kw_only=True)
class PersonWithCases:
    """A person whom the desk found, with the numbers of his cases."""

    person: PersonView
    cases: tuple[str, ...]


def works(actor: Actor) -> bool:
    """Return whether somebody works persons' requests, or agrees to them."""
    return actor.kind == "staff" and not actor.roles.isdisjoint(STAFF)


def visible_to(actor: Actor) -> QuerySet[DataRequest]:
    """Return the requests for who works them: some roles of the house that runs this."""
    rows = DataRequest.objects.select_related("person__place")
    return rows if works(actor) else rows.none()


def request(number: str, *, actor: Actor) -> DataRequest:
    """Return a request by its number."""
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NoSuchRequest({"number": number[:40]})
    return found


def situation(row: DataRequest, *, by: Actor, now: datetime, under_lock: bool = False) -> DataSituation:
    """Return the situation of a request for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row, *selves.of_person(row.person))
    second = bool(row.identified_by) and by.id not in (row.identified_by, row.asked_by)
    return DataSituation(state=row.state, wish=row.wish, second=second, agreed=bool(row.seconded_by))


def by_key(key: str) -> DataRequest:
    """Return a request by its key, for what follows from it."""
    return DataRequest.objects.get(pk=UUID(key))


def announced() -> list[DataRequest]:
    """Return the requests whose phone of before may object."""
    return list(DataRequest.objects.filter(state="announced").select_related("person__place").order_by("id"))


def own(number: str, *, by: Actor) -> DataRequest:
    """Return a request of somebody's own by its number; his own are those of who proved his phone."""
    persons = [UUID(one) for one in actors.proved_selves(by)]
    mine = DataRequest.objects.filter(person__in=persons, number=number)
    if (row := mine.select_related("person__place").first()) is None:
        raise NoSuchRequest({"number": number[:40]})
    return row


def erasures_of(persons: Iterable[Person]) -> DataRequest | None:
    """Return the open request by which one of these persons wants to be erased."""
    mine = DataRequest.objects.filter(person__in=[one.pk for one in persons], wish="erase", state__in=OPEN)
    return mine.select_related("person__place").order_by("id").first()


def waiting() -> list[UUID]:
    """Return the erasures that wait for what isn't over, the oldest first."""
    return list(DataRequest.objects.filter(state="waiting").order_by("created_at").values_list("pk", flat=True))


def customer(key: UUID, *, actor: Actor) -> Person:
    """Return somebody whose requests are worked here."""
    found = _customers(actor).filter(pk=key).first()
    if found is None:
        raise queries.NoSuchPerson
    return found


def person_situation(row: Person, *, by: Actor, now: datetime, under_lock: bool = False) -> PersonSituation:
    """Return whether somebody's requests are written down here; `under_lock` locks him first."""
    if under_lock:
        lock(row)
    return PersonSituation(customer=_customers(by).filter(pk=row.pk, erased_at=None).exists())


def _customers(actor: Actor) -> QuerySet[Person]:
    rows = Person.objects.select_related("place").exclude(kept.works_here())
    return rows if works(actor) else rows.none()


def found_by_phone(phone: str, *, actor: Actor) -> list[PersonWithCases]:
    """Return who is known by a number, as the desk finds him: masked, with his cases (three queries)."""
    known = {one.pk for one in queries.known_by_phone(phone)}
    return _with_cases(_customers(actor).filter(pk__in=known))


def found_in(stream: StreamKey, *, actor: Actor) -> list[PersonWithCases]:
    """Return the persons of a case (three queries)."""
    there = Party.objects.filter(stream_kind=stream.kind, stream_key=stream.key, role__in=ROLES)
    return _with_cases(_customers(actor).filter(pk__in=there.values("person")))


def with_cases(person: Person, *, actor: Actor) -> PersonWithCases:
    """Return one person, with the cases of all rows that are he."""
    own = selves.of_person(person)
    rows = _with_cases(_customers(actor).filter(pk__in=[one.pk for one in own]))
    return PersonWithCases(
        person=queries.masked(person), cases=tuple(dict.fromkeys(n for one in rows for n in one.cases))
    )


def _with_cases(persons: QuerySet[Person]) -> list[PersonWithCases]:
    rows = list(persons.order_by("-created_at")[:SHOWN])
    parties = Party.objects.filter(person__in=[one.pk for one in rows], role__in=ROLES).order_by("-from_at")
    told = parties.values_list("person", "stream_kind", "stream_key")
    cases = [(key, StreamKey(kind, str(of))) for key, kind, of in told]
    numbers = access.numbers_of(stream for _key, stream in cases)
    return [
        PersonWithCases(
            person=queries.masked(one),
            cases=tuple(dict.fromkeys(n for key, of in cases if key == one.pk and (n := numbers.get(of, "")))),
        )
        for one in rows
    ]


def desk(actor: Actor, *, now: datetime) -> tuple[list[DataRequestView], list[DataRequestView]]:
    """Return what is to be done, the nearest day first, and what was done lately (four queries)."""
    rows = visible_to(actor)
    live = list(rows.filter(state__in=OPEN).order_by("created_at")[:200])
    over = list(rows.filter(ended_at__isnull=False).order_by("-ended_at")[:SHOWN])
    shown = views([*live, *over], now=now)
    return shown[: len(live)], shown[len(live) :]


def of_persons(persons: Iterable[Person], *, now: datetime) -> list[DataRequestView]:
    """Return the requests of these persons, newest first, with why they were refused (four queries)."""
    rows = DataRequest.objects.filter(person__in=[one.pk for one in persons]).select_related("person__place")
    return whole(list(rows.order_by("-created_at")[:SHOWN]), now=now)


def whole(found: list[DataRequest], *, now: datetime) -> list[DataRequestView]:
    """Return requests as they are read, with why they were refused (three queries)."""
    why = _whys(found)
    return [replace(one, why=why.get(str(row.pk), "")) for row, one in zip(found, views(found, now=now), strict=True)]


def _whys(rows: list[DataRequest]) -> dict[str, str]:
    """Return the reasons of refusals by the key of what was refused."""
    keys = [str(one.pk) for one in rows if one.state == "refused"]
    said = Entry.objects.filter(stream__kind=DATA_REQUEST.name, stream__key__in=keys, code="data_request.refuse")
    told = timeline.views(said, opened={"why"}) if keys else []
    return {one.stream.key: one.private["why"].text for one in told if "why" in one.private}


def views(rows: list[DataRequest], *, now: datetime) -> list[DataRequestView]:
    """Return requests as they are read (two queries)."""
    if not rows:
        return []
    names = queries.account_names(
        key for one in rows for key in (one.asked_by, one.identified_by, one.seconded_by) if key
    )
    keys = [str(one.pk) for one in rows]
    clocks = Clock.objects.filter(stream_kind=DATA_REQUEST.name, stream_key__in=keys)
    told = list(clocks.values_list("kind", "stream_key", "due_at", "stopped_at", "missed_at"))
    due = {key: at for kind, key, at, _stopped, _missed in told if kind == CLOCK}
    counts = {key: at for kind, key, at, stopped, missed in told if kind == OBJECTION and not (stopped or missed)}
    return [
        DataRequestView(
            number=one.number,
            wish=one.wish,
            purpose=one.purpose,
            state=one.state,
            how=one.how,
            person=queries.masked(one.person),
            asker=names.get(one.asked_by, ""),
            identifier=names.get(one.identified_by, ""),
            second=names.get(one.seconded_by, ""),
            at=one.created_at,
            due_at=None if one.state == "waiting" else due.get(str(one.pk)),
            counts_at=counts.get(str(one.pk)),
            ended_at=one.ended_at,
            late=one.state != "waiting" and (one.ended_at or now) > due.get(str(one.pk), now),
        )
        for one in rows
    ]

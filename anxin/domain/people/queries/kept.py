"""What keeps a person's details: a case that isn't emptied, a hold, an account, a basis of his own.

What higher apps keep of somebody without a case (a device in warranty) they declare here, field by field.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from anxin.core import case_contents
from anxin.core.gathered_rows import EachAsked
from anxin.core.streams.models import Stream
from anxin.core.timeline import StreamKey
from anxin.domain.people.models import Account, Consent, Hold, LegalHold, Party, Person

type Needs = Callable[[Collection[StreamKey]], set[StreamKey]]
type Keeper = Callable[[datetime], QuerySet[Any, Any]]
WORKERS: list[tuple[type[Model], str]] = []
"""By model and field: whom a row names there works here."""
KEEPERS: dict[tuple[type[Model], str], Keeper] = {}
"""By model and field: the rows of a moment that keep whom they name."""

UNTIL_END: set[str] = set()
"""The kinds of case that need their customer until they end."""
NEEDS: list[Needs] = []
"""What of cases that ended, too, needs their customer still, as money that is owed to him."""


def declare_open(kind: str) -> None:
    """Say that a case of a kind needs its customer until it ends: who has himself erased waits for that."""
    UNTIL_END.add(kind)


def declare_needs(needs: Needs) -> None:
    """Say which of some cases need their customer, whether they ended or not."""
    NEEDS.append(needs)


def declare_keeper(model: type[Model], field: str, rows: Keeper) -> None:
    """Say that some rows of a model keep the person they name in a field, also without any case."""
    KEEPERS[model, field] = rows


def declare_worker(model: type[Model], field: str) -> None:
    """Say that whom a model names in a field works here: his row is kept, and is no customer's."""
    declare_keeper(model, field, lambda _now: model._default_manager.all())
    WORKERS.append((model, field))


def works_here() -> Q:
    """Return which persons work here: what a customer does with his own data leaves their rows alone."""
    found = Q(Exists(Account.objects.filter(person=OuterRef("pk"))))
    for model, field in WORKERS:
        found |= Q(Exists(model._default_manager.filter(**{field: OuterRef("pk")})))
    return found


def workers() -> "QuerySet[Any, Any]":
    """Return the keys of who works here, from the few rows that name them."""
    named = [model._default_manager.exclude(**{field: None}).values(field) for model, field in WORKERS]
    return Account.objects.values("person").union(*named)


def is_needed(person: Person, *, now: datetime) -> bool:
    """Return whether something keeps a person's details (four queries, and those of the keepers)."""
    if is_held(person) or Account.objects.filter(person=person).exists() or has_basis(person):
        return True
    if any(rows(now).filter(**{field: person}).exists() for (_model, field), rows in KEEPERS.items()):
        return True
    rows = Party.objects.filter(person=person).exclude(stream_kind="reported_number", to_at__isnull=False)
    cases = {StreamKey(kind, str(key)) for kind, key in rows.values_list("stream_kind", "stream_key")}
    return cases != case_contents.is_emptied(cases)


def is_held(person: Person) -> bool:
    """Return whether a hold stands."""
    return Hold.objects.filter(person=person, released_at=None).exists()


def needing(persons: Iterable[Person]) -> list[StreamKey]:
    """Return the cases that need one of these customers still, the oldest first (two queries, and those declared)."""
    rows = Party.objects.filter(person__in=[one.pk for one in persons], role="customer").order_by("from_at", "id")
    keys = rows.values_list("stream_kind", "stream_key")
    cases = list(dict.fromkeys(StreamKey(kind, str(key)) for kind, key in keys))
    live = Stream.objects.filter(kind__in=UNTIL_END, key__in=[one.key for one in cases], ended_at=None)
    found = {StreamKey(*one) for one in live.values_list("kind", "key")}.union(*(needs(cases) for needs in NEEDS))
    return [one for one in cases if one in found]


def has_basis(person: Person) -> bool:
    """Return whether somebody is known by his consent or a contract, without any case."""
    return Consent.objects.filter(person=person, purpose="customer", withdrawn_at=None).exists()


def holds(stream: StreamKey) -> bool:
    """Return whether a hold stands for this case, or on one of its persons whatever the case."""
    if standing(stream) is not None:
        return True
    theirs = Party.objects.filter(stream_kind=stream.kind, stream_key=stream.key, person__isnull=False)
    rows = Hold.objects.filter(person__in=theirs.values("person"), released_at=None)
    return any(one.stream_kind in ("", stream.kind) and str(one.stream_key or stream.key) == stream.key for one in rows)


def standing(stream: StreamKey) -> LegalHold | None:
    """Return the legal hold that keeps a case."""
    here = {"stream_kind": stream.kind, "stream_key": stream.key}
    return LegalHold.objects.filter(**here, lifted_at=None).first()


def held_by(kind: str) -> Coalesce:
    """Return, for a statement over the cases of a kind, who placed the legal hold that stands; empty without one."""
    rows = LegalHold.objects.filter(stream_kind=kind, stream_key=OuterRef("pk"), lifted_at=None)
    return Coalesce(Subquery(rows.values("placed_by")[:1]), Value(""))


def legally(person: Person) -> LegalHold | None:
    """Return a legal hold on one of somebody's cases."""
    theirs = Party.objects.filter(person=person, stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"))
    return LegalHold.objects.filter(Exists(theirs), lifted_at=None).first()


def without_case(*, before: datetime, now: datetime) -> QuerySet[Person, Person]:
    """Return persons of before a moment who belong to no case, have no account and no basis, and whom nothing keeps."""
    mine = {"person": OuterRef("pk")}
    found = (
        not_seen_in_a_case(before=before)
        .exclude(EachAsked(Party.objects.filter(**mine)))
        .exclude(EachAsked(Account.objects.filter(**mine)))
        .exclude(EachAsked(Consent.objects.filter(**mine, purpose="customer", withdrawn_at=None)))
        .exclude(EachAsked(Hold.objects.filter(**mine, released_at=None)))
    )
    for (_model, field), rows in KEEPERS.items():
        found = found.exclude(EachAsked(rows(now).filter(**{field: OuterRef("pk")})))
    return found


def not_seen_in_a_case(*, before: datetime) -> QuerySet[Person, Person]:
    """Return persons of before a moment of whom nobody has noted yet that they are party to a case."""
    return Person.objects.filter(created_at__lt=before, erased_at=None, has_case=False)

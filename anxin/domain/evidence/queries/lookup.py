"""Find links and examinations."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, When

from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.files import PICTURES
from anxin.core.gathered_rows import Gathered
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.models import Capture, Challenge, Examination, Frame, Link
from anxin.domain.goods.models import Purchase
from anxin.domain.people import queries as people


class NoSuchLink(Missing):
    """There is no such evidence, or not for this actor."""

    code = "evidence.no_such_link"


def visible_to(actor: Actor, kind: str, *, now: datetime) -> QuerySet[Link]:
    """Return the links on the streams of a kind an actor is party to: nobody sees an original by its hash alone."""
    mine = people.sees(actor, kind, now=now, key="stream_key")
    return Link.objects.select_related("file", "challenge").filter(mine, stream_kind=kind)


def link(key: str, *, kind: str, actor: Actor, now: datetime) -> Link:
    """Return a link by its id, for who may see it."""
    found = visible_to(actor, kind, now=now).filter(id=key).first()
    if found is None:
        raise NoSuchLink({"link": key[:40]})
    return found


def sale_situation(row: Purchase, *, by: Actor, now: datetime, under_lock: bool = False) -> rules.SaleSituation:
    """Return an order as the packing table's commands look at it; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return rules.SaleSituation(own=by.organisation == str(row.seller_id))


def links_of(stream: StreamKey) -> QuerySet[Link]:
    """Return all links of a case, in the order they were sealed."""
    return _links(stream.kind, UUID(stream.key)).order_by("sealed_at", "label")


def _links(kind: str, key: UUID) -> QuerySet[Link]:
    return Link.objects.select_related("file", "challenge").filter(stream_kind=kind, stream_key=key)


def still_held(ids: Iterable[str]) -> set[str]:
    """Return those of the links whose originals are still here (one query)."""
    rows = Link.objects.filter(id__in=list(ids), file__emptied_at=None)
    return {str(one) for one in rows.values_list("id", flat=True)}


def references_of(link: Link) -> QuerySet[Link]:
    """Return the seller's pictures of the same order that a picture of another side may be compared with."""
    if link.side == "merchant":
        return Link.objects.none()
    rows = Link.objects.select_related("file").filter(owner_key=link.owner_key, order_key=link.order_key)
    rows = rows.filter(side="merchant", file__kind__in=PICTURES).exclude(file=link.file_id)
    first = Link.objects.filter(
        file=OuterRef("file"), side="merchant", owner_key=link.owner_key, order_key=link.order_key
    ).order_by("sealed_at", "id")
    return rows.filter(id=Subquery(first.values("id")[:1])).order_by("sealed_at", "id")


def examination_by_key(key: str) -> Examination:
    """Return an examination with its link and file, for the task."""
    found = Examination.objects.select_related("link__file").filter(id=key).first()
    if found is None:
        raise NoSuchLink({"examination": key})
    return found


def challenge_of(stream: StreamKey) -> Challenge | None:
    """Return the newest challenge of a case."""
    return next(iter(challenges_of(stream)), None)


def challenges_of(stream: StreamKey) -> list[Challenge]:
    """Return the challenges of a case, newest first, with the look at each answer (one query)."""
    rows = Challenge.objects.select_related("capture").filter(stream_kind=stream.kind, stream_key=stream.key)
    return list(rows.order_by("-created_at", "-id"))


def frame(key: str, *, challenge: Challenge) -> Frame:
    """Return a frame of a challenge by its id."""
    found = Frame.objects.select_related("challenge").filter(id=key, challenge=challenge).first()
    if found is None:
        raise NoSuchLink({"frame": key[:40]})
    return found


def frames_ready(challenge: Challenge) -> list[Frame]:
    """Return the newest frame of each role whose bytes are here, in the order they were asked for."""
    rows = Frame.objects.select_related("file").filter(challenge=challenge, file__isnull=False)
    newest = {one.role: one for one in rows.order_by("number")}
    return [newest[role] for role in rules.FRAMES if role in newest]


def capture_by_key(key: str) -> Capture:
    """Return a capture with its challenge, for the task."""
    found = Capture.objects.select_related("challenge").filter(id=key).first()
    if found is None:
        raise NoSuchLink({"capture": key})
    return found


def awaits_examination(examination: str) -> bool:
    """Return whether a picture is still to be examined."""
    return Examination.objects.filter(pk=examination, state="asked").exists()


def awaits_verification(capture: str) -> bool:
    """Return whether what answered a challenge is still to be examined."""
    return Capture.objects.filter(pk=capture, state="asked").exists()


def capture_open(stream: StreamKey) -> Capture | None:
    """Return the look at a case's captures that has no outcome yet."""
    rows = Capture.objects.select_related("challenge").filter(state="asked")
    return rows.filter(challenge__stream_kind=stream.kind, challenge__stream_key=stream.key).first()


@compiled
def _looks(*, kind: str, key: UUID) -> QuerySet[Link]:
    every = FilteredRelation("examinations", condition=Q(examinations__number__gte=0))
    annotated = _links(kind, key).annotate(look=every)
    rows = annotated.select_related("file", "challenge", "look")  # type: ignore[misc]  # stubs know no relation of ours
    return rows.order_by("sealed_at", "label", "look__number")


def latest_examinations(stream: StreamKey) -> list[tuple[Link, Examination | None]]:
    """Return every original of a case with its latest examination, in the order they were sealed (one query)."""
    latest: dict[UUID, tuple[Link, Examination | None]] = {}
    for one in _looks(kind=stream.kind, key=UUID(stream.key)):
        latest[one.id] = (one, getattr(one, "look", None))
    return list(latest.values())


def outcomes(stream: StreamKey) -> list[tuple[Link, Examination | None]]:
    """Return every picture of a case with its latest examination, ended or not (one query)."""
    return pictured(latest_examinations(stream))


def pictured(rows: Iterable[tuple[Link, Examination | None]]) -> list[tuple[Link, Examination | None]]:
    """Keep of some originals the pictures, which are examined."""
    return [(one, seen) for one, seen in rows if rules.is_examined(one.file.kind)]


def unexamined(stream: StreamKey) -> list[Link]:
    """Return the pictures of a case that have no outcome yet: neither done nor not possible."""
    return [one for one, seen in outcomes(stream) if seen is None or seen.state == "asked"]


def sealed_before(kind: str, keys: Iterable[UUID]) -> dict[UUID, int]:
    """Count by case what a seller had sealed before the claim was made (one query)."""
    return dict(Counter(_packed_early(kind).filter(stream_key__in=list(keys)).values_list("stream_key", flat=True)))


def sealed_on(kind: str) -> Gathered:
    """Return when each of the same was sealed, as a column of each case of a kind."""
    return Gathered(_packed_early(kind).filter(stream_key=OuterRef("pk")).order_by("sealed_at", "id"), "sealed_at")


def _packed_early(kind: str) -> QuerySet[Link]:
    rows = Link.objects.filter(stream_kind=kind, side="merchant", role__in=rules.PACKED)
    return rows.filter(Q(claimed_at=None) | Q(sealed_at__lt=F("claimed_at")))


def attention_on(kind: str) -> Subquery:
    """Return the place of the highest attention among a case's pictures, as a column of each case; or nothing.

    Of each picture its latest look counts, as in `attention_of`; one under way has none.
    From the case's originals to their looks, which are few: never from all that were ever looked at.
    """
    place = Case(*(When(attention=one, then=n) for n, one in enumerate(rules.ATTENTION)), default=0)
    looks = Examination.objects.filter(link=OuterRef("pk")).order_by("-number").values(place=place)
    rows = Link.objects.filter(stream_kind=kind, stream_key=OuterRef("pk")).order_by().values("stream_key")
    return Subquery(rows.annotate(n=Max(Subquery(looks[:1]))).values("n"))


def unexamined_on(kind: str) -> Exists:
    """Return whether a case of a kind has a picture without an outcome, as a column of each case."""
    looks = Examination.objects.filter(link=OuterRef("pk"))
    media = reduce(or_, (Q(file__kind__startswith=one) for one in rules.EXAMINED))
    pictures = Link.objects.filter(media, stream_kind=kind, stream_key=OuterRef("pk"))
    return Exists(pictures.filter(~Exists(looks) | Exists(looks.filter(state="asked"))))


def has_sealed(actor: Actor, *, now: datetime) -> bool:
    """Return whether an actor's own house has ever sealed anything on its purchases (one query)."""
    return _own(actor, now=now).exists()


def sealed_lately(actor: Actor, *, now: datetime, limit: int = 30) -> list[Link]:
    """Return what an actor's own house has sealed on its purchases, newest first."""
    return list(_own(actor, now=now).order_by("-sealed_at", "-id")[:limit])


def _own(actor: Actor, *, now: datetime) -> QuerySet[Link]:
    return visible_to(actor, "purchase", now=now).filter(side="merchant", owner_key=actor.organisation or "-")

"""Find repairs and quotes for who may see them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.imports.earlier_numbers import keys_numbered
from anxin.core.states import can, remember, remembered
from anxin.core.streams.models import Entry
from anxin.core.timeline import StreamKey
from anxin.domain.custody.models import CustodyPhoto
from anxin.domain.ledger.models import Bill
from anxin.domain.people import queries as people
from anxin.domain.repairs.models import Quote, Repair, TakenOver
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import FieldPhoto

SEATED = ("operator",)
"""Whose house a repair itself names as party to it from its beginning to its end."""


class NoSuchRepair(Missing):
    """There is no such repair, or not for this actor."""

    code = "repairs.no_such_repair"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Repair]:
    """Return the repairs an actor may see: of his streams, or behind a visit he was asked for."""
    asked = visits.asked_of(actor, now=now, told="stream_key")
    if asked is None:
        return Repair.objects.filter(people.sees(actor, "repair", now=now, seated=SEATED))
    streams = people.streams_of(actor, "repair", now=now)
    return Repair.objects.filter(pk__in=streams.union(asked, all=True))


def formerly(number: str) -> QuerySet[TakenOver, UUID]:
    """Return the repairs that had this number in a system before, the last or one before it."""
    last = TakenOver.objects.filter(old_number=number).values_list("repair", flat=True)
    return last.union(keys_numbered("repair", number))


def _whole(rows: QuerySet[Repair]) -> QuerySet[Repair]:
    return rows.select_related(
        *("customer__place", "helper__place", "place", "brand", "operator", "product", "device", "guarantee"),
        "taken_over",
    )


@compiled
def _numbered(*, number: str, actor: Actor, now: datetime) -> QuerySet[Repair]:
    return _whole(visible_to(actor, now=now)).filter(number=number)


def repair(number: str, *, actor: Actor, now: datetime) -> Repair:
    """Return a visible repair by its number, or by the number it had in another system.

    Two brands may have brought the same old number along: to who sees both it names neither, and a search shows both.
    """
    wanted = number.strip().upper()
    found = next(iter(_numbered(number=wanted, actor=actor, now=now)), None)
    if found is None:
        elsewhere = _whole(visible_to(actor, now=now)).filter(pk__in=formerly(wanted))[:2]
        found = elsewhere[0] if len(elsewhere) == 1 else None
    if found is None:
        raise NoSuchRepair({"number": number[:40]})
    return found


@compiled
def _keyed(*, key: UUID) -> QuerySet[Repair]:
    return _whole(Repair.objects.filter(id=key)).order_by()


def repair_by_key(key: str) -> Repair:
    """Return a repair by its id, for handlers and tasks; in a block it is read once."""
    found = remembered(Repair, key)
    if found is None:
        found = next(iter(_keyed(key=UUID(str(key)))), None)
        if found is None:
            raise NoSuchRepair({"repair": key})
        remember(found)
    return found


def numbers_of(keys: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of repairs by their keys (one query)."""
    return dict(Repair.objects.filter(pk__in=keys).values_list("pk", "number"))


def stream_numbered(number: str) -> StreamKey | None:
    """Return the stream of the repair of this number, for who binds money to it; no actor is asked."""
    key = Repair.objects.filter(number=number.upper()).values_list("pk", flat=True).first()
    return StreamKey("repair", str(key)) if key else None


def is_over(key: str) -> bool:
    """Return whether the service of a repair is over, so that its bill may be let go."""
    return can(repair_by_key(key), "waive")


def is_bill_wrong(row: Repair, bill: Bill) -> bool:
    """Return whether the customer said during the service that the bill is wrong, since it was drawn up, unanswered."""
    newest = words_of_bills(str(row.pk)).filter(at__gte=bill.created_at).first()
    return can(row, "object") and newest is not None and newest.code == BILL_WRONG


FOUND_HERE = BILL_WRONG, BILL_RIGHT, LOWERED = "repairs.bill_wrong", "repairs.bill_right", "bill.reduce"
"""Facts that are found by their code within other statements: they stay in the table when a record is archived."""


def words_of_bills(key: str | OuterRef, *codes: str) -> QuerySet[Entry]:
    """Return what was said of a repair's bill, that it is wrong and that it is right, the newest first."""
    rows = Entry.objects.filter(stream__kind="repair", stream__key=key, code__in=codes or (BILL_WRONG, BILL_RIGHT))
    return rows.order_by("-at", "-position")


def shows(row: Repair, *, sha256: str) -> bool:
    """Return whether a picture belongs to a repair: sent with the report, taken on its visits or of its goods."""
    taken = FieldPhoto.objects.filter(visit__stream_kind="repair", visit__stream_key=row.pk, file=sha256)
    kept = CustodyPhoto.objects.filter(custody__stream_kind="repair", custody__stream_key=row.pk, file=sha256)
    return row.pictures.filter(file=sha256).exists() or taken.exists() or kept.exists()


def quote(number: str, *, version: int, actor: Actor, now: datetime) -> Quote:
    """Return a version of a repair's quote, for who may see the repair."""
    known = Quote.objects.select_related("repair__customer", "repair__brand").filter(version=version)
    mine = known.filter(repair__number=number.strip().upper(), repair__in=visible_to(actor, now=now))
    found = mine.first() or known.filter(repair=repair(number, actor=actor, now=now)).first()
    if found is None:
        raise NoSuchRepair({"number": number[:40]})
    return found

"""What speaks against a proof of purchase: whose a device is, and where the picture was shown before."""

from collections.abc import Sequence
from uuid import UUID

from anxin.core import timeline
from anxin.domain.goods.models import Device
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import queries as visits

_SHOWN = ("repairs.receipt_shown", "repairs.cover_checked")


def is_somebody_elses(device: Device, customer: Person) -> bool:
    """Return whether a device is registered for another customer (one query where the rows differ)."""
    return device.owner_id is not None and not _are_one(device.owner_id, customer.pk)


def is_shown(repair: Repair) -> bool:
    """Return whether the day of a repair stands by a proof that was shown for it, not by a device alone (one query)."""
    return any(timeline.facts_of_each([repair.stream()], codes=_SHOWN)[repair.stream()])


def seen_at(repair: Repair, files: Sequence[str]) -> str:
    """Return the number of another customer's repair at which a picture stands as a proof, too; empty where none does.

    One query; where it stands elsewhere at all one more, and one for each other customer.
    """
    keys = [one for one in visits.proved_by(files, kind=repair.stream().kind) if one != repair.pk]
    others = Repair.objects.filter(pk__in=keys).order_by("created_at") if keys else ()
    found = (one.number for one in others if not _are_one(one.customer_id, repair.customer_id))
    return next(found, "")


def _are_one(first: UUID, second: UUID) -> bool:
    """Return whether two rows are one customer: the same row, or two that share a phone (one query then)."""
    same = Person.objects.filter(id=first, phone_index__in=people.phone_index_of(str(second)))
    return first == second or same.exists()

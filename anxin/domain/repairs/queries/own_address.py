"""What can be asked about where somebody lives, by who proved his phone."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.people.models import Person
from anxin.domain.people.queries import own_data
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules.own_address import OwnAddressSituation
from anxin.domain.repairs.states import REPAIR


def situation(row: Person, *, by: Actor, now: datetime, under_lock: bool = False) -> OwnAddressSituation:
    """Return whether somebody may say here where he lives; `under_lock` locks all rows that are he first."""
    own = own_data.situation(row, by=by, now=now, under_lock=under_lock)
    in_repair = own.kept and Repair.objects.filter(customer=row).exclude(state__in=REPAIR.ends).exists()
    return OwnAddressSituation(kept=own.kept, in_repair=in_repair)

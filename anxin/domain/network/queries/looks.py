"""What a page and a message wear: the brand or shop whose case it is, its name, mark, hotline and colour."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from anxin.core import settings
from anxin.domain.network import rules
from anxin.domain.network.queries.vouching import holds, living
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Look:
    """How an organisation shows itself; `mark` is one or two characters, empty for the house's own."""

    name: str
    mark: str = ""
    hotline: str = ""
    accent: str = ""


def look_of(house: Organisation, *, now: datetime) -> Look:
    """Give how an organisation shows itself: what it chose, else its own name and the hotline it vouches for."""
    own = settings.get(rules.LOOK, at=now, organisation=str(house.id))
    hotline = own.get("hotline") or _vouched(house, now)
    name = own.get("name") or house.name
    return Look(name=name, mark=own.get("mark") or name[:1], hotline=hotline, accent=own.get("accent", ""))


def _vouched(house: Organisation, now: datetime) -> str:
    """Give the first number the organisation itself vouches for today."""
    on = timezone.localtime(now).date()
    rows = living(on).filter(brand=house, kind="hotline").order_by("from_date", "code")
    return next((row.code for row in rows if holds(row)), "")

"""What a page and a message wear: the brand or shop whose case it is, its name, mark, hotline and colour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from anxin.core import settings
from anxin.core.gathered import Gathered
from anxin.domain.network import rules
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries.attestations import beside, holds, holds_beside, living
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Look:
    """How an organisation shows itself; `mark` is one or two characters, empty for the house's own."""

    name: str
    mark: str = ""
    hotline: str = ""
    accent: str = ""


def look_of(house: Organisation, *, now: datetime, vouched: str | None = None) -> Look:
    """Return how an organisation shows itself: what it chose, else its own name and the hotline it vouches for.

    `vouched` is that hotline where it was read already.
    """
    own = settings.get(rules.LOOK, at=now, organisation=str(house.id))
    hotline = own.get("hotline") or (_vouched(house, now) if vouched is None else vouched)
    name = own.get("name") or house.name
    return Look(name=name, mark=own.get("mark") or name[:1], hotline=hotline, accent=own.get("accent", ""))


def _vouched(house: Organisation, now: datetime) -> str:
    words = _words(house, on=timezone.localtime(now).date())
    return next((row.code for row in words if holds(row)), "")


def _words(house: Organisation | OuterRef, *, on: date) -> QuerySet[Authorisation]:
    return living(on).filter(brand=house, kind="hotline").order_by("from_date", "code")


def vouched_hotlines(house: str, *, on: date) -> Gathered:
    """Return an organisation's own words for its hotlines beside a row, by its field; `first_hotline` weighs them."""
    return beside(_words(OuterRef(house), on=on))


def first_hotline(found: Iterable[Mapping[str, Any]]) -> str:
    """Return the first number that the words which were read beside a row vouch for."""
    return next((str(one["code"]) for one in found if holds_beside(one)), "")

"""The hotlines that brands vouch for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import settings
from anxin.core.gathered_rows import Gathered
from anxin.core.zone import SHANGHAI
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries.attestations import (
    HELD,
    beside,
    ever,
    is_key_lost,
    living,
    row_verifies,
    status_of,
    verifies,
    what_for,
)
from anxin.domain.network.queries.public_numbers import public_number
from anxin.domain.network.rules import appearance, identifiers
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class HotlineView:
    """A line of the hotline directory, with the number of the word a brand signed for it."""

    code: str
    number: str
    slug: str
    brand: str
    scope: str
    hours: str
    lines: int | None
    to_date: date


def hotlines(*, on: date) -> list[HotlineView]:
    """Return the hotlines brands vouch for today."""
    rows = living(on).filter(kind="hotline")
    return [
        HotlineView(
            code=row.code,
            number=row.number,
            slug=row.brand.slug,
            brand=row.brand.name,
            scope=what_for(row),
            hours=row.hours,
            lines=row.lines,
            to_date=row.to_date,
        )
        for row in rows.order_by("brand__name", "code")
        if verifies(row)
    ]


@dataclass(frozen=True, kw_only=True)
class HeldHotline:
    """A brand's own number that counts for nothing just now: its word is suspended, or the key it signed with lost."""

    code: str
    scope: str
    lost: bool


def others_hotline(number: str, *, brand: str) -> str:
    """Return for which other brand a signed word stands behind a number; empty where none does, or this one's too."""
    bare = identifiers.number_in(number)
    rows = ever().filter(kind="hotline", bare=bare, state__in=HELD).exclude(signature="").order_by("pk")
    names = dict(rows.values_list("brand__slug", "brand__name"))
    return "" if not bare or brand in names else next(iter(names.values()), "")


def held_hotlines(brand: Organisation, *, on: date) -> list[HeldHotline]:
    """Return a brand's own numbers that would be vouched for today but for a suspension or a lost key (one query)."""
    rows = ever().filter(brand=brand, kind="hotline", state__in=HELD, from_date__lte=on).order_by("code")
    held = (row for row in rows if status_of(row, on) == "suspended")
    return [HeldHotline(code=row.code, scope=what_for(row), lost=is_key_lost(row)) for row in held]


def gone_hotlines(text: str, *, on: date) -> tuple[str, ...]:
    """Return the numbers in a text that were a brand's hotline once, and are none on a day (one query, or three).

    However they are written, each as it stands there. One that was only typed for a brand is gone once it was
    corrected, unless a brand vouches for it.
    """
    written = identifiers.numbers_in(text)
    known = ever().filter(kind="hotline", bare__in=set(written.values()))
    rows = list(known.annotate(lives=Exists(living(on).filter(pk=OuterRef("pk"))))) if written else []
    once = {row.bare for row in rows} | (_corrected(set(written.values()), on) if written else set())
    gone = once - {row.bare for row in rows if row.lives and verifies(row)}
    return tuple(found for found, bare in written.items() if bare in gone and not public_number(bare))


def _corrected(numbers: Collection[str], on: date) -> set[str]:
    """Return which of these were typed for a brand once, and are so for none any more, nor named by the imprint."""
    typed = {
        house: [
            identifiers.number_in(str(row.value.get("hotline") or ""))
            for row in rows
            if row.valid_from.astimezone(SHANGHAI).date() <= on
        ]
        for house, rows in settings.ever_of_houses(appearance.SETTING).items()
    }
    at = datetime.combine(on, time.max, SHANGHAI)
    named = str(settings.get(appearance.IMPRINT, at=at).get("hotline") or "")
    stand = {identifiers.number_in(named), *(one for several in typed.values() for one in several[:1])}
    found = {house: {one for one in several if one in numbers} - stand for house, several in typed.items()}
    houses = [house for house, several in found.items() if several]
    brands = Organisation.objects.filter(pk__in=houses, kind=Organisation.Kind.BRAND) if houses else ()
    return {one for brand in brands for one in found[str(brand.pk)]}


def left_without_hotline(rows: Iterable[Authorisation], *, on: date) -> list[str]:
    """Return the brands that vouch for these hotlines on a day, and for no other (one query, if there are any)."""
    ending = {one.pk: one.brand_id for one in rows if one.kind == one.Kind.HOTLINE}
    own = living(on).filter(kind="hotline", brand__in=set(ending.values())) if ending else ()
    holds = [one for one in own if verifies(one)]
    kept = {one.brand_id for one in holds if one.pk not in ending}
    return sorted({one.brand.name for one in holds if one.pk in ending and one.brand_id not in kept})


def own_words(house: Organisation | OuterRef, *, on: date) -> QuerySet[Authorisation]:
    """Return an organisation\'s own words for its hotlines, the oldest first."""
    return living(on).filter(brand=house, kind="hotline").order_by("from_date", "code")


def vouched_hotlines(house: str, *, on: date) -> Gathered:
    """Return an organisation's own words for its hotlines beside a row, by its field; `holding` weighs them."""
    return beside(own_words(OuterRef(house), on=on))


def holding(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the numbers that the words which were read beside a row vouch for, the oldest first."""
    return tuple(str(one["code"]) for one in found if row_verifies(one))

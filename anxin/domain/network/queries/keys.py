"""Brands' keys as who keeps a network sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered
from anxin.core.states import lock as lock
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.queries.attestations import (
    HELD,
    SIGNATURE_COUNTS,
    living,
    living_keys,
    lost_from,
    may_be_lost,
)
from anxin.domain.network.queries.authorisations import brands_for
from anxin.domain.network.queries.doubts import doubt_of
from anxin.domain.network.rules import identifiers, signatures
from anxin.domain.people.models import Organisation

type What = tuple[UUID, str, str]
AT_ONCE = 1000
SHORTEST = timedelta.resolution
"""So much before its end is a key's last day: one that ends at midnight signs on the day before."""


@dataclass(frozen=True, kw_only=True)
class KeyedBrand:
    """A brand with how its key stands: whether there is one to sign with now, whether it lies here, and until when."""

    row: Organisation
    has_key: bool
    key_here: bool
    key_ends: datetime | None


def keyed_brands_for(actor: Actor, *, now: datetime) -> list[KeyedBrand]:
    """Return the same brands, each with the end of the key it signs with now (one query)."""
    living = living_keys(OuterRef("pk"), now=now)
    here = Exists(living.exclude(private_sealed=""))
    rows: QuerySet[Any, Any] = brands_for(actor).annotate(living=Gathered(living[:1], "to_at"), here=here)
    return [
        KeyedBrand(
            row=row,
            has_key=bool(row.living),
            key_here=row.here,
            key_ends=row.living[0]["to_at"] if row.living else None,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Vouching:
    """A brand with whether it can sign now, and the kinds of those it vouches for today; no `brand` for others."""

    brand: str = ""
    has_key: bool = False
    kinds: frozenset[str] = frozenset()


def vouched_by(actor: Actor, *, now: datetime) -> Vouching:
    """Return what the actor's own brand has to sign with, and for what kinds it has given its word (two queries)."""
    keyed = next((one for one in keyed_brands_for(actor, now=now) if str(one.row.pk) == actor.organisation), None)
    if keyed is None:
        return Vouching()
    kinds = living(timezone.localdate(now)).filter(brand=keyed.row).order_by().values_list("kind", flat=True)
    return Vouching(brand=keyed.row.slug, has_key=keyed.has_key, kinds=frozenset(kinds.distinct()))


# -- keys -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class KeyView:
    """A brand's key: which, whether we keep it, since when, its last day, and how much it has signed that holds."""

    kid: str
    public: str
    here: bool
    living: bool
    lost: bool
    from_at: datetime
    last_date: date | None
    lost_at: datetime | None
    lost_from: datetime | None
    signed: int
    days_left: int | None


def keys_of(brand: Organisation, *, now: datetime) -> list[KeyView]:
    """Return a brand's keys, the newest first (one query)."""
    held = Count("authorisation", filter=Q(authorisation__state="authorised"))
    rows = BrandKey.objects.filter(brand=brand).annotate(signed=held).order_by("-from_at", "-id")
    return [
        KeyView(
            kid=row.kid,
            public=row.public,
            here=bool(row.private_sealed),
            living=row.lost_at is None and row.from_at <= now and (row.to_at is None or row.to_at > now),
            lost=row.lost_at is not None,
            from_at=row.from_at,
            last_date=timezone.localdate(row.to_at - SHORTEST) if row.to_at else None,
            lost_at=row.lost_at,
            lost_from=lost_from(row),
            signed=row.signed,
            days_left=(row.to_at - now).days if row.to_at and row.to_at > now else None,
        )
        for row in rows
    ]


def over(*, on: date) -> list[Authorisation]:
    """Return the authorisations that are held still, though their last day was before this one."""
    return list(Authorisation.objects.filter(state__in=HELD, to_date__lt=on).select_related("brand").order_by("id"))


def words_before(row: Authorisation) -> list[Authorisation]:
    """Return a brand's other words for the same, extension and all, that are held for some of its days."""
    same = Authorisation.objects.filter(brand=row.brand_id, kind=row.kind, bare=row.bare, state__in=HELD)
    same = same.filter(from_date__lte=row.to_date, to_date__gte=row.from_date).exclude(pk=row.pk)
    return [one for one in same.select_related("brand").order_by("id") if _is_same(one, row)]


def held_until(brand: object, kind: str, code: object) -> date | None:
    """Return the last day of a brand's words for something that are held, whatever waits for a signature."""
    rows = Authorisation.objects.filter(brand__slug=str(brand), kind=kind, code=str(code), state__in=HELD)
    return rows.order_by("-to_date").values_list("to_date", flat=True).first()


def _is_same(one: Authorisation, other: Authorisation) -> bool:
    return identifiers.extension_in(one.code) == identifiers.extension_in(other.code)


def replaced(*, on: date) -> list[Authorisation]:
    """Return the authorisations held still, though a later word of the brand for the same has begun by this day."""
    later = Authorisation.objects.filter(
        SIGNATURE_COUNTS,
        brand=OuterRef("brand"),
        kind=OuterRef("kind"),
        bare=OuterRef("bare"),
        state="authorised",
        pk__gt=OuterRef("pk"),
        from_date__range=(OuterRef("from_date"), on),
        from_date__lte=OuterRef("to_date"),
    )
    rows = list(Authorisation.objects.filter(Exists(later), state__in=HELD).select_related("brand").order_by("id"))
    same = _held_like(rows, on=on)
    return [row for row in rows if any(_follows(one, row) for one in same.get(_what(row), ()))]


def _held_like(rows: Sequence[Authorisation], *, on: date) -> dict[What, list[Authorisation]]:
    """Return what is held for the same as some words and has begun by a day (one query a thousand of them)."""
    found: dict[What, list[Authorisation]] = {}
    for some in batched({row.bare for row in rows}, AT_ONCE, strict=False):
        held = Authorisation.objects.filter(bare__in=some, brand__in={row.brand_id for row in rows}, state__in=HELD)
        for one in held.filter(from_date__lte=on):
            found.setdefault(_what(one), []).append(one)
    return found


def _what(row: Authorisation) -> What:
    return row.brand_id, row.kind, row.bare


def _follows(one: Authorisation, row: Authorisation) -> bool:
    """Return whether a word was written after another for the same, and holds for some of its days."""
    meets = one.from_date <= row.to_date and one.to_date >= row.from_date
    return one.pk > row.pk and meets and _is_same(one, row)


def to_sign(brand: Organisation, *, on: date) -> QuerySet[Authorisation]:
    """Return what waits for a brand's signature: checked, or signed by a key that was lost then.

    A hotline in doubt waits for the desk first.
    """
    lost = Q(state="authorised", key__isnull=False) & ~SIGNATURE_COUNTS
    rows = Authorisation.objects.filter(Q(state="checked") | lost, brand=brand, to_date__gte=on)
    doubted = [row.pk for row in rows.filter(kind="hotline").select_related("brand") if doubt_of(row)]
    return rows.exclude(pk__in=doubted).select_related("brand", "key").order_by("number")[: signatures.MOST]


def signed_by_losable(brand: Organisation, *, on: date) -> list[tuple[str, list[Authorisation]]]:
    """Return the keys of a brand that can be said to be lost, each with the words in force it signed (two queries)."""
    held = living(on).filter(brand=brand)
    words = [(key.kid, [row for row in held if row.key_id == key.pk]) for key in losable_keys(brand)]
    return [(kid, rows) for kid, rows in words if rows]


def losable_keys(brand: Organisation) -> list[BrandKey]:
    """Return the keys of a brand that can be said to be lost, the newest first."""
    rows = BrandKey.objects.filter(brand=brand).order_by("-from_at", "-id")
    return [row for row in rows if may_be_lost(row)]

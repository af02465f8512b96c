"""A brand's keys: made here, published by a brand that keeps its own, taken out of use, lost."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from anxin.core import timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.network import queries
from anxin.domain.network.models import BrandKey
from anxin.domain.network.rules import signatures
from anxin.domain.people.models import Organisation


class NotThisBrand(Forbidden):
    """Only the brand itself speaks for it: nobody is his own voucher."""

    code = "network.not_this_brand"


class NoKey(WrongState):
    """The brand has no living key here to sign with."""

    code = "network.no_key"


class KeyChanged(WrongState):
    """Another key was made since this one was asked for."""

    code = "network.key_changed"


def check_brand(brand: Organisation, by: Actor) -> None:
    """Refuse whoever isn't of the brand; raises `network.not_this_brand`."""
    if by != SYSTEM and by.organisation != str(brand.id):
        raise NotThisBrand({"brand": brand.slug})


def make_key(
    *, brand: Organisation, by: Actor, now: datetime, until_date: date | None = None, seen: int | None = None
) -> BrandKey:
    """Make a signing key for a brand that lets us keep it; the earlier one signs no more."""
    _take_turns(brand, by, seen)
    private, public = signatures.fresh()
    key = _new_key(brand, public, until_date, now=now)
    key.private_sealed = vault.seal("network.key.private", key.id, private)
    key.save(force_insert=True)
    _write(key, "network.key_made", by=by, now=now)
    return key


def publish_key(
    *,
    brand: Organisation,
    public: str,
    by: Actor,
    now: datetime,
    until_date: date | None = None,
    seen: int | None = None,
) -> BrandKey:
    """Take over the public key of a brand that keeps the private one to itself; the earlier one signs no more."""
    _take_turns(brand, by, seen)
    plain = signatures.public_in(public)
    if BrandKey.objects.filter(public=plain).exists():
        raise Invalid("public", expected=_("a key that was not published before"), got=plain)
    key = _new_key(brand, plain, until_date, now=now)
    key.save(force_insert=True)
    _write(key, "network.key_published", by=by, now=now)
    return key


def lose_key(*, brand: Organisation, why: str, by: Actor, now: datetime) -> BrandKey:
    """Say that the newest key may be in other hands: what it signed counts no more until another key signs it.

    Raises `network.no_key` where there is none, or it was lost before.
    """
    check_brand(brand, by)
    lock(brand)
    key = BrandKey.objects.filter(brand=brand, lost_at=None).order_by("from_at", "id").last()
    if key is None:
        raise NoKey({"brand": brand.slug})
    key.lost_at = now
    key.to_at = min(key.to_at or now, now)
    key.private_sealed = ""
    key.save(update_fields=["lost_at", "to_at", "private_sealed"])
    _write(key, "network.key_lost", by=by, now=now, why=why)
    return key


def _take_turns(brand: Organisation, by: Actor, seen: int | None) -> None:
    """Lock the brand, so that one key follows another; refuse where one came since `seen` were counted."""
    check_brand(brand, by)
    lock(brand)
    if seen is not None and seen != BrandKey.objects.filter(brand=brand).count():
        raise KeyChanged({"brand": brand.slug})


def _new_key(brand: Organisation, public: str, until_date: date | None, *, now: datetime) -> BrandKey:
    to_at = _end_of(until_date) if until_date else None
    if to_at is not None and to_at <= now:
        raise Invalid("until_date", expected=_("a day ahead"), got=until_date)
    queries.living_keys(brand, now=now).update(to_at=now)
    count = BrandKey.objects.filter(brand=brand).count()
    return BrandKey(id=uuid7(), brand=brand, kid=f"{brand.slug}-{count + 1}", public=public, from_at=now, to_at=to_at)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def _write(key: BrandKey, code: str, *, by: Actor, now: datetime, why: str = "") -> None:
    private = {"why": why} if why else {}
    stream = StreamKey("organisation", str(key.brand_id))
    timeline.write(stream, code, by=by, now=now, facts={"key": key.kid}, private=private)

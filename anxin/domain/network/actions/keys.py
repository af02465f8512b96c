"""A brand's keys: made here, published by a brand that keeps its own, taken out of use, lost."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
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


def lose_key(
    *, brand: Organisation, why: str, by: Actor, now: datetime, key: str = "", since: date | None = None
) -> BrandKey:
    """Say that a key may be in other hands: what it signed from a day on counts no more until another key signs it.

    Also of one that signs no more itself; without its name the newest is meant, without a day all that it ever signed.
    A day that was said may be said earlier again, never later. Raises `network.no_key` where there is none such.
    """
    check_brand(brand, by)
    lock(brand)
    losable = queries.losable_keys(brand)
    row = next((one for one in losable if key in ("", one.kid)), None)
    if row is None:
        raise NoKey({"brand": brand.slug, "key": key})
    row.lost_from = _lost_from(row, since, now)
    row.lost_at = row.lost_at or now
    row.to_at = min(row.to_at or now, now)
    row.private_sealed = ""
    row.save(update_fields=["lost_at", "lost_from", "to_at", "private_sealed"])
    began = row.lost_from or row.from_at
    _write(row, "network.key_lost", by=by, now=now, why=why, since=began.isoformat(timespec="minutes"))
    return row


def _lost_from(row: BrandKey, since: date | None, now: datetime) -> datetime | None:
    """Return the first moment of a day, if the key signed before it; raises `Invalid` outside of what can be said."""
    if since is None:
        return None
    first, last = (timezone.localtime(one).date() for one in (row.from_at, queries.lost_from(row) or now))
    if not first <= since <= last:
        raise Invalid("since", expected=f"a day from {first} to {last}", got=since.isoformat())
    at = datetime.combine(since, time(), SHANGHAI)
    return at if at > row.from_at else None


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


def _write(key: BrandKey, code: str, *, by: Actor, now: datetime, why: str = "", since: str = "") -> None:
    private = {"why": why} if why else {}
    told = {"key": key.kid, **({"since": since} if since else {})}
    stream = StreamKey("organisation", str(key.brand_id))
    timeline.write(stream, code, by=by, now=now, facts=told, private=private)

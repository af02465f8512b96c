"""Authorisations: applied for, checked, signed by the brand's own key, suspended, revoked, expired."""

import base64
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anxin.core import numbers, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, hold, take
from anxin.domain.network import queries, rules
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.people.models import Organisation


class NotThisBrand(Forbidden):
    """Only the brand itself speaks for it: nobody is his own voucher."""

    code = "network.not_this_brand"


class NoKey(WrongState):
    """The brand has no living key here to sign with."""

    code = "network.no_key"


class BadSignature(Invalid):
    """The signature doesn't fit the brand's public key and this statement."""

    code = "network.bad_signature"


def make_key(*, brand: Organisation, by: Actor, now: datetime) -> BrandKey:
    """Make a signing key for a brand that lets us keep it; the earlier one signs no more."""
    _own(brand, by)
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes_raw()
    key = _new_key(brand, base64.b64encode(public).decode(), now=now)
    key.private_sealed = vault.seal(
        "network.key.private", key.id, base64.b64encode(secret.private_bytes_raw()).decode()
    )
    key.save(force_insert=True)
    return key


def publish_key(*, brand: Organisation, public: str, by: Actor, now: datetime) -> BrandKey:
    """Take over the public key of a brand that keeps the private one to itself."""
    _own(brand, by)
    key = _new_key(brand, public, now=now)
    key.save(force_insert=True)
    return key


def _new_key(brand: Organisation, public: str, *, now: datetime) -> BrandKey:
    BrandKey.objects.filter(brand=brand, to_at=None).update(to_at=now)
    count = BrandKey.objects.filter(brand=brand).count()
    return BrandKey(id=uuid7(), brand=brand, kid=f"{brand.slug}-{count + 1}", public=public, from_at=now)


def _own(brand: Organisation, by: Actor) -> None:
    if by != SYSTEM and by.organisation != str(brand.id):
        raise NotThisBrand({"brand": brand.slug})


def apply(
    *,
    brand: Organisation,
    kind: str,
    code: str,
    scope: str,
    from_date: date,
    to_date: date,
    by: Actor,
    now: datetime,
    subject_key: str = "",
) -> Authorisation:
    """Apply for an authorisation of a hotline, an outlet, a technician or a part batch."""
    if from_date > to_date:
        raise Invalid("to_date", expected=f"{from_date} or later", got=to_date)
    row = Authorisation(
        number=numbers.issue("A", now=now),
        brand=brand,
        kind=kind,
        code=code,
        bare=rules.number_in(code) or rules.digits(code),
        scope=scope,
        subject_key=subject_key or None,
        from_date=from_date,
        to_date=to_date,
    )
    begin(row, by=by, now=now, facts={"kind": kind, "brand": brand.slug})
    return row


def approve(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Say that the papers behind an application were checked."""
    _own(authorisation.brand, by)
    hold(authorisation)
    take(authorisation, "check", by=by, now=now)


def authorise(*, authorisation: Authorisation, by: Actor, now: datetime, signature: str = "") -> None:
    """Sign an authorisation with the brand's key, or take the signature made elsewhere after checking it."""
    brand = authorisation.brand
    _own(brand, by)
    key = BrandKey.objects.filter(brand=brand, to_at=None).first()
    if key is None or (not signature and not key.private_sealed):
        raise NoKey({"brand": brand.slug})
    content = queries.statement_of(authorisation)
    signature = signature or _sign(key, content)
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public)).verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("signature", expected="one by the brand's key", got=key.kid) from error
    hold(authorisation)
    take(authorisation, "authorise", by=by, now=now, facts={"key": key.kid})
    Authorisation.objects.filter(pk=authorisation.pk).update(signature=signature, key=key)
    authorisation.signature, authorisation.key = signature, key


def _sign(key: BrandKey, content: bytes) -> str:
    secret = base64.b64decode(vault.open_("network.key.private", key.id, key.private_sealed))
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(secret).sign(content)).decode()


def suspend(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for now; the public check says so at once."""
    if by.organisation != str(authorisation.brand_id) and not by.may(frozenset({"operator", "system"})):
        raise NotThisBrand({"brand": authorisation.brand.slug})
    hold(authorisation)
    take(authorisation, "suspend", by=by, now=now, why=why)


def resume(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Give the word again."""
    _own(authorisation.brand, by)
    hold(authorisation)
    take(authorisation, "resume", by=by, now=now)


def revoke(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for good; the number is remembered as retired."""
    _own(authorisation.brand, by)
    hold(authorisation)
    take(authorisation, "revoke", by=by, now=now, why=why)
    _end(authorisation, now)


def expire_due(*, today: date, now: datetime) -> int:
    """End the authorisations whose last day is over."""
    rows = Authorisation.objects.filter(state__in=["authorised", "suspended"], to_date__lt=today)
    due = list(rows.order_by("id")[:500])
    for row in due:
        hold(row)
        take(row, "expire", by=SYSTEM, now=now)
        _end(row, now)
    return len(due)


def _end(row: Authorisation, now: datetime) -> None:
    Authorisation.objects.filter(pk=row.pk).update(ended_at=now)
    row.ended_at = now

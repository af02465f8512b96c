"""Passkeys (WebAuthn): a device that knows its owner signs what we ask, for this address only; that is both factors.

What is to be signed is kept here, for one browser, once: it is taken (`take`) in a block of its own, so that it is
gone whatever becomes of the answer. Whoever holds the device was asked for finger, face or PIN by it (`required`).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from anxin.core import json_texts
from anxin.core.actors import STRANGER
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.domain.people import rules
from anxin.domain.people.actions import factors, sign_in_records, throttle
from anxin.domain.people.actions.credentials import WrongSignIn, locked_account, tell
from anxin.domain.people.actions.throttle import Origin
from anxin.domain.people.models import Account, Challenge, Factor

LIVES = timedelta(minutes=5)
LONGEST = 20_000
"""No answer of a passkey is longer."""
ALGORITHMS = (-7, -8, -257)
"""ES256, EdDSA, RS256: what every device in use signs with."""
UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, RecursionError, OverflowError),
    *(struct.error, UnsupportedAlgorithm),
)
"""What reading an answer that is none ends in."""


class NotAccepted(Invalid):
    """The passkey's answer is not what was asked for."""

    code = "people.passkey_not_accepted"


class NoPasskeys(Invalid):
    """Under this address a browser gives no passkeys."""

    code = "people.no_passkeys_here"


class SigningOver(Invalid):
    """What was to be signed is over, was used, or belongs to another browser."""

    code = "people.challenge_over"


@dataclass(frozen=True, kw_only=True)
class Site:
    """The address passkeys are made and asked for under, and how devices call it."""

    origin: str
    name: str

    @property
    def rp(self) -> str:
        """Return the name passkeys are bound to; empty where there are none."""
        return rules.relying_party(self.origin)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What was to be signed; it can't be taken a second time."""

    sign: str


def ask_to_make(
    *, account: UUID, site: Site, browser: str, now: datetime, further: bool = False
) -> tuple[UUID, Mapping[str, Any]]:
    """Ask for a new passkey of an account: what the browser is told, and the key under which the answer is taken."""
    row = locked_account(account)
    factors.room_for(row, further=further)
    known = Factor.objects.filter(account=row, kind=Factor.Kind.PASSKEY, rp=site.rp)
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=row.id.bytes, name=row.username, display_name=row.called or row.username),
        credentials=[_descriptor(one.credential) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _keep(state["challenge"], row, browser, now), dict(options.public_key)


def ask_to_enter(*, site: Site, browser: str, now: datetime) -> tuple[UUID, Mapping[str, Any]]:
    """Ask for any passkey of this site, whoever's it is."""
    options, state = _server(site).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return _keep(state["challenge"], None, browser, now), dict(options.public_key)


def take(*, key: str, browser: str, account: UUID | None, now: datetime) -> Taken:
    """Take what is to be signed, once; raises `SigningOver`. It stands in a block before the answer's."""
    try:
        found = Challenge.objects.filter(pk=UUID(key), browser=_mark(browser), account=account, expires_at__gt=now)
    except ValueError:
        found = Challenge.objects.none()
    sign = found.values_list("sign", flat=True).first()
    if sign is None or not found.delete()[0]:
        raise SigningOver("answer", expected="what was just asked for in this browser", got=key[:36])
    return Taken(sign=sign)


def make(
    *, account: UUID, taken: Taken, answer: str, name: str, site: Site, now: datetime, further: bool = False
) -> tuple[Account, list[str]]:
    """Keep a new passkey; where it is the account's first factor, its recovery codes come along, shown once."""
    row = locked_account(account)
    factors.room_for(row, further=further)
    first = not Factor.objects.filter(account=row, confirmed_at__isnull=False).exists()
    made, count = _made(answer, taken, site)
    credential = websafe_encode(made.credential_id)
    if Factor.objects.filter(credential=credential).exists():
        raise NotAccepted("answer", expected="a passkey nobody has yet", got=credential[:12])
    Factor.objects.create(
        account=row,
        kind=Factor.Kind.PASSKEY,
        name=rules.factor_name(name),
        rp=site.rp,
        credential=credential,
        public_key=websafe_encode(made),
        count=count,
        created_at=now,
        confirmed_at=now,
    )
    Factor.objects.filter(account=row, confirmed_at=None).delete()  # a secret shown beside it is nobody's
    tell(row, "people.passkey_made", now)
    return row, factors.fresh_recovery_codes(row, now) if first else []


def enter(*, taken: Taken, answer: str, site: Site, origin: Origin, now: datetime) -> Account:
    """Give the account whose passkey signed; raises `WrongSignIn`, and writes down from where."""
    try:
        given = AuthenticationResponse.from_dict(_read(answer))
        credential = websafe_encode(given.raw_id)
    except UNREADABLE:
        raise NotAccepted("answer", expected="a passkey's answer", got="") from None
    found = Factor.objects.filter(credential=credential, rp=site.rp, confirmed_at__isnull=False)
    row = found.select_related("account").first()
    if row is None:
        raise _wrong(None, origin, now)
    lock(row)
    row = found.select_related("account").get(pk=row.pk)
    handle = given.response.user_handle
    try:
        _server(site).authenticate_complete(_state(taken), [_kept(row)], given)
        count = given.response.authenticator_data.counter
    except UNREADABLE:
        raise _wrong(row.account, origin, now) from None
    if not row.account.is_active or handle != row.account_id.bytes or given.response.client_data.cross_origin:
        raise _wrong(row.account, origin, now)
    if (count or row.count) and count <= row.count:
        raise _wrong(row.account, origin, now, what="passkey_copied")
    Factor.objects.filter(pk=row.pk).update(count=count, used_at=now)
    return row.account


def _made(answer: str, taken: Taken, site: Site) -> tuple[AttestedCredentialData, int]:
    try:
        data = _server(site).register_complete(_state(taken), RegistrationResponse.from_dict(_read(answer)))
        made = data.credential_data
    except UNREADABLE as error:
        raise NotAccepted("answer", expected="a new passkey's answer", got=str(error)[:80]) from None
    if made is None or made.public_key.ALGORITHM not in ALGORITHMS:
        raise NotAccepted("answer", expected="a key of ES256, EdDSA or RS256", got="another")
    return made, data.counter


def _wrong(account: Account | None, origin: Origin, now: datetime, *, what: str = "wrong_passkey") -> WrongSignIn:
    def note() -> None:
        key = account.id if account else None
        sign_in_records.note(what, by=STRANGER, origin=origin, now=now, account=key)

    return WrongSignIn("answer", expected="a passkey known here", got="", survives=(note,))


def _server(site: Site) -> Fido2Server:
    """Speak for this address alone; attestation is not asked for: which make a device is decides nothing."""
    if not site.rp:
        raise NoPasskeys("address", expected="https and a host name", got=site.origin)
    party = PublicKeyCredentialRpEntity(id=site.rp, name=site.name)
    server = Fido2Server(party, verify_origin=lambda one: one == site.origin)
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=one) for one in ALGORITHMS
    ]
    server.timeout = int(LIVES.total_seconds()) * 1000  # type: ignore[assignment]  # declared by its default alone
    return server


def _state(taken: Taken) -> Mapping[str, object]:
    return {"challenge": taken.sign, "user_verification": UserVerificationRequirement.REQUIRED}


def _keep(sign: str, account: Account | None, browser: str, now: datetime) -> UUID:
    Challenge.objects.filter(expires_at__lte=now).delete()
    row = Challenge(account=account, browser=_mark(browser), sign=sign, expires_at=now + LIVES)
    row.save(force_insert=True)
    return row.id


def _mark(browser: str) -> str:
    return throttle.mark_of("browser", browser)


def _read(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("longer than any")
    return dict(json_texts.read(answer))


def _descriptor(credential: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(credential))


def _kept(row: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.public_key))

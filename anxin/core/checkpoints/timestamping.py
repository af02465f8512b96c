"""Have checkpoints time-stamped outside (RFC 3161) by the authorities that were set up, each for itself.

A checkpoint covers all before it, so only the newest is ever asked for: what an authority missed while it was away
is covered by its next stamp. It is asked again until it gives one.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from rfc3161_client import TimestampRequestBuilder, VerificationError, VerifierBuilder, decode_timestamp_response
from rfc3161_client.base import HashAlgorithm
from rfc3161_client.tsp import PKIStatus

from anxin.core import acting as blocks
from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.checkpoints import tips
from anxin.core.checkpoints.models import Checkpoint, CheckpointStamp
from anxin.core.errors import Unavailable
from anxin.core.inserts import insert_new
from anxin.core.providers import ProviderAccess
from anxin.core.zone import SHANGHAI

KIND = "stamps"
TIMEOUT_S = 20.0
SKEW = timedelta(minutes=10)
"""So far an authority's clock may be from ours: further apart, one of them is wrong, and somebody has to look."""
DAILY, CERTIFICATES = "day", 0xA0


class NoStamp(Unavailable):
    """The time-stamping service gave no stamp, or one that does not fit."""

    code = "timeline.no_stamp"


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """An answer that holds, as it came, and when it was given, as it says."""

    answer: bytes
    at: datetime


def stamp_newest(*, now: datetime) -> None:
    """Have the newest checkpoint stamped by every authority that is due; one that fails stops no other."""
    newest = Checkpoint.objects.order_by("-number").first()
    for one in providers.accounts(KIND) if newest else ():
        if newest and _is_due(one, newest, now):
            _stamp(one, newest, now)


def ask(values: Mapping[str, str], content: bytes, *, now: datetime) -> Stamp:
    """Ask for a stamp over bytes and return it, once it is signed below the trusted certificates and fits."""
    blocks.refuse_inside()
    request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    if values.get("user"):
        headers["Authorization"] = f"Basic {b64encode(f'{values["user"]}:{values["password"]}'.encode()).decode()}"
    try:
        reply = requests.ask("POST", values["url"], headers=headers, content=request.as_bytes(), timeout_s=TIMEOUT_S)
    except (NotReached, NoAnswer) as error:
        raise NoStamp(dict(error.facts)) from error
    if reply.status != 200:
        raise NoStamp({"why": f"HTTP {reply.status}"})
    answer = in_order(reply.body)
    at, fault = read(answer, content, roots=values["roots"], nonce=request.nonce)
    if at is None:
        raise NoStamp({"why": fault})
    if abs(at - now) > SKEW:
        raise NoStamp({"why": f"its clock says {at:%Y-%m-%d %H:%M} UTC"})
    return Stamp(answer=answer, at=at)


def read(
    answer: bytes, content: bytes, *, roots: str, nonce: int | None = None
) -> tuple[datetime, str] | tuple[None, str]:
    """Return when an answer says these bytes were there, or None and why it doesn't hold.

    It is signed by a certificate for time stamps that leads to one of the roots and was valid then, over these very
    bytes, and answers this very question (`nonce`).
    """
    try:
        told = decode_timestamp_response(answer)
        if PKIStatus(told.status) is not PKIStatus.GRANTED:
            return None, f"refused ({PKIStatus(told.status).name.lower()})"
        verifier = VerifierBuilder(roots=x509.load_pem_x509_certificates(roots.encode()), nonce=nonce).build()
        verifier.verify_message(told, content)
        return told.tst_info.gen_time, ""
    except VerificationError as error:
        return None, str(error)[:60]
    except ValueError:
        return None, "unreadable"


def in_order(answer: bytes) -> bytes:
    """Return an answer with its certificates in the order DER asks for: openssl writes them as they come.

    They are not signed over, and the reader refuses another order. What isn't built like an answer stays as it is.
    """
    try:
        at = _inside(answer, 0)
        at = _inside(answer, _after(answer, at))  # past the status, into the token
        at = _inside(answer, _inside(answer, _after(answer, at)))  # past its kind, into what is signed
        for _part in range(3):  # past version, digests, content
            at = _after(answer, at)
        if answer[at] != CERTIFICATES:
            return answer
        end, found = _after(answer, at), []
        begin = at = _inside(answer, at)
        while at < end:
            found.append(answer[at : _after(answer, at)])
            at = _after(answer, at)
    except IndexError:
        return answer
    return answer[:begin] + b"".join(sorted(found)) + answer[end:]


def _inside(der: bytes, at: int) -> int:
    return at + 2 + (der[at + 1] & 0x7F if der[at + 1] & 0x80 else 0)


def _after(der: bytes, at: int) -> int:
    inside = _inside(der, at)
    return inside + (int.from_bytes(der[at + 2 : inside]) if der[at + 1] & 0x80 else der[at + 1])


def trial(values: Mapping[str, str], *, now: datetime) -> str:
    """Ask for a stamp over nothing of ours; return what is wrong, or ""."""
    try:
        ask(values, hashlib.sha256(b"anxin trial").digest(), now=now)
    except NoStamp as error:
        return str(error.facts["why"])
    return ""


def unreadable(roots: str) -> bool:
    """Return whether these are no certificates."""
    try:
        return not x509.load_pem_x509_certificates(roots.encode())
    except ValueError:
        return True


def _is_due(one: ProviderAccess, newest: Checkpoint, now: datetime) -> bool:
    last = CheckpointStamp.objects.filter(authority=one.name).order_by("-checkpoint").first()
    if last is None or one.values.get("pace") != DAILY:
        return last is None or last.checkpoint_id < newest.pk
    return last.at.astimezone(SHANGHAI).date() < now.astimezone(SHANGHAI).date()


def _stamp(one: ProviderAccess, newest: Checkpoint, now: datetime) -> None:
    try:
        given = ask(one.values, bytes.fromhex(newest.hash), now=now)
    except NoStamp as error:
        fault = str(error.facts["why"])
        acting(lambda: providers.note_call(one.name, fault=fault, now=now))
        return
    row = CheckpointStamp(checkpoint=newest, authority=one.name, answer=given.answer, at=given.at)
    cost = int(one.values.get("price_mill") or 0)

    def keep() -> None:
        if insert_new(row):
            tips.count_stamp()
        providers.note_call(one.name, cost_mill=cost, now=now)

    acting(keep)

"""Have a checkpoint time-stamped outside (RFC 3161), where an operator names a service and whom he trusts."""

from collections.abc import Callable
from datetime import datetime

import httpx
from cryptography import x509
from django.utils.translation import gettext_lazy as _
from rfc3161_client import TimestampRequestBuilder, VerificationError, VerifierBuilder, decode_timestamp_response

from anxin.core import acting as blocks
from anxin.core.acting import acting
from anxin.core.carriers import deadlines
from anxin.core.checkpoints.models import Checkpoint
from anxin.core.errors import Unavailable
from anxin.core.settings import Setting

HEADERS = {"Content-Type": "application/timestamp-query"}
TIMEOUT_S = 20.0
Ask = Callable[[str, bytes], bytes]
SETTINGS = (
    Setting(
        name="timeline.stamp_url",
        default="",
        title=_("Time-stamping service (RFC 3161): its address"),
        second_person=True,
        per_organisation=False,
    ),
    Setting(
        name="timeline.stamp_roots",
        default="",
        title=_("Time-stamping service: certificates trusted (PEM)"),
        second_person=True,
        per_organisation=False,
    ),
)


class NoStamp(Unavailable):
    """The time-stamping service gave no stamp, or one that does not fit."""

    code = "timeline.no_stamp"


def post(url: str, query: bytes) -> bytes:
    """Ask a service over HTTP."""
    try:
        return deadlines.within(TIMEOUT_S, lambda: _posted(url, query))
    except (httpx.HTTPError, TimeoutError) as error:
        raise NoStamp({"why": type(error).__name__}) from error


async def _posted(url: str, query: bytes) -> bytes:
    async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
        answer = await client.post(url, content=query, headers=HEADERS)
    return answer.raise_for_status().content


def stamp(checkpoint: Checkpoint, *, url: str, roots: str, now: datetime, ask: Ask = post) -> Checkpoint:
    """Ask for a stamp over a checkpoint's hash, check it against the trusted roots (PEM), and keep it.

    An outside call: never inside a block. Asking again is harmless; the first stamp kept stays.
    """
    blocks.refuse_inside()
    content = bytes.fromhex(checkpoint.hash)
    request = TimestampRequestBuilder().data(content).build()
    answer = ask(url, request.as_bytes())
    if not is_stamp(answer, content, roots=roots, nonce=request.nonce):
        raise NoStamp({"why": "does not fit"})
    acting(lambda: Checkpoint.objects.filter(pk=checkpoint.pk, stamped_at=None).update(stamp=answer, stamped_at=now))
    checkpoint.refresh_from_db()
    return checkpoint


def is_stamp(answer: bytes, content: bytes, *, roots: str, nonce: int | None = None) -> bool:
    """Return whether an answer stamps these bytes, signed below one of the roots, and answers this very question."""
    try:
        builder = VerifierBuilder(roots=x509.load_pem_x509_certificates(roots.encode()), nonce=nonce)
        return builder.build().verify_message(decode_timestamp_response(answer), content)
    except (ValueError, VerificationError):
        return False

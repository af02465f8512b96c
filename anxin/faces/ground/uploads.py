"""Resumable uploads, as `upload.js` speaks them, and the plain way without script."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views import View

from anxin.core import file_kinds, files, uploads
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.files import SealedFile
from anxin.faces import shared

ALLOWED = files.PICTURES | files.VIDEOS
DOCUMENTS = files.PICTURES | {"application/pdf"}
"""What staff may hand in as papers; the key of a PDF opens it in forms that ask for papers only."""
VECTORS = files.PICTURES | {file_kinds.VECTOR}
"""What staff may hand in as a brand's mark; the key of an SVG opens it in the form that asks for one only."""
MOST = 9
SALT, LIVES_S = "anxin.upload", 24 * 3600
PIECE = 64 * 1024


class KeyOver(Invalid):
    """The key of an upload is not one of ours, or older than a day."""

    code = "faces.upload_over"


class Uploaded(Protocol):
    """A file as a form brings it."""

    @property
    def size(self) -> int | None:
        """Return how many bytes it says it has."""

    def chunks(self) -> Iterator[bytes]:
        """Return the bytes piece by piece."""


def uploader(request: HttpRequest) -> Actor:
    """Return whoever uploads: a stranger is his browser's session, made here, so ask before the acting block."""
    actor = shared.actor_of(request)
    if actor.kind != "stranger":
        return actor
    if not request.session.session_key:
        request.session.create()
    mark = hashlib.sha256(str(request.session.session_key).encode()).hexdigest()[:32]
    return Actor(kind="stranger", id=mark)


class Uploads(View):
    """Begin an upload of pictures and videos; with `documents` of pictures and PDF, with `vectors` and SVG, by staff.

    It `goes_on` at an address where the same person is in: one below the customer's pages knows customers only.
    """

    documents = False
    vectors = False
    goes_on = "ground:upload"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the length and answer with the address to send the bytes to."""
        shared.limit(request, "uploads", burst=40, per_min=40)
        text, by = request.headers.get("Upload-Length", ""), uploader(request)
        if (self.documents or self.vectors) and by.kind != "staff":
            raise Forbidden
        allowed = DOCUMENTS if self.documents else VECTORS if self.vectors else ALLOWED
        length, origin = int(text) if text.isdecimal() and len(text) < 16 else None, origin_mark(request)
        made = shared.act(request, lambda: _begun(length, allowed, by, origin))
        return HttpResponse(status=201, headers={"Location": reverse(self.goes_on, args=[made.id])})


def origin_mark(request: HttpRequest) -> str:
    """Return a mark of the network address a request comes from, by which nobody reads it."""
    address = shared.origin_of(request).address
    return salted_hmac("anxin.uploads", address, algorithm="sha256").hexdigest()[:32]


def _begun(length: int | None, allowed: Collection[str], by: Actor, origin: str) -> uploads.Upload:
    now, origin = timezone.now(), origin if by.kind == "stranger" else ""
    return uploads.start(length=length, allowed=allowed, by=by, now=now, origin=origin)


class Upload(View):
    """One upload under way."""

    def head(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Return how much is here."""
        found = uploads.find(str(upload), by=uploader(request), now=timezone.now())
        return HttpResponse(headers={"Upload-Offset": str(found.received), "Cache-Control": "no-store"})

    def patch(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Continue; the last piece answers with the key to hand in."""
        text, by, now = request.headers.get("Upload-Offset", ""), uploader(request), timezone.now()
        if not text.isdecimal() or len(text) > 15:
            raise Invalid("Upload-Offset", expected="a number of bytes", got=text[:20])
        found = uploads.find(str(upload), by=by, now=now)
        pieces = iter(lambda: request.read(PIECE), b"")
        try:
            found = uploads.append(found, offset=int(text), stream=pieces, by=by, now=now)
        except ConnectionResetError as error:
            raise shared.TooSlow from error
        answer = HttpResponse(status=204, headers={"Upload-Offset": str(found.received)})
        if found.received == found.length:
            kept = shared.act(request, lambda: uploads.finish(found, by=by, now=now))
            answer["Upload-Key"] = key_of(kept, by)
        return answer

    def delete(self, request: HttpRequest, upload: UUID) -> HttpResponse:
        """Let an upload go; what nobody finishes is swept anyway."""
        uploads.find(str(upload), by=uploader(request), now=timezone.now())
        return HttpResponse(status=204)


def key_of(file: SealedFile, by: Actor) -> str:
    """Return the key with which the uploader, and nobody else, hands a file in."""
    return signing.dumps([str(file.id), by.key], salt=SALT)


def shown(keys: Sequence[str]) -> list[dict[str, str]]:
    """Return the pictures behind keys as a form that is shown again keeps them."""
    return [{"key": key, "name": _("Picture {n}").format(n=n), "url": ""} for n, key in enumerate(keys, 1)]


def opened(keys: Sequence[str], *, by: Actor, allowed: Collection[str] | None = None) -> list[SealedFile]:
    """Return the files behind keys, each once, in their order; a PDF or SVG only where it is `allowed`."""
    only_there = (DOCUMENTS | VECTORS) - ALLOWED - set(allowed or ())
    found: dict[str, SealedFile] = {}
    for key in keys[:MOST]:
        try:
            file_id, owner = signing.loads(key, salt=SALT, max_age=LIVES_S)
        except signing.BadSignature as error:
            raise KeyOver("photo", expected="a file sent within a day", got="") from error
        file = files.find(file_id) if owner == by.key else None
        if file is None or file.kind in only_there:
            raise KeyOver("photo", expected="your own file", got="")
        found[file_id] = file
    return list(found.values())


def received(
    request: HttpRequest, given: Iterable[Uploaded], *, by: Actor, allowed: Collection[str] = ALLOWED
) -> list[str]:
    """Take the files a form without script brought along and give their keys."""
    taken = partial(_taken_in, allowed=allowed, by=by, origin=origin_mark(request), now=timezone.now())
    kept = [shared.act(request, partial(taken, one)) for one in list(given)[:MOST]]
    return [key_of(file, by) for file in kept]


def _taken_in(one: Uploaded, *, allowed: Collection[str], by: Actor, origin: str, now: datetime) -> SealedFile:
    """Take one in, from its beginning: the block may be repeated."""
    return uploads.take(one.chunks(), length=one.size, allowed=allowed, by=by, now=now, origin=origin)

"""Bytes that leave the house: the one place a picture, video or dossier is streamed from; a test finds every caller."""

import re
from collections.abc import Iterable, Iterator
from typing import IO

from django.core import signing
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase

from anxin.core import files
from anxin.core.actors import Actor
from anxin.core.files import SealedFile

DAY_S = 24 * 3600
INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif")
FILMS = ("video/mp4", "video/webm")
"""What a browser plays by itself: it asks for pieces of it, again and again, and never by post."""
SALT, OPEN_S = "anxin.film", 3600
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def file(file: SealedFile, name: str, *, keep: bool = True) -> StreamingHttpResponse:
    """Stream a file, to be kept a day by this reader's own browser; an original is kept nowhere."""
    answer = StreamingHttpResponse(files.open_(file), content_type=file.kind)
    answer["Content-Length"] = str(file.size)
    how = "inline" if file.kind in INLINE else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={DAY_S}" if keep else "no-store"
    return answer


def original(request: HttpRequest, file_: SealedFile, name: str, *, by: Actor) -> HttpResponseBase:
    """Give an original to who was just written down as having opened it: a film at an address that lives an hour."""
    if file_.kind not in FILMS:
        return file(file_, name, keep=False)
    key = signing.dumps([str(file_.id), by.key], salt=SALT)
    return HttpResponseRedirect(f"{request.path}?film={key}")


def film(request: HttpRequest, file: SealedFile, name: str, *, by: Actor) -> HttpResponseBase:
    """Stream a film, or the piece of it that a player asks for, to who opened it; to nobody else."""
    if "film" not in request.GET:
        return HttpResponseNotAllowed(["POST"])
    try:
        opened = signing.loads(request.GET.get("film", ""), salt=SALT, max_age=OPEN_S)
    except signing.BadSignature as error:
        raise Http404 from error
    if opened != [str(file.id), by.key] or file.kind not in FILMS:
        raise Http404
    first, last = _asked(request.headers.get("Range", ""), file.size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    whole = (first, last) == (0, file.size - 1)
    blocks = _between(files.open_(file), first, last)
    answer = StreamingHttpResponse(blocks, content_type=file.kind, status=200 if whole else 206)
    answer["Accept-Ranges"], answer["Content-Length"] = "bytes", str(last - first + 1)
    if not whole:
        answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    answer["Content-Disposition"], answer["Cache-Control"] = f'inline; filename="{name}"', "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _asked(text: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte that are asked for; all of them where that is none, or more than a piece.

    >>> _asked("bytes=10-", 100), _asked("bytes=-10", 100), _asked("bytes=5-500", 100), _asked("", 100)
    ((10, 99), (90, 99), (5, 99), (0, 99))
    """
    found = RANGE.fullmatch(text.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size - 1
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last or size), size - 1)


def _between(blocks: Iterable[bytes], first: int, last: int) -> Iterator[bytes]:
    """Return the bytes from the first to the last of a stream."""
    at = 0
    for block in blocks:
        piece = block[max(0, first - at) : last + 1 - at]
        if piece:
            yield piece
        at += len(block)
        if at > last:
            return


def pack(content: IO[bytes], number: str) -> FileResponse:
    """Stream a dossier or an answer pack of a case, which is kept nowhere on the way."""
    answer = FileResponse(content, as_attachment=True, filename=f"{number}.zip", content_type="application/zip")
    answer["Cache-Control"] = "no-store"
    return answer

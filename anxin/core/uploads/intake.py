"""Start, continue and finish an upload."""

import base64
import math
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from anxin.core import file_kinds, settings
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, Missing, Unavailable, WrongState
from anxin.core.files import (
    Incomplete,
    LengthRequired,
    SealedFile,
    TooLarge,
    check_kind,
    check_longest,
    receive,
    store,
)
from anxin.core.ids import uuid7
from anxin.core.keys import masters
from anxin.core.uploads.limits import EACH, WAITS
from anxin.core.uploads.limits import STRANGERS as STRANGERS_MOST
from anxin.core.uploads.models import Upload
from anxin.core.vault import fields, streams

KEY = "core.upload.key"
LASTS = timedelta(hours=24)
STRANGERS = "stranger:"
"""How the owners begin who are not signed in."""


class UploadGone(Missing):
    """There is no such upload, it has expired, or it is somebody else's."""

    code = "uploads.gone"


class WrongOffset(WrongState):
    """The bytes do not continue where the upload stands; the right offset is among the facts."""

    code = "uploads.wrong_offset"


class TooManyBytes(TooLarge):
    """One person has as much under way as may be."""

    code = "uploads.too_many_bytes"


class UploadsFull(Unavailable):
    """All who are not signed in have as much under way as this installation keeps for them."""

    code = "uploads.full"


def start(*, length: int | None, allowed: Collection[str], by: Actor, now: datetime) -> Upload:
    """Begin an upload of a known length, no longer than the longest kind that is allowed.

    Raises `TooManyBytes` and `UploadsFull` where what is under way leaves no room for it.
    """
    if length is None:
        raise LengthRequired("file", expected="a length", got="none")
    if length < 1:
        raise Incomplete("file", expected="1 byte or more", got=length)
    check_longest(allowed, length, now=now)
    _check_own(length, by.key, now)
    _find_room(length, by.key, now)
    upload_id, suite = uuid7(), masters.configured("suite")
    key = base64.b64encode(streams.new_key(suite)).decode()
    return Upload.objects.create(
        id=upload_id,
        owner=by.key,
        length=length,
        allowed=sorted(allowed),
        suite=suite,
        key=fields.seal(KEY, upload_id, key),
        started_at=now,
        expires_at=_over(now, by.key, now),
    )


def find(upload_id: str, *, by: Actor, now: datetime) -> Upload:
    """Return one's own upload that has not expired."""
    upload = Upload.objects.filter(id=upload_id, owner=by.key, expires_at__gt=now).first()
    if upload is None:
        raise UploadGone({"upload": upload_id})
    return upload


def append(upload: Upload, *, offset: int, stream: Iterable[bytes], by: Actor, now: datetime) -> Upload:
    """Continue an upload; where the stream breaks off, what came through is kept and the break is raised again.

    What its first bytes show to be of no kind that is allowed, or longer than its kind may be, is dropped whole.
    """
    upload = find(str(upload.id), by=by, now=now)
    if offset != upload.received:
        raise WrongOffset({"offset": upload.received, "got": offset})
    _find_room(upload.length - upload.received, upload.owner, now)
    intake = _Intake(stream, room=upload.length - upload.received, judge=_judge_of(upload, now))
    draft = store.draft(streams.encrypt(_key(upload), upload.suite, intake.blocks()))
    name = f"{uuid7()}"
    if intake.size:
        store.here().put(draft, _place(name))
        _advance(upload, offset, intake.size, name, now)
    else:
        store.discard(draft)
    if intake.broken:
        raise intake.broken
    upload.refresh_from_db()
    return upload


def finish(upload: Upload, *, by: Actor, now: datetime) -> SealedFile:
    """Make the upload a file once all of it is here."""
    upload = find(str(upload.id), by=by, now=now)
    if upload.received != upload.length:
        raise Incomplete("file", expected=f"{upload.length} bytes", got=upload.received)
    file = receive(_joined(upload), length=upload.length, allowed=upload.allowed, now=now)
    _drop(upload)
    return file


def sweep(*, now: datetime) -> int:
    """Drop the uploads nobody finished in time."""
    expired = list(Upload.objects.filter(expires_at__lte=now))
    for upload in expired:
        _drop(upload)
    return len(expired)


def of_strangers() -> QuerySet[Upload, Upload]:
    """Return the unfinished uploads by people who are not signed in."""
    return Upload.objects.filter(owner__startswith=STRANGERS)


def under_way() -> int:
    """Return how many bytes of unfinished uploads by people who are not signed in lie here (one query)."""
    return of_strangers().aggregate(sum=Sum("received"))["sum"] or 0


def _find_room(length: int, owner: str, now: datetime) -> None:
    """Raise where so many bytes more of somebody who is not signed in are more than is kept for all of them."""
    most = settings.get(STRANGERS_MOST.name, at=now)
    if owner.startswith(STRANGERS) and under_way() + length > most << 20:
        raise UploadsFull({"most": most})


def _check_own(length: int, owner: str, now: datetime) -> None:
    most = settings.get(EACH.name, at=now)
    mine = Upload.objects.filter(owner=owner, expires_at__gt=now).aggregate(sum=Sum("length"))["sum"] or 0
    if mine + length > most << 20:
        raise TooManyBytes("file", expected=f"{most} MB", got=f"{math.ceil((mine + length) / (1 << 20))} MB")


def _over(started_at: datetime, owner: str, now: datetime) -> datetime:
    """Return until when an upload waits for its rest: a stranger's from piece to piece, none longer than a day."""
    if not owner.startswith(STRANGERS):
        return started_at + LASTS
    return min(started_at + LASTS, now + timedelta(hours=settings.get(WAITS.name, at=now)))


def _judge_of(upload: Upload, now: datetime) -> Callable[[bytes], bool]:
    """Make what looks at the first bytes until they tell the kind; later there is nothing to look at."""
    if upload.received >= file_kinds.HEAD_BYTES:
        return lambda _piece: True
    head = b"".join(_joined(upload))

    def told(piece: bytes) -> bool:
        nonlocal head
        head += piece
        if len(head) < min(file_kinds.HEAD_BYTES, upload.length):
            return False
        try:
            check_kind(head[: file_kinds.HEAD_BYTES], upload.length, allowed=upload.allowed, now=now)
        except Invalid:
            _drop(upload)
            raise
        return True

    return told


class _Intake:
    """Counts a stream and remembers how it broke, so that what came before the break is kept."""

    def __init__(self, stream: Iterable[bytes], *, room: int, judge: Callable[[bytes], bool]) -> None:
        self._stream, self._room, self._judge = stream, room, judge
        self.size = 0
        self.judged = False
        self.broken: OSError | None = None

    def blocks(self) -> Iterator[bytes]:
        """Pass the stream on until it ends or breaks."""
        blocks = iter(self._stream)
        while True:
            try:
                block = next(blocks)
            except StopIteration:
                return
            except OSError as error:
                self.broken = error
                return
            self.size += len(block)
            if self.size > self._room:
                raise TooLarge("file", expected=f"{self._room} bytes", got="more")
            self.judged = self.judged or self._judge(block)
            yield block


def _advance(upload: Upload, offset: int, size: int, segment: str, now: datetime) -> None:
    mine = Upload.objects.filter(id=upload.id, received=offset)
    until = _over(upload.started_at, upload.owner, now)
    if not mine.update(received=offset + size, segments=[*upload.segments, segment], expires_at=until):
        store.here().delete(_place(segment))
        upload.refresh_from_db()
        raise WrongOffset({"offset": upload.received, "got": offset})


def _joined(upload: Upload) -> Iterator[bytes]:
    for segment in upload.segments:
        blocks = store.here().read(_place(segment))
        yield from streams.decrypt(_key(upload), upload.suite, blocks, name=f"upload {upload.id}")


def _drop(upload: Upload) -> None:
    Upload.objects.filter(id=upload.id).delete()
    for segment in upload.segments:
        with suppress(OSError, Unavailable):
            store.here().delete(_place(segment))


def _place(segment: str) -> str:
    return f"uploads/{segment}"


def _key(upload: Upload) -> bytes:
    return base64.b64decode(fields.open_(KEY, upload.id, upload.key))

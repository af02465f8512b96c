"""Start, continue and finish an upload."""

import base64
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction

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
    references,
    store,
)
from anxin.core.ids import uuid7
from anxin.core.keys import masters
from anxin.core.uploads import room
from anxin.core.uploads.limits import WAITS
from anxin.core.uploads.models import Upload
from anxin.core.vault import fields, streams

KEY = "core.upload.key"
LASTS, AT_ONCE = timedelta(hours=24), 500
HANDED_IN_WITHIN = timedelta(hours=25)
"""So long a stranger's finished file waits to be handed in: an hour longer than its key counts."""


class UploadGone(Missing):
    """There is no such upload, it has expired, or it is somebody else's."""

    code = "uploads.gone"


class WrongOffset(WrongState):
    """The bytes do not continue where the upload stands; the right offset is among the facts."""

    code = "uploads.wrong_offset"


def start(*, length: int | None, allowed: Collection[str], by: Actor, now: datetime, origin: str = "") -> Upload:
    """Begin an upload of a known length, no longer than the longest kind that is allowed.

    `origin` stands for the network address of who isn't signed in. Raises `TooManyBytes`, `TooManyFiles` and
    `UploadsFull` where what is under way, or was not handed in, leaves no room for it.
    """
    if length is None:
        raise LengthRequired("file", expected="a length", got="none")
    if length < 1:
        raise Incomplete("file", expected="1 byte or more", got=length)
    check_longest(allowed, length, now=now)
    room.check_own(length, by.key, origin, now)
    room.find_room(length, by.key, now, begins=True)
    upload_id, suite = uuid7(), masters.configured("suite")
    key = base64.b64encode(streams.new_key(suite)).decode()
    return Upload.objects.create(
        id=upload_id,
        owner=by.key,
        origin=origin,
        length=length,
        allowed=sorted(allowed),
        suite=suite,
        key=fields.seal(KEY, upload_id, key),
        started_at=now,
        expires_at=_over(now, by.key, now),
    )


def find(upload_id: str, *, by: Actor, now: datetime) -> Upload:
    """Return one's own upload that has not expired."""
    upload = Upload.objects.filter(id=upload_id, owner=by.key, expires_at__gt=now, file=None).first()
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
    room.find_room(upload.length - upload.received, upload.owner, now)
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
    """Make the upload a file once all of it is here; a stranger's counts until it is handed in."""
    upload = find(str(upload.id), by=by, now=now)
    if upload.received != upload.length:
        raise Incomplete("file", expected=f"{upload.length} bytes", got=upload.received)
    file = receive(_joined(upload), length=upload.length, allowed=upload.allowed, now=now)
    if room.is_stranger(upload.owner):
        told = {"file": file.id, "segments": [], "expires_at": now + HANDED_IN_WITHIN}
        Upload.objects.filter(id=upload.id).update(**told)
        _delete(upload)
    else:
        _drop(upload)
    return file


def take(
    stream: Iterable[bytes], *, length: int | None, allowed: Collection[str], by: Actor, now: datetime, origin: str
) -> SealedFile:
    """Take a whole file in at once; a stranger's is counted, and waits to be handed in, as an upload of his."""
    if not room.is_stranger(by.key):
        return receive(stream, length=length, allowed=allowed, now=now)
    upload = start(length=length, allowed=allowed, by=by, now=now, origin=origin)
    file = receive(stream, length=length, allowed=allowed, now=now)
    told = {"file": file.id, "received": upload.length, "expires_at": now + HANDED_IN_WITHIN}
    Upload.objects.filter(id=upload.id).update(**told)
    return file


def sweep(*, now: datetime) -> int:
    """Drop the uploads nobody finished in time, and finished ones nobody handed in; count no more what was."""
    expired = list(Upload.objects.filter(expires_at__lte=now))
    for upload in expired:
        if upload.file is not None:
            _release(upload)
        _drop(upload)
    finished = [one for one in Upload.objects.exclude(file=None).values_list("file", flat=True) if one]
    for some in batched(finished, AT_ONCE, strict=False):
        here = list(SealedFile.objects.filter(pk__in=some))
        used = references.in_use(here)
        Upload.objects.filter(file__in=[one.pk for one in here if one.sha256 in used]).delete()
    return len(expired)


def _release(upload: Upload) -> None:
    """Destroy a file that was not handed in; one that came again since waits for that one."""
    with transaction.atomic():
        came_by = upload.expires_at - HANDED_IN_WITHIN
        file = SealedFile.objects.filter(pk__in=[upload.file], received_at__lte=came_by).first()
        if file is not None:
            references.release(file)


def _over(started_at: datetime, owner: str, now: datetime) -> datetime:
    """Return until when an upload waits for its rest: a stranger's from piece to piece, none longer than a day."""
    if not room.is_stranger(owner):
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
    _delete(upload)


def _delete(upload: Upload) -> None:
    for segment in upload.segments:
        with suppress(OSError, Unavailable):
            store.here().delete(_place(segment))


def _place(segment: str) -> str:
    return f"uploads/{segment}"


def _key(upload: Upload) -> bytes:
    return base64.b64decode(fields.open_(KEY, upload.id, upload.key))

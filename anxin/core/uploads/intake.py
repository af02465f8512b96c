"""Start, continue and finish an upload."""

import base64
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from anxin.core.actors import Actor
from anxin.core.errors import Missing, Unavailable, WrongState
from anxin.core.files import Incomplete, LengthRequired, SealedFile, TooLarge, receive, store
from anxin.core.ids import uuid7
from anxin.core.keys import masters
from anxin.core.uploads.models import Upload
from anxin.core.vault import fields, streams

KEY = "core.upload.key"
LASTS = timedelta(hours=24)
LONGEST = 4 << 30


class UploadGone(Missing):
    """There is no such upload, it has expired, or it is somebody else's."""

    code = "uploads.gone"


class WrongOffset(WrongState):
    """The bytes do not continue where the upload stands; the right offset is among the facts."""

    code = "uploads.wrong_offset"


def start(*, length: int | None, allowed: Collection[str], by: Actor, now: datetime) -> Upload:
    """Begin an upload of a known length."""
    if length is None:
        raise LengthRequired("file", expected="a length", got="none")
    if not 0 < length <= LONGEST:
        raise TooLarge("file", expected=f"1 to {LONGEST} bytes", got=length)
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
        expires_at=now + LASTS,
    )


def find(upload_id: str, *, by: Actor, now: datetime) -> Upload:
    """Return one's own upload that has not expired."""
    upload = Upload.objects.filter(id=upload_id, owner=by.key, expires_at__gt=now).first()
    if upload is None:
        raise UploadGone({"upload": upload_id})
    return upload


def append(upload: Upload, *, offset: int, stream: Iterable[bytes], by: Actor, now: datetime) -> Upload:
    """Continue an upload; where the stream breaks off, what came through is kept and the break is raised again."""
    upload = find(str(upload.id), by=by, now=now)
    if offset != upload.received:
        raise WrongOffset({"offset": upload.received, "got": offset})
    intake = _Intake(stream, room=upload.length - upload.received)
    draft = store.draft(streams.encrypt(_key(upload), upload.suite, intake.blocks()))
    name = f"{uuid7()}"
    if intake.size:
        store.here().put(draft, _place(name))
        _advance(upload, offset, intake.size, name)
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


class _Intake:
    """Counts a stream and remembers how it broke, so that what came before the break is kept."""

    def __init__(self, stream: Iterable[bytes], *, room: int) -> None:
        self._stream, self._room = stream, room
        self.size = 0
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
            yield block


def _advance(upload: Upload, offset: int, size: int, segment: str) -> None:
    mine = Upload.objects.filter(id=upload.id, received=offset)
    if not mine.update(received=offset + size, segments=[*upload.segments, segment]):
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

"""Receive a file, open it again, destroy it."""

import base64
import hashlib
import math
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anxin.core import file_kinds, settings
from anxin.core.errors import Invalid, Missing, Unavailable
from anxin.core.files import store
from anxin.core.files.models import SealedFile
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.keys import masters
from anxin.core.vault import fields, streams
from anxin.core.wording import joined

KEY = "core.file.key"


class LengthRequired(Invalid):
    """A body came without saying how long it is."""

    code = "files.length_required"


class TooLarge(Invalid):
    """A file is larger than its kind may be, or than it said."""

    code = "files.too_large"


class Incomplete(Invalid):
    """A file ended before the length it said."""

    code = "files.incomplete"


class WrongKind(Invalid):
    """A file's content is not of a kind that is taken here."""

    code = "files.wrong_kind"


class Emptied(Missing):
    """A file was kept as long as it may be: its hash is all that is left."""

    code = "files.emptied"


def receive(
    stream: Iterable[bytes], *, length: int | None, name: str = "", allowed: Collection[str], now: datetime
) -> SealedFile:
    """Take a file in: sealed, kept, then its row; the same content again gives the row it has.

    The name it came with decides nothing and is not kept.
    """
    if length is None:
        raise LengthRequired("file", expected="a length", got="none")
    intake = _Intake(stream, length=length, allowed=allowed, now=now)
    suite = masters.configured("suite")
    key = streams.new_key(suite)
    draft = store.draft(streams.encrypt(key, suite, intake.blocks()))
    return _keep(draft, intake, key, suite, now)


def open_(file: SealedFile, *, at: store.Store | None = None) -> Iterator[bytes]:
    """Return a file's bytes as they were received; raise where a piece was changed. `at` is another store than ours.

    Raises `Emptied` for one whose time was over.
    """
    if file.emptied_at is not None:
        raise Emptied({"sha256": file.sha256[:12]})
    key = base64.b64decode(fields.open_(KEY, file.id, file.key))
    blocks = (at or store.here()).read(store.name_of(file.sha256, file.id))
    return streams.decrypt(key, file.suite, blocks, name=f"file {file.id}")


def find(file_id: str) -> SealedFile | None:
    """Return a file by its id, for whoever was given that id to keep; none that was emptied."""
    return kept().filter(id=file_id).first()


def holding(sha256: str) -> SealedFile | None:
    """Return the file that holds these bytes, for whoever has asked whether it may be seen; none that was emptied."""
    return kept().filter(sha256=sha256).first()


def kept() -> QuerySet[SealedFile, SealedFile]:
    """Return the files whose bytes are here."""
    return SealedFile.objects.filter(emptied_at=None)


def hashes(file_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the hashes of files by their ids; one that has no row any more is not in it."""
    return dict(SealedFile.objects.filter(id__in=list(file_ids)).values_list("id", "sha256"))


def destroy(file: SealedFile) -> None:
    """Delete a file's row and key, then its bytes: without the key they are noise in every backup too."""
    name = store.name_of(file.sha256, file.id)
    file.delete()
    _take_away(name)


def empty(file: SealedFile, *, now: datetime) -> None:
    """Delete a file's key and bytes, and the copy that was shown; the row stays with the hash that facts name."""
    SealedFile.objects.filter(pk=file.pk).update(key="", shown=None, emptied_at=now)
    _take_away(store.name_of(file.sha256, file.id))


def _take_away(name: str) -> None:
    def delete() -> None:
        with suppress(Unavailable):  # what stays is noise, and swept
            store.here().delete(name)

    transaction.on_commit(delete)


class _Intake:
    """Counts, hashes and judges a stream while it passes."""

    def __init__(self, stream: Iterable[bytes], *, length: int, allowed: Collection[str], now: datetime) -> None:
        self._stream, self._length, self._allowed, self._now = stream, length, allowed, now
        self._hash = hashlib.sha256()
        self.kind, self.size = "", 0

    @property
    def sha256(self) -> str:
        """Return the hash of what has passed."""
        return self._hash.hexdigest()

    def blocks(self) -> Iterator[bytes]:
        """Pass the stream on; raise before the first byte is kept where the kind or size is not taken."""
        head = b""
        for block in self._stream:
            self._count(block)
            if self.kind:
                yield block
                continue
            head += block
            if len(head) >= file_kinds.HEAD_BYTES or self.size >= self._length:
                self._judge(head)
                yield head
        if self.size < self._length:
            raise Incomplete("file", expected=f"{self._length} bytes", got=self.size)
        if not self.kind:
            self._judge(head)
            yield head

    def _count(self, block: bytes) -> None:
        self.size += len(block)
        if self.size > self._length:
            raise TooLarge("file", expected=f"{self._length} bytes", got="more")
        self._hash.update(block)

    def _judge(self, head: bytes) -> None:
        self.kind = check_kind(head, self._length, allowed=self._allowed, now=self._now)


def check_kind(head: bytes, length: int, *, allowed: Collection[str], now: datetime) -> str:
    """Return the kind of a file by its head; raise `WrongKind` for one not taken, `TooLarge` for one too long."""
    kind = file_kinds.kind_of(head)
    if kind not in allowed:
        taken = joined(sorted({file_kinds.CALLED.get(one, one) for one in allowed}))
        raise WrongKind("file", expected=taken, got=file_kinds.CALLED.get(kind, kind))
    check_size(kind, length, now=now)
    if (pixels := file_kinds.pixels_of(head)) > file_kinds.MOST_PIXELS:
        most, came = file_kinds.MOST_PIXELS // 1_000_000, math.ceil(pixels / 1_000_000)
        told = _("at most {number} megapixels").format(number=most), _("{number} megapixels").format(number=came)
        raise TooLarge("file", expected=told[0], got=told[1])
    return kind


def check_size(kind: str, length: int, *, now: datetime) -> None:
    """Raise TooLarge where a file of a kind has more bytes than its family may."""
    check_longest((kind,), length, now=now)


def check_longest(allowed: Collection[str], length: int, *, now: datetime) -> None:
    """Raise TooLarge where a file is longer than every kind that is taken may be."""
    cap = max(settings.get(f"files.{family}_most_mb", at=now) for family in {one.partition("/")[0] for one in allowed})
    if length > cap << 20:
        raise TooLarge("file", expected=f"at most {cap} MB", got=f"{math.ceil(length / (1 << 20))} MB")


def _keep(draft: Path, intake: _Intake, key: bytes, suite: str, now: datetime) -> SealedFile:
    file_id = uuid7()
    name, place = store.name_of(intake.sha256, file_id), store.here()
    place.put(draft, name)
    try:
        row = SealedFile(
            id=file_id,
            sha256=intake.sha256,
            size=intake.size,
            kind=intake.kind,
            suite=suite,
            key=fields.seal(KEY, file_id, base64.b64encode(key).decode()),
            received_at=now,
        )
        kept = _kept(row)
        if kept.emptied_at is not None:
            _refill(kept, row, draft, place)
    except BaseException:
        place.delete(name)
        raise
    if kept.id != file_id:
        place.delete(name)
    return kept


def _refill(emptied: SealedFile, given: SealedFile, draft: Path, place: store.Store) -> None:
    """Fill a file that was emptied with the same content, handed in anew; who comes second finds it full."""
    key = fields.seal(KEY, emptied.id, fields.open_(KEY, given.id, given.key))
    with transaction.atomic():
        empty = SealedFile.objects.filter(pk=emptied.pk, emptied_at__isnull=False)
        if empty.update(key=key, suite=given.suite, emptied_at=None, received_at=given.received_at):
            with draft.open("wb") as again:
                again.writelines(place.read(store.name_of(given.sha256, given.id)))
            place.put(draft, store.name_of(emptied.sha256, emptied.id))
    emptied.refresh_from_db()


def _kept(row: SealedFile) -> SealedFile:
    """Insert a row, or mark the one of the same content as handed in now, so that no sweep takes it meanwhile."""
    while not insert_new(row):
        there = SealedFile.objects.filter(sha256=row.sha256)
        if there.update(received_at=row.received_at):
            return there.get()
    return row

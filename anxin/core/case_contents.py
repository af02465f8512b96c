"""A case is emptied: its words and pictures end, what was done and what was paid stays and still verifies.

Apps say beside their models by which fields a sealed column and the hash of a file belong to a case: its kind (or the
field that ends with that word) and its key. A file of several cases goes with the last of them; one that anything else
refers to (a portrait, an invoice) stays. One that somebody handed in again lately waits until he has used it or not.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, OuterRef, QuerySet

from anxin.core import files, later, timeline, vault
from anxin.core.actors import Actor
from anxin.core.files.models import SealedFile
from anxin.core.gathered_rows import EachAsked, KeyText, Looked
from anxin.core.streams import heads
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Entry, Stream
from anxin.core.streams.seals import EMPTIED
from anxin.core.vault.registry import COLUMNS

type Case = tuple[str, str]
TASK = "anxin.core.tasks.empty_files"
AT_ONCE = 20_000
_SAID = Entry.objects.alias(told=Looked("code")).filter(told=EMPTIED)
_TOLD = EachAsked(_SAID.filter(stream=OuterRef("pk")))


def empty(stream: StreamKey, *, reason: str, by: Actor, now: datetime) -> None:
    """Erase what is private of a case's facts, its sealed words and the files no other case needs."""
    timeline.empty(stream, reason=reason, by=by, now=now)
    _words(stream)
    empty_files(stream, now=now)


def is_emptied(streams: Iterable[StreamKey]) -> set[StreamKey]:
    """Return those of the streams that were emptied (one query, and one a kind)."""
    rows = _SAID.filter(stream__in=heads.ids_of(streams))
    return {StreamKey(*one) for one in rows.values_list("stream__kind", "stream__key")}


def emptied(kind: str, *, key: str = "pk") -> EachAsked:
    """Return, for a statement over rows that hold the key of a case of a kind, whether each was emptied."""
    return EachAsked(_SAID.filter(stream__kind=kind, stream__key=KeyText(OuterRef(key))))


def full(kind: str) -> QuerySet[Stream, Stream]:
    """Return the streams of a kind that were not emptied."""
    return Stream.objects.filter(kind=kind, emptied_at=None).exclude(_TOLD)


def note_emptied(kind: str, *, before: datetime, now: datetime) -> None:
    """Note on heads of cases that ended before a moment that they were emptied, before heads said so."""
    rows = Stream.objects.filter(kind=kind, emptied_at=None, ended_at__lt=before).filter(_TOLD)
    keys = list(rows.order_by("ended_at").values_list("pk", flat=True)[:AT_ONCE])
    Stream.objects.filter(pk__in=keys).update(emptied_at=now)


def _words(stream: StreamKey) -> None:
    for one in COLUMNS.values():
        if one.case is None:
            continue
        for row in _rows(one.model, one.case, stream).exclude(**{one.column: ""}):
            sealed = vault.seal(one.name, str(getattr(row, one.row)), one.left)
            one.model._default_manager.filter(pk=row.pk).update(**{one.column: sealed})


def empty_files(stream: StreamKey, *, now: datetime) -> None:
    """Empty the files of an emptied case that no other needs; come back for those that were handed in again lately."""
    named, here = _named(), files.kept().filter(sha256__in=_hashes(stream))
    settled = files.settled_before(now)
    if here.filter(received_at__gte=settled).exists():
        again = {"kind": stream.kind, "key": stream.key}
        key = f"{TASK}:{stream.kind}:{stream.key}:{now:%Y%m%d%H%M%S}"
        later.put(TASK, arguments=again, key=key, now=now, run_at=now + (now - settled))
    for file in here.filter(received_at__lt=settled).select_for_update().order_by("id"):
        rows = ((one.model, of, {one.column: file.sha256}) for one, of in named)
        others = {case for model, of, named_so in rows for case in _cases(model, of, named_so)} - {stream}
        if others == is_emptied(others) and not _is_wanted(file):
            shown = file.shown
            files.empty(file, now=now)
            if shown is not None:
                files.release(shown)


def is_left(*, kind: str, key: str) -> bool:
    """Return whether files of an emptied case are still here."""
    return files.kept().filter(sha256__in=_hashes(StreamKey(kind, key))).exists()


def _named() -> list[tuple[files.HashColumn, Case]]:
    both = (*files.COLUMNS.values(), *files.KEYS.values())
    return [(one, one.case) for one in both if one.case is not None]


def _hashes(stream: StreamKey) -> set[str]:
    return {
        str(sha256)
        for one, case in _named()
        for sha256 in _rows(one.model, case, stream).values_list(one.column, flat=True)
        if sha256
    }


def _rows(model: type[Model], case: Case, stream: StreamKey) -> QuerySet[Model, Model]:
    kind, key = case
    rows = model._base_manager.order_by().filter(**{key: stream.key})
    if kind.endswith("kind"):
        return rows.filter(**{kind: stream.kind})
    return rows if kind == stream.kind else rows.none()


def _cases(model: type[Model], case: Case, named: dict[str, str]) -> set[StreamKey]:
    kind, key = case
    rows = model._base_manager.order_by().filter(**named)
    if kind.endswith("kind"):
        return {StreamKey(of, str(one)) for of, one in rows.values_list(kind, key)}
    return {StreamKey(kind, str(one)) for one in rows.values_list(key, flat=True)}


def _is_wanted(file: SealedFile) -> bool:
    """Return whether something that is no case's refers to a file."""
    for one in files.COLUMNS.values():
        if one.case is None and one.inside:
            if any(file.sha256 in told.values() for told in one.rows().values_list(one.column, flat=True)):
                return True
        elif one.case is None and one.rows().filter(**{one.column: file.sha256}).exists():
            return True
    keys = (key for key in files.foreign_keys() if f"{key.model._meta.label}.{key.name}" not in files.KEYS)
    return any(key.model._base_manager.filter(**{key.name: file}).exists() for key in keys)

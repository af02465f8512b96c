"""What is dear and always the same is done once for all workers: the ground, and the walk of a repair or a claim.

The ground is laid by its verbs; later tests get the same rows at once. Only into tables that hold nothing it looks at
(a walk: into empty ones, or over a ground just laid), and only where the moment is the same or a little later:
anything else is laid anew.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.apps import apps
from django.db import transaction

from anxin.core.files import store
from anxin.domain.evidence import gateway
from tests import shelf
from tests.tables import Rows, beside, came_in, change, differs, filled, kept, key_of, put, rows_of, same

STILL = timedelta(hours=2)
type Sealed = dict[tuple[str, UUID], bytes]


@dataclass(frozen=True)
class Ground:
    """The rows of one laying, and when it was."""

    now: datetime
    rows: Rows


def remembering(lay: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Give a laying that remembers what it laid into tables that were empty but for the keys."""

    def lays(now: datetime) -> None:
        here = filled() - kept()
        known = _ground_for(now)
        if known is None and not here:
            with shelf.alone("ground"):  # one worker lays it, the others wait for it
                known = _ground_for(now)
                if known is None:
                    _lay_and_keep(lay, now)
                    return
        if known and not here - beside():
            put(known.rows)
        else:
            lay(now)

    return lays


def _lay_and_keep(lay: Callable[[datetime], None], now: datetime) -> None:
    lay(now)
    # The city pages of a brand that opens are written in the background: where none is asked for, nobody waits.
    apps.get_model("core.LaterTask")._base_manager.filter(name__endswith=".renew_cities").delete()
    GROUNDS.append(Ground(now, {model: rows_of(model) for model in filled() - kept()}))
    shelf.lay("ground", now, GROUNDS[-1])


def _ground_for(now: datetime) -> Ground | None:
    """Return a ground laid a little earlier, if any worker has laid one."""

    def serves(then: datetime) -> bool:
        return timedelta() <= now - then < STILL

    known = next((one for one in GROUNDS if serves(one.now)), None)
    if known is None:
        GROUNDS.extend(shelf.unseen("ground", Ground, serves))
        known = next((one for one in GROUNDS if serves(one.now)), None)
    return known


GROUNDS: list[Ground] = []


@dataclass(frozen=True)
class Walk:
    """What one walk gave, the ground it stood on, which rows it added and changed there, and the bytes of its files.

    `index`: what the engine wrote down of the pictures it has seen, file by file.
    """

    now: datetime
    given: object
    ground: Rows
    added: Rows
    changed: Rows
    sealed: Sealed
    index: dict[str, bytes]

    def serves(self, now: datetime, ground: Rows | None) -> bool:
        """Tell whether a walk from this moment would leave the same.

        A moment of the real clock never comes again: there a walk from some minutes before serves.
        """
        return serves(now, self.now) and ground in (None, self.ground)

    def lies_again(self, ground: Rows | None) -> None:
        """Put the rows, and the bytes as they were: what a test did to them is gone with the test."""
        with transaction.atomic():  # rows may lie before those they point at
            if ground is None:
                put(self.ground)
            put(self.added)
            change(self.changed)
        for (sha256, file), content in self.sealed.items():
            path = store.place(sha256, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)
        for name, content in self.index.items():
            path = gateway.folder() / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def walking_once[T](key: Hashable, now: datetime, walk: Callable[[], T], again: Callable[[T], T]) -> T:
    """Walk into empty tables, or over a ground just laid, once; later the same rows are put.

    `again` gives what the walk gave as it lies there. Where anything else lies, the walk is walked: it may meet it.
    """
    ground = None
    if filled() - kept():
        ground = ground_alone()
        if ground is None:
            return walk()
    named = (key, None if real(now) else now)
    walks = WALKS.setdefault(named, [])
    known = next((one for one in walks if one.serves(now, ground)), None)
    if known is None:
        walks[:0] = shelf.unseen(named, Walk, lambda then: serves(now, then))
        known = next((one for one in walks if one.serves(now, ground)), None)
    if known is None:
        known = walked(now, walk, ground)
        walks[:] = [known, *walks[:MOST]]
        shelf.lay(named, now, known)
    else:
        known.lies_again(ground)
    return again(cast("T", known.given))


def serves(now: datetime, then: datetime) -> bool:
    """Tell whether what was walked then serves now: at the same moment, or some minutes later by the real clock."""
    return now == then or (real(now) and timedelta() < now - then < SAME)


def real(now: datetime) -> bool:
    """Tell a moment of the real clock from those that tests name."""
    return now.microsecond > 0


def walked(now: datetime, walk: Callable[[], object], ground: Rows | None) -> Walk:
    """Walk, and see what that left."""
    given = walk()
    rows = {model: rows_of(model) for model in filled() - kept() - came_in()}
    below: Rows = {} if ground is None else ground
    added: Rows = {}
    changed: Rows = {}
    for model, (columns, found) in rows.items():
        key = key_of(model, columns)
        before = {key(row): row for row in below.get(model, (columns, []))[1]}
        added[model] = (columns, [row for row in found if key(row) not in before])
        changed[model] = (columns, [row for row in found if differs(model, row, before.get(key(row), row))])
    return Walk(now, given, below, added, changed, sealed_bytes(), index_bytes())


def ground_alone() -> Rows | None:
    """Give the ground that lies there, if nothing else does but who signed in since."""
    here = filled() - kept() - came_in()
    known = [one.rows for one in GROUNDS if one.rows.keys() == here]
    rows = {model: rows_of(model) for model in here} if known else {}
    return next((one for one in known if same(one, rows)), None)


def sealed_bytes() -> Sealed:
    """Read what lies behind the rows of sealed files."""
    files = apps.get_model("core.SealedFile")._base_manager.values_list("sha256", "pk")
    return {(sha256, file): store.place(sha256, file).read_bytes() for sha256, file in files}


def index_bytes() -> dict[str, bytes]:
    """Read the index of the pictures that were seen."""
    folder = gateway.folder()
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


SAME, MOST = timedelta(minutes=5), 11
WALKS: dict[Hashable, list[Walk]] = {}

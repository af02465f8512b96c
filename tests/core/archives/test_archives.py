"""Facts of emptied streams are moved into sealed files, read from there, verified whole, and never lost or doubled."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from anxin.core import archives, files, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.archives import contents
from anxin.core.archives.models import Archive, ArchivedStream
from anxin.core.files import SealedFile, store
from anxin.core.streams.models import Entry, Stream
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE
from tests.standins.s3 import S3

pytestmark = pytest.mark.django_db(transaction=True)
ONE, TWO = (StreamKey("lamp", str(UUID(int=number))) for number in (1, 2))
STAYS = "lamp.paid"


@pytest.fixture(autouse=True)
def chains(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two streams of four facts each, one of them erased and both emptied, with a checkpoint over them."""
    monkeypatch.setattr("anxin.core.archives.packing._STAYS", {"timeline.emptied", "timeline.archived", STAYS})
    contents._unpacked.cache_clear()
    for stream in (ONE, TWO):
        for code in ("lamp.lit", "lamp.paid", "lamp.lit"):
            wrote = acting(
                lambda stream=stream, code=code: timeline.write(
                    stream, code, by=ALICE, now=now, facts={"watts": 7}, private={"why": "dark 很暗"}
                )
            )
    acting(lambda: timeline.erase(wrote, reason="asked", by=ALICE, now=now))
    acting(lambda: timeline.checkpoint(now))
    for stream in (ONE, TWO):
        acting(lambda stream=stream: timeline.empty(stream, reason="term", by=SYSTEM, now=now))


def packed() -> archives.Packed:
    return archives.pack(packed_keys())


def moved(now: datetime, *, may: bool = True) -> archives.ArchiveRun:
    contents._unpacked.cache_clear()
    return archives.carry(packed_keys(), may=lambda _key: may, now=now)


def packed_keys() -> list[UUID]:
    return list(Stream.objects.filter(kind="lamp").values_list("pk", flat=True))


def here(stream: StreamKey) -> list[int]:
    rows = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key)
    return list(rows.order_by("position").values_list("position", flat=True))


def told(stream: StreamKey) -> list[tuple[int, UUID, str, dict[str, object], dict[str, object]]]:
    return [(one.position, one.id, one.code, one.facts, one.private) for one in timeline.read(stream)]


def chain(stream: StreamKey) -> list[tuple[int, str, str, str]]:
    return [(one.position, one.code, one.previous, one.hash) for one in timeline.chain(stream)]


class TestAnArchive:
    def test_takes_the_facts_and_leaves_what_is_found_by_its_code(self, now: datetime) -> None:
        before = [told(one) for one in (ONE, TWO)], [chain(one) for one in (ONE, TWO)]
        moved(now)
        assert [here(one) for one in (ONE, TWO)] == [[1, 2, 4, 5], [1, 2, 5, 6]]
        assert [told(one)[:-1] for one in (ONE, TWO)] == before[0]
        assert [chain(one)[:-1] for one in (ONE, TWO)] == before[1]
        assert told(ONE)[-1][2] == "timeline.archived"

    def test_is_read_by_code_too(self, now: datetime) -> None:
        before = [one.id for one in timeline.facts_of(ONE, code="lamp.lit")]
        moved(now)
        assert [one.id for one in timeline.facts_of(ONE, code="lamp.lit")] == before
        of_each = timeline.facts_of_each([ONE, TWO], codes=("lamp.lit",))
        assert [len(of_each[one]) for one in (ONE, TWO)] == [2, 2]

    def test_still_verifies_and_goes_on(self, now: datetime) -> None:
        moved(now)
        assert timeline.verify(all_roots=True) == []
        acting(lambda: timeline.write(ONE, "lamp.lit", by=ALICE, now=now))
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify(all_roots=True) == []
        assert timeline.verify_stream(ONE) is None

    def test_is_a_file_that_anybody_can_read_who_may_unseal_it(self, now: datetime) -> None:
        moved(now)
        content = b"".join(files.open_(Archive.objects.get().file))
        lines = [json.loads(one) for one in gzip.decompress(content).splitlines()]
        assert {tuple(one["stream"]) for one in lines} == {ONE, TWO}
        assert "暗" not in gzip.decompress(content).decode()

    def test_is_kept_by_the_row_that_names_it(self, now: datetime) -> None:
        moved(now)
        file = Archive.objects.get().file
        acting(lambda: files.weigh(now=now + timedelta(days=400)))
        assert SealedFile.objects.filter(pk=file.pk).exists()


class TestADamagedArchive:
    def test_is_named_with_its_streams(self, now: datetime) -> None:
        moved(now)
        file = Archive.objects.get().file
        store.here().delete(store.name_of(file.sha256, file.id))
        contents._unpacked.cache_clear()
        found = {(one.code, one.stream) for one in timeline.verify()}
        assert {("timeline.archive_differs", ONE), ("timeline.archive_differs", TWO)} <= found
        assert [one[2] for one in told(ONE)][-1] == "timeline.archived", "what the table has is still read"

    def test_of_a_row_that_was_moved_to_another_line(self, now: datetime) -> None:
        moved(now)
        ArchivedStream.objects.update(line=0)
        assert [one.code for one in timeline.verify()][:1] == ["timeline.archive_differs"]

    def test_of_a_row_that_was_taken_away(self, now: datetime) -> None:
        moved(now)
        ArchivedStream.objects.filter(stream__key=ONE.key).delete()
        assert ("timeline.entry_missing", ONE) in {(one.code, one.stream) for one in timeline.verify()}

    def test_of_a_fact_changed_that_stays_in_the_table(self, now: datetime) -> None:
        moved(now)
        Entry.objects.filter(stream__key=ONE.key, position=2).update(facts={"watts": 8})
        assert [(one.code, one.position) for one in timeline.verify()] == [("timeline.changed", 2)]


class TestNothingIsMoved:
    def test_whose_chain_does_not_hold(self, now: datetime) -> None:
        Entry.objects.filter(stream__key=ONE.key, position=2).update(facts={"watts": 8})
        assert len(moved(now).broken) == 1
        assert (here(ONE), here(TWO)) == ([1, 2, 3, 4], [1, 2, 5, 6])

    def test_that_was_changed_since_it_was_packed(self, now: datetime) -> None:
        found = packed()
        file = acting(lambda: archives.lay(found, now=now))
        into = acting(lambda: archives.archive(file, now=now))
        Entry.objects.filter(stream__key=ONE.key, position=2).update(facts={"watts": 8})
        went = [
            acting(lambda n=n, one=one: archives.move(into, n, one, may=bool, now=now))
            for n, one in enumerate(found.lines)
        ]
        assert sorted(went) == [False, True]
        assert here(ONE) == [1, 2, 3, 4]

    def test_twice(self, now: datetime) -> None:
        found = packed()
        moved(now)
        into = Archive.objects.get()
        assert not acting(lambda: archives.move(into, 0, found.lines[0], may=bool, now=now))
        assert ArchivedStream.objects.count() == 2

    def test_that_may_not_go_any_more(self, now: datetime) -> None:
        assert moved(now, may=False).streams == 0
        assert (here(ONE), here(TWO)) == ([1, 2, 3, 4], [1, 2, 3, 4, 5])

    def test_that_is_not_what_was_laid(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        found = packed()
        file = acting(lambda: archives.lay(found, now=now))
        monkeypatch.setattr("anxin.core.files.open_", lambda _file: iter([b"else"]))
        with pytest.raises(archives.ArchiveDiffers):
            archives.read_back(file, found)


class Killed(Exception):
    """The process is no more."""


@pytest.mark.parametrize(
    "where",
    [
        "anxin.core.archives.moves.files.receive",
        "anxin.core.archives.moves.read_back",
        "anxin.core.archives.moves.archive",
        "anxin.core.archives.moves.move",
        "anxin.core.archives.moves.timeline.write",
        "anxin.core.archives.models.ArchivedStream.objects.get_or_create",
    ],
)
def test_killed_anywhere_nothing_is_lost_and_nothing_doubled(
    where: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [chain(one) for one in (ONE, TWO)]
    with monkeypatch.context() as once:
        once.setattr(where, _killed)
        with pytest.raises(Killed):
            _run(now)
    assert [chain(one) for one in (ONE, TWO)] == before
    assert timeline.verify() == []
    _run(now)
    assert [chain(one)[:-1] for one in (ONE, TWO)] == before
    assert timeline.verify() == []
    assert ArchivedStream.objects.count() == 2
    assert SealedFile.objects.count() == Archive.objects.count() == 1


def _killed(*_given: object, **_more: object) -> None:
    raise Killed


def _run(now: datetime) -> None:
    archives.carry(packed_keys(), may=bool, now=now)


class TestInAStore:
    @pytest.fixture
    def s3(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
        with S3(page=2) as standin:
            monkeypatch.setattr(settings, "S3", standin.address)
            yield standin

    def test_that_speaks_s3_it_is_laid_and_read(self, s3: S3, now: datetime) -> None:
        before = [chain(one) for one in (ONE, TWO)]
        moved(now)
        assert [chain(one)[:-1] for one in (ONE, TWO)] == before
        assert timeline.verify() == []

    def test_that_is_away_nothing_is_moved(self, s3: S3, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("anxin.core.files.bucket.Bucket.put", _killed)
        with pytest.raises(Killed):
            moved(now)
        assert (here(ONE), here(TWO)) == ([1, 2, 3, 4], [1, 2, 3, 4, 5])

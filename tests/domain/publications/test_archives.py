"""Records of cases whose term was over long ago go into archives; the case is found, read and counted as before."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from anxin.commands import archive as command
from anxin.commands import takeout
from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.archives import Archive, ArchivedStream, contents
from anxin.core.clocks.models import Clock
from anxin.core.settings.models import SettingRow
from anxin.core.streams.models import Entry, Stream
from anxin.demo import cast
from anxin.domain.evidence.queries import dossiers
from anxin.domain.insight import queries as insight
from anxin.domain.insight.queries.day_counts import counted
from anxin.domain.people.actions import legal_holds
from anxin.domain.publications import tasks
from anxin.domain.publications.actions import archives
from anxin.domain.publications.queries import archives as due
from anxin.domain.publications.rules import ARCHIVE_AFTER
from tests import builders
from tests.builders import a_repair

pytestmark = pytest.mark.django_db(transaction=True)
LONG = timedelta(days=1096 + 366)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    contents._unpacked.cache_clear()


def sits(member: cast.Member) -> Client:
    """Sign somebody of the cast in."""
    client = Client()
    client.force_login(builders.account(member))
    return client


def record(walk: builders.Walked) -> list[tuple[int, str, str]]:
    return [(one.position, one.code, one.sentence) for one in timeline.read(walk.repair.stream())]


def over(now: datetime, at: str = "closed") -> builders.Walked:
    """A repair that ended, whose words were erased after its term."""
    walk = a_repair(now=now, at=at)
    tasks.retain.func(now=walk.now + LONG)
    return walk


class TestARepair:
    def test_goes_a_year_after_its_term_and_not_before(self, now: datetime) -> None:
        walk = over(now)
        assert list(due.due(now=walk.now + timedelta(days=1096 + 364))) == []
        assert len(list(due.due(now=walk.now + LONG))) == 1

    def test_is_read_as_before_and_says_where_its_record_lies(self, now: datetime) -> None:
        walk = over(now)
        before, rows = record(walk), Entry.objects.count()
        tasks.archive.func(now=walk.now + LONG)
        assert record(walk)[:-1] == before
        assert record(walk)[-1][1] == "timeline.archived"
        assert Entry.objects.count() < rows
        assert timeline.verify(all_roots=True) == []

    def test_counts_in_the_figures_of_its_day_as_before(self, now: datetime) -> None:
        walk = over(now)
        days = insight.days()
        before = {day: counted(day) for day in days}
        assert any(before.values())
        tasks.archive.func(now=walk.now + LONG)
        assert {day: counted(day) for day in days} == before

    def test_is_found_by_its_number_and_opened(self, now: datetime) -> None:
        walk = over(now)
        tasks.archive.func(now=walk.now + LONG)
        page = sits(cast.XIAO_CHEN).get(f"/desk/repairs/{walk.repair.number}/")
        assert page.status_code == 200
        assert "此前的记录已归档" in page.content.decode()
        stranger = sits(cast.BOSS_TANG).get(f"/desk/repairs/{walk.repair.number}/")
        assert stranger.status_code in (403, 404)


class TestWhatStays:
    def test_is_what_is_under_a_legal_hold(self, now: datetime) -> None:
        walk = over(now)
        stream, by, then = walk.repair.stream(), walk.by(cast.ADMIN), walk.now + LONG
        acting(lambda: legal_holds.place(stream=stream, source="court", letter="L1", why="w", by=by, now=then))
        tasks.archive.func(now=then)
        assert not ArchivedStream.objects.exists()
        acting(lambda: legal_holds.lift(stream=stream, why="over", by=walk.by(cast.LIN), now=then))
        tasks.archive.func(now=then)
        assert ArchivedStream.objects.count() == 1
        assert timeline.verify() == []

    def test_is_what_a_clock_runs_for(self, now: datetime) -> None:
        walk = over(now)
        rows = Clock.objects.filter(stream_key=str(walk.repair.pk))
        rows.filter(pk=rows.earliest("due_at").pk).update(met_at=None, missed_at=None, stopped_at=None)
        assert list(due.due(now=walk.now + LONG)) == []

    def test_is_everything_where_the_setting_says_never(self, now: datetime) -> None:
        walk = over(now)
        told = {"valid_from": walk.now, "confirmed_at": walk.now, "proposed_at": walk.now}
        acting(lambda: SettingRow.objects.create(name=ARCHIVE_AFTER, value=0, **told))
        assert list(due.due(now=walk.now + LONG)) == []

    def test_is_a_case_whose_term_is_not_over(self, now: datetime) -> None:
        walk = a_repair(now=now, at="closed")
        assert not sum(one.streams for one in archives.runs(now=walk.now + LONG))
        assert not ArchivedStream.objects.exists()
        assert not Archive.objects.exists()

    def test_is_one_whose_chain_is_broken_and_it_keeps_no_other_waiting(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "AT_ONCE", 1)
        first, second = (a_repair(now=now + timedelta(days=n), at="closed") for n in (0, 1))
        then = max(first.now, second.now) + LONG
        tasks.retain.func(now=then)
        earlier = Stream.objects.get(pk=next(due.due(now=then)))
        Entry.objects.filter(stream=earlier, position=2).update(code="repair.lost")
        tasks.archive.func(now=then)
        assert ArchivedStream.objects.get().stream_id != earlier.pk

    def test_is_what_somebody_held_while_it_was_packed(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        walk = over(now)
        answers = iter([True, False])
        monkeypatch.setattr(due, "may_go", lambda _stream, *, now: next(answers))
        assert not sum(one.streams for one in archives.runs(now=walk.now + LONG))
        assert record(walk)[-1][1] != "timeline.archived"


class TestADossier:
    def test_of_an_archived_repair_holds_its_whole_chain_and_verifies(self, now: datetime) -> None:
        walk = over(now)
        tasks.archive.func(now=walk.now + LONG)
        stream = walk.repair.stream()
        chain = dossiers._chain(dossiers.Dossier(stream=stream, number="", pages={}, read_me=""))
        assert [one["position"] for one in chain["entries"]] == list(range(1, chain["length"] + 1))
        assert chain["entries"][-1]["hash"] == chain["head"]


class TestItGoesAlong:
    def test_in_an_export_with_its_whole_chain(self, now: datetime, tmp_path: Path) -> None:
        walk = over(now)
        before = timeline.chain(walk.repair.stream())
        tasks.archive.func(now=walk.now + LONG)
        takeout._archives(tmp_path / "archives.jsonl", plain=False)
        (line,) = (tmp_path / "archives.jsonl").read_text(encoding="utf-8").splitlines()
        told = json.loads(line)
        assert told["stream"] == list(walk.repair.stream())
        assert [one["code"] for one in told["facts"]] == [one.code for one in before[:-1]]

    def test_by_the_terminal(self, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
        walk = over(now)
        then = walk.now + LONG
        assert command._plan(then) == 0
        assert "repair: 1 records, 1096 + 365 days after their case ended" in capsys.readouterr().out
        assert command._run(then) == 0
        assert command._verify() == 0
        assert "1 files read whole, 1 records verified" in capsys.readouterr().out
        assert command._read(walk.repair.number) == 0
        assert str(walk.repair.pk) in capsys.readouterr().out
        with pytest.raises(SystemExit):
            command._read("R-20260101-000001-1")


READS = {
    "claims": "queries/gone_twice queries/history queries/lookup",
    "goods": "queries/waybills",
    "insight": "queries/day_counts queries/recounts",
    "ledger": "queries/payees queries/provider_statements queries/refunds queries/witnesses",
    "network": "queries/scans",
    "notices": "queries/__init__ queries/followers queries/overs queries/technicians",
    "opening": "queries/departures queries/houses",
    "people": "queries/access queries/data_requests queries/erasures queries/parts queries/sign_in_log "
    "queries/tellings",
    "publications": "queries/archives queries/witnesses",
    "repairs": "queries/brand_words queries/lookup",
    "staff": "queries/hands queries/records",
    "visits": "queries/assignees queries/in_hands",
}
"""Who asks the table of facts by itself: of other kinds of streams, of what is under way, of first facts, or by codes
that stay there (`archives.stays`). What needs a record whole reads it by `timeline`, which knows archives."""


def test_who_reads_facts_past_the_timeline_is_known() -> None:
    domain = Path("anxin/domain")
    found = {
        f"{path.relative_to(domain).with_suffix('')}"
        for path in domain.rglob("*.py")
        if "Entry.objects" in path.read_text(encoding="utf-8")
    }
    assert found == {f"{app}/{name}" for app, names in READS.items() for name in names.split()}

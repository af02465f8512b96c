"""What one worker of a run has laid or walked serves the others: they have the same keys."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from anxin.core import vault
from anxin.demo import cast
from tests import builders, laid, shelf
from tests.conftest import FOLDER


class Run:
    """A run of some workers, played by this one in turn."""

    def __init__(self, patched: pytest.MonkeyPatch, folder: Path) -> None:
        self.patched, self.folder = patched, folder
        patched.setenv(FOLDER, str(folder))
        patched.setenv("PYTEST_XDIST_WORKER", "gw0")

    def another(self) -> None:
        """Be a worker that has laid and walked nothing yet."""
        for module, name, empty in ((laid, "WALKS", {}), (laid, "GROUNDS", []), (shelf, "SEEN", set())):
            self.patched.setattr(module, name, empty)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    one = Run(monkeypatch, tmp_path)
    one.another()
    return one


class TestShelf:
    @pytest.mark.django_db(transaction=True)
    def test_has_a_walk_for_a_worker_that_never_walked_it(
        self, run: Run, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = builders.a_repair(now=now, at="named")
        offers = set(one.visit.offers.values_list("pk", flat=True))
        call_command("flush", verbosity=0, interactive=False)
        run.another()
        monkeypatch.setattr(laid, "walked", lambda *_of: pytest.fail("walked twice"))
        again = builders.a_repair(now=now, at="named")
        assert again.repair.pk == one.repair.pk
        assert set(again.visit.offers.values_list("pk", flat=True)) == offers
        person = again.repair.customer
        assert vault.open_("people.person.name", person.id, person.name_sealed) == cast.MS_ZHANG.name

    @pytest.mark.django_db(transaction=True)
    def test_has_a_ground_for_a_moment_a_little_later(self, run: Run, now: datetime) -> None:
        builders.ground.lay(now=now)
        call_command("flush", verbosity=0, interactive=False)
        run.another()
        builders.ground.lay(now=now + timedelta(hours=1))
        assert [one.now for one in laid.GROUNDS] == [now]

    def test_gives_what_serves_and_gives_it_once(self, run: Run, now: datetime) -> None:
        for hours in range(3):
            shelf.lay("ground", now + timedelta(hours=hours), hours)
        assert list(shelf.unseen("ground", int, lambda _then: True)) == []  # it laid them there itself
        run.another()
        assert list(shelf.unseen("ground", int, lambda then: then > now)) == [1, 2]
        assert list(shelf.unseen("ground", int, lambda _then: True)) == [0]
        assert list(shelf.unseen("other", int, lambda _then: True)) == []

    def test_takes_no_key_that_another_worker_writes_otherwise(self, run: Run, now: datetime) -> None:
        with pytest.raises(AssertionError, match="no other worker writes this key"):
            shelf.lay(object(), now, 1)


class TestKeys:
    def test_are_made_by_the_first_worker_and_put_by_the_others(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        was_put: list[str] = []

        def made() -> str:
            (run.folder / "gw0").mkdir()
            (run.folder / "gw0" / "master.key").write_text("of the first", encoding="utf-8")
            return "rows of the first"

        for worker in ("gw0", "gw1"):
            monkeypatch.setenv("ANXIN_KEYS", str(run.folder / worker))
            assert shelf.keys_of_all(made, was_put.append) == "rows of the first"
        assert was_put == ["rows of the first"]
        assert (run.folder / "gw1" / "master.key").read_text(encoding="utf-8") == "of the first"

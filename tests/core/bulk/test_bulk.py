from datetime import datetime, timedelta

import pytest

from anxin.core import bulk, later
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.ids import uuid7
from anxin.demo import cast, ground
from anxin.domain.people.models import Role
from tests.builders import actor

pytestmark = pytest.mark.django_db
CHEN = Actor(kind="staff", id=str(uuid7()))
DONE: list[str] = []
STATES: dict[str, str] = {}


def check(*, key: str, arguments: bulk.work.Arguments, by: Actor, now: datetime) -> None:
    if STATES[key] != "open":
        raise WrongState({"key": key})


def close(*, key: str, arguments: bulk.work.Arguments, by: Actor, now: datetime) -> None:
    check(key=key, arguments=arguments, by=by, now=now)
    if key == "other":
        raise Forbidden({"key": key})
    DONE.append(key)


CLOSE = bulk.BulkAction(name="test.close", check=check, apply=close, most=5)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bulk.ACTIONS, CLOSE.name, CLOSE)
    DONE.clear()
    STATES.update(first="open", second="open", shut="closed", other="open")


def preview(keys: list[str], now: datetime, arguments: dict[str, str | int] | None = None) -> bulk.Preview:
    return bulk.preview(CLOSE, keys, arguments=arguments or {}, by=CHEN, now=now)


class TestPreview:
    def test_says_for_every_row_what_would_stop_it_and_writes_nothing(self, now: datetime) -> None:
        seen = preview(["first", "shut"], now)
        assert seen.refusals == {"first": "", "shut": "core.wrong_state"}
        assert seen.possible == ["first"]
        assert not DONE
        assert not bulk.BulkRun.objects.exists()

    def test_refuses_more_rows_than_the_action_takes(self, now: datetime) -> None:
        STATES.update({str(number): "open" for number in range(6)})
        with pytest.raises(bulk.SelectionChanged, match="at most 5"):
            preview([str(number) for number in range(6)], now)


class TestRun:
    def run(self, keys: list[str], token: str, now: datetime) -> bulk.BulkRun:
        return bulk.run(CLOSE, keys, token=token, arguments={}, by=CHEN, now=now)

    def test_leaves_one_line_a_row(self, now: datetime) -> None:
        keys = ["first", "shut", "other", "second", "first"]
        work = self.run(keys, preview(keys, now).token, now)
        assert list(work.lines.order_by("id").values_list("key", "outcome", "code")) == [
            ("first", "done", ""),
            ("shut", "refused", "core.wrong_state"),
            ("other", "refused", "core.forbidden"),
            ("second", "done", ""),
        ]
        assert DONE == ["first", "second"]

    def test_does_nothing_when_the_rows_changed_since_the_preview(self, now: datetime) -> None:
        token = preview(["first", "second"], now).token
        STATES["second"] = "closed"
        with pytest.raises(bulk.SelectionChanged):
            self.run(["first", "second"], token, now)
        assert not DONE

    @pytest.mark.parametrize("keys", [["first"], ["first", "second", "other"]])
    def test_takes_exactly_what_was_previewed(self, now: datetime, keys: list[str]) -> None:
        token = preview(["first", "second"], now).token
        with pytest.raises(bulk.SelectionChanged):
            self.run(keys, token, now)

    def test_asked_for_twice_is_the_same_run_done_once(self, now: datetime) -> None:
        token = preview(["first", "second"], now).token
        given = {"token": token, "arguments": {}, "by": CHEN, "now": now, "once": "form-1"}
        first = bulk.run(CLOSE, ["first", "second"], **given)  # type: ignore[arg-type]
        again = bulk.run(CLOSE, ["first", "second"], **given)  # type: ignore[arg-type]
        assert (again.id, again.rows, again.ended_at) == (first.id, 2, now)
        assert DONE == ["first", "second"]
        assert bulk.asked_before(CLOSE, "form-1", by=CHEN) == first
        assert bulk.asked_before(CLOSE, "form-1", by=Actor(kind="staff", id="other")) is None

    def test_of_many_rows_is_a_workers(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk.work, "AT_ONCE", 1)
        work = self.run(["first", "second"], preview(["first", "second"], now).token, now)
        assert (work.ended_at, DONE, bulk.is_waited_for(str(work.id))) == (None, [], True)
        later.run_due(now=now)
        assert (DONE, bulk.is_waited_for(str(work.id))) == (["first", "second"], False)

    def test_that_died_goes_on_with_what_has_no_line(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as dying:
            dying.setattr(bulk.work, "carry_out", lambda key, now: None)
            work = self.run(["first", "second"], preview(["first", "second"], now).token, now)
        work.lines.create(key="first", outcome="done")
        later.run_due(now=now + bulk.work.TAKEN_UP)
        work.refresh_from_db()
        assert (DONE, work.told_sealed) == (["second"], "")
        assert [key for key, _code in bulk.lines_of(work)] == ["first", "second"]

    def test_ends_for_who_loses_his_role_in_the_middle(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        ground.lay(now=now - timedelta(days=1))
        owner = actor(cast.MERCHANT_OWNER, now=now)

        def apply(*, key: str, arguments: bulk.work.Arguments, by: Actor, now: datetime) -> None:
            DONE.append(key)
            Role.objects.filter(account=by.id).update(to_at=now)

        action = bulk.BulkAction(name="test.close", check=check, apply=apply, most=5)
        monkeypatch.setitem(bulk.ACTIONS, "test.close", action)
        token = bulk.preview(action, ["first", "second"], arguments={}, by=owner, now=now).token
        work = bulk.run(action, ["first", "second"], token=token, arguments={}, by=owner, now=now)
        assert DONE == ["first"]
        assert bulk.lines_of(work) == [("first", ""), ("second", "core.forbidden")]

    def test_is_shown_to_who_asked_for_it_only(self, now: datetime) -> None:
        work = self.run(["first"], preview(["first"], now).token, now)
        assert bulk.run_of(work.id, by=CHEN) == work
        with pytest.raises(bulk.NoRun):
            bulk.run_of(work.id, by=Actor(kind="staff", id="other"))

    def test_is_bound_to_its_arguments(self, now: datetime) -> None:
        token = preview(["first"], now, {"reason": "a"}).token
        with pytest.raises(bulk.SelectionChanged):
            self.run(["first"], token, now)

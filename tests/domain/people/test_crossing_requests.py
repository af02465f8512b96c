"""Objecting, refusing and the end of the days meet: each pair in both orders, on two connections."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import steps
from anxin.demo import cast
from anxin.domain.people import queries as known
from anxin.domain.people.commands.data_requests import DATA_REQUESTS, PERSONS
from anxin.domain.people.models import DataRequest
from anxin.domain.people.queries import actors, proposals
from tests import builders
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NEW = "13900007788"
ENDS = {"object": "objected", "refuse": "refused", "fulfil": "done"}


class Meeting:
    """A request whose days end now, and who may end it otherwise in that moment."""

    def __init__(self, now: datetime) -> None:
        walk = builders.a_repair(now=now, at="submitted")
        self.now, self.person = walk.now, walk.repair.customer
        self.customer = actors.actor_of_person(str(self.person.pk))
        self.agent, self.second = builders.actor(cast.XIAO_CHEN, now=now), builders.actor(cast.LIN, now=now)
        wish = {"wish": "phone", "phone": NEW}
        made = acting(lambda: PERSONS.give("data-request", row=self.person, by=self.agent, now=self.now, fields=wish))
        self.key = made.pk
        self.give("identification", how="paper", signs="123X")
        self.give("agreement", self.second, shown=proposals.proposal(self.row, actor=self.second).mark)
        self.give("ringing", builders.actor(cast.SUN, now=now), heard="told")
        self.due = self.now + timedelta(days=5)

    @property
    def row(self) -> DataRequest:
        return DataRequest.objects.select_related("person__place").get(pk=self.key)

    def give(self, name: str, by: Actor | None = None, **fields: str) -> None:
        row = self.row
        acting(lambda: DATA_REQUESTS.give(name, row=row, by=by or self.agent, now=self.now, fields=fields))

    def work(self, what: str) -> Callable[[], object]:
        """Return what one of the two does in the moment in which the days end."""
        self.now = self.due
        works = {
            "object": lambda: self.give("objection", self.customer),
            "refuse": lambda: self.give("refusal", why="查无此事"),
            "fulfil": lambda: clocks.sweep(self.due),
        }
        return works[what]


def meet(
    first: Callable[[], object], second: Callable[[], object], patch: pytest.MonkeyPatch
) -> list[Exception | None]:
    """Let the second stand before its first lock, with what it holds by then, until the first has taken its own."""
    holds, role, lock = threading.Event(), threading.local(), steps._lock

    def waiting(row: object) -> None:
        if role.is_second:
            holds.wait(PATIENCE_S)
        lock(row)  # type: ignore[arg-type]
        if not role.is_second:
            holds.set()

    def race(work: Callable[[], object], is_second: bool) -> Exception | None:
        role.is_second = is_second
        try:
            work()
        except WrongState as refusal:
            return refusal
        finally:
            holds.set()
            connections.close_all()
        return None

    patch.setattr(steps, "_lock", waiting)
    with ThreadPoolExecutor(2) as pool:
        racing = [pool.submit(race, second, True), pool.submit(race, first, False)]
        return [one.result(timeout=2 * PATIENCE_S) for one in racing][::-1]


@pytest.mark.parametrize(
    ("first", "second"),
    [(one, other) for one in ENDS for other in ENDS if one != other],
)
def test_ends_once_and_as_one_of_both_says(
    first: str, second: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(now)
    with monkeypatch.context() as patch:
        refusals = meet(meeting.work(first), meeting.work(second), patch)
    row, ends = meeting.row, [one.code for one in timeline.read(meeting.row.stream())]
    said = {"object": "data_request.object", "refuse": "data_request.refuse", "fulfil": "data_request.fulfil"}
    done = [one for one in (first, second) if said[one] in ends]
    assert row.state == ENDS["refuse" if "refuse" in done else done[0]]
    if {first, second} == {"object", "refuse"}:  # what was objected to can still be refused
        assert "refuse" in done
    else:
        assert len(done) == 1, "exactly one of them"
        assert ends.count(said[done[0]]) == 1
    changed = [one.pk for one in known.known_by_phone(NEW)] == [meeting.person.pk]
    assert changed == (row.state == "done")
    assert not clocks.open_clocks(row.stream()).filter(kind="people.objection").exists()
    assert all(one is None or one.code for one in refusals)
    assert timeline.verify() == []

"""A desk at which somebody asks for something of his own data."""

from datetime import datetime, timedelta
from typing import Any

from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import tables
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.people import tasks
from anxin.domain.people.models import DataRequest
from anxin.domain.people.queries import proposals
from tests import builders
from tests.builders import actor

NEW = "13900007788"
HASH = "ab" * 32


def give(about: str, command: str, row: Any, by: Actor, now: datetime, /, **fields: Any) -> Any:
    return acting(lambda: tables()[about].give(command, row=row, by=by, now=now, fields=fields))


class Desk:
    """An agent, a reviewer as the second person, and the customer of a repair that was called off."""

    def __init__(self, now: datetime) -> None:
        self.walk = builders.a_repair(now=now, at="submitted")
        self.now = self.walk.now
        self.agent, self.second = actor(cast.XIAO_CHEN, now=now), actor(cast.LIN, now=now)
        self.ringer = actor(cast.SUN, now=now)
        self.person = self.walk.repair.customer

    def ask(self, wish: str, **fields: Any) -> DataRequest:
        made = give("person", "data-request", self.person, self.agent, self.now, wish=wish, **fields)
        assert isinstance(made, DataRequest)
        return made

    def do(self, name: str, row: DataRequest, by: Actor | None = None, **fields: Any) -> None:
        row.refresh_from_db()
        give("data_request", name, row, by or self.agent, self.now, **fields)
        row.refresh_from_db()
        self.person.refresh_from_db()

    def ring(self, row: DataRequest, heard: str) -> None:
        self.do("ringing", row, self.ringer, heard=heard)

    def agree(self, row: DataRequest) -> None:
        row.refresh_from_db()
        self.do("agreement", row, self.second, shown=proposals.proposal(row, actor=self.second).mark)

    def days_pass(self) -> None:
        clocks.sweep(self.now + timedelta(days=6))

    def went_out(self, message: Message, receipt: str = "") -> None:
        Message.objects.filter(pk=message.pk).update(state="sent", settled_at=self.now, receipt=receipt)
        tasks.look_told.func(now=self.now)

    def runs(self, row: DataRequest) -> bool:
        """Return whether the days to object run."""
        return clocks.open_clocks(row.stream()).filter(kind="people.objection").exists()

    def announced(self) -> DataRequest:
        """Return a request for another phone that somebody else agreed to."""
        row = self.ask("phone", phone=NEW)
        self.identify(row)
        self.agree(row)
        return row

    def identify(self, row: DataRequest, how: str = "paper", signs: str = "123X") -> None:
        self.do("identification", row, how=how, signs=signs)

"""What is decided about a person's request about his own data: what may be done with it, and when a number was told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anxin.domain.people.rules import COPY

VAIN_DAYS = 3
"""On so many days a number is rung in vain before it counts as told."""


@dataclass(frozen=True, kw_only=True)
class PersonSituation:
    """A person as the desk asks for him: a customer who isn't erased, or not."""

    customer: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a person walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class DataSituation:
    """A request about somebody's own data: what he wants, whether somebody else agreed, and whether the actor may."""

    state: str
    wish: str
    second: bool
    agreed: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"data_request": self.state}


def may_want(case: PersonSituation) -> bool:
    """Return whether requests of somebody are written down here."""
    return case.customer


def is_copy(case: DataSituation) -> bool:
    """Return whether a copy is asked for, and a second person agreed that it goes out."""
    return case.wish == COPY and case.agreed


def is_done_alone(case: DataSituation) -> bool:
    """Return whether it is something to change that one person may do."""
    return case.wish in ("name", "withdraw")


def may_object(case: DataSituation) -> bool:
    """Return whether his phone is to become another one."""
    return case.wish == "phone"


def is_to_be_told(case: DataSituation) -> bool:
    """Return whether the number of before is still to be told, or the one a copy was told to."""
    return (case.wish, case.state) in (("phone", "announced"), (COPY, "done"))


def was_to_be_told(case: DataSituation) -> bool:
    """Return whether a phone had to be told of it: the one of before, or the one of whom a copy was handed out."""
    return is_to_be_told(case) or (case.wish == "phone" and case.state in ("objected", "done"))


def is_news(*, told: bool, receipt: str, before: bool | None) -> bool:
    """Return whether what became of a message is something else than was known: whether it told, None where nothing."""
    return before is not True if told else bool(receipt) and before is not False


def told_by(rings: Sequence[tuple[datetime, date, bool]]) -> datetime | None:
    """Return since when calls told a number: from the first that reached it, or the last of enough in vain.

    Each call is its moment, its day and whether it reached somebody whom it concerns. Enough are as many days on which
    it was tried as `VAIN_DAYS` says: a number that is gone keeps nobody from a new one.
    """
    tried: set[date] = set()
    for at, day, reached in rings:
        tried.add(day)
        if reached or len(tried) >= VAIN_DAYS:
            return at
    return None


def may_agree(case: DataSituation) -> bool:
    """Return whether the actor is the second person: he neither wrote it down nor identified who asks."""
    return case.second

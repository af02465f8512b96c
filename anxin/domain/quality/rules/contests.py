"""What is decided about what technicians contest: who may, what, and who may judge it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from anxin.domain.quality.choices import DISPATCH, PAY


@dataclass(frozen=True, kw_only=True)
class ReviewSituation:
    """A review as whoever it is about looks at it; `contested` is the state of the objection to it, if there is one."""

    own: bool
    counts: bool
    contested: str

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: of the objection."""
        return {"contest": self.contested} if self.contested else {}


def is_about_him(case: ReviewSituation) -> bool:
    """Return whether the review is about the actor."""
    return case.own


def may_contest(case: ReviewSituation) -> bool:
    """Return whether one may say that a review shouldn't count: one's own, once, as long as it counts."""
    return case.own and case.counts and case.contested in ("", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class JobContestSituation:
    """A job as a technician may contest how he was dealt with.

    `asked`: it was offered to him, or his, and is decided; `held`: he ended it; `contested`: what of it he contests.
    """

    asked: bool
    held: bool
    contested: Collection[str] = ()

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: it walks none here."""
        return {}


def contestable(case: JobContestSituation) -> tuple[str, ...]:
    """Return what of a job a technician may contest now: each once."""
    known = ((DISPATCH, case.asked), (PAY, case.held))
    return tuple(about for about, his in known if his and about not in case.contested)


def may_contest_job(case: JobContestSituation) -> bool:
    """Return whether anything of a job is left to contest."""
    return bool(contestable(case))


@dataclass(frozen=True, kw_only=True)
class ContestSituation:
    """What a technician contests, as who judges it and he himself look at it.

    `own`: it is his; `takes_part`: the actor had a part in the case; `others`: somebody of the house who had none
    could judge it.
    """

    state: str
    own: bool
    takes_part: bool = False
    others: bool = field(default=True)

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"contest": self.state}


def is_his(case: ContestSituation) -> bool:
    """Return whether the actor contests it."""
    return case.own


def may_judge(case: ContestSituation) -> bool:
    """Return whether an actor may judge it: who had no part in the case; where everybody had, anybody."""
    return not case.takes_part or not case.others


def is_alone(case: ContestSituation) -> bool:
    """Return whether an actor judges what he had a part in, as nobody else can."""
    return case.takes_part and not case.others

"""What a technician does next on his job: one step, decided on the situation that his commands are decided on."""

from dataclasses import dataclass

from anxin.domain.repairs.rules import job
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.visits.rules import POINT, SIGNED
from anxin.domain.visits.states import VISIT

LAST_SHOTS = ("door", "after", SIGNED)
"""The pictures that are taken when the work is done; all others come before its price."""
ENDED = {"finished": "done", "unfinished": "unfinished", "cancelled": "cancelled"}
NOT_HIS = VISIT.ends | VISIT.capabilities["seek"]
STEPS = (
    *("done", "unfinished", "cancelled", "over", "call", "book", "not_yet", "set_out", "arrive", "barred", "identity"),
    *("photo", "quote", "wait", "refused", "checks", "sign", "finding", "parts", "mended", "locked", "code"),
)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a job is beside its situation.

    `spoke`: the technician has reached the customer. `missing` are the pictures the record still asks for, in its
    order, with the signature; `unticked` where the check list isn't gone through; `locked` where the code is.
    """

    spoke: bool = False
    missing: tuple[str, ...] = ()
    unticked: bool = False
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one next step, and the picture that it takes."""

    name: str
    slot: str = ""


def next_step(situation: JobSituation, progress: Progress) -> NextStep:
    """Return what is to be done now; nothing is where another visit followed, or somebody is looked for again."""
    if situation.visit in NOT_HIS or not situation.latest:
        return NextStep(name=ENDED.get(situation.visit, "over"))
    if situation.visit == "assigned":
        return NextStep(name="book" if progress.spoke else "call")
    if situation.visit == "booked":
        return NextStep(name="not_yet" if situation.early else "set_out")
    if situation.visit == "on_the_way":
        return NextStep(name="arrive")
    if situation.barred:
        return NextStep(name="barred")
    return _before_the_work(situation, progress) or _after_it(situation, progress)


def _before_the_work(situation: JobSituation, progress: Progress) -> NextStep | None:
    if job.may_identify(situation):
        return NextStep(name="identity")
    if situation.refused:
        return NextStep(name="refused")
    first = [one for one in progress.missing if one not in LAST_SHOTS and not one.startswith(POINT)]
    if first:
        return NextStep(name="photo", slot=first[0])
    if situation.asked:
        return NextStep(name="wait")
    return None if situation.quoted or situation.inspection else NextStep(name="quote")


def _after_it(situation: JobSituation, progress: Progress) -> NextStep:
    if progress.unticked:
        return NextStep(name="checks")
    last = [one for one in progress.missing if one != SIGNED]
    if last:
        return NextStep(name="photo", slot=last[0])
    if progress.missing:
        return NextStep(name="sign")
    if not situation.parts_stated:
        return NextStep(name="finding" if situation.inspection else "parts")
    if situation.bench:
        return NextStep(name="mended")
    return NextStep(name="locked" if progress.locked else "code")

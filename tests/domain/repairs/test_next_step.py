"""A technician's next step, over every state of his job: it is always one that his commands let him take."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from anxin.domain.repairs.rules import job
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.repairs.rules.next_step import STEPS, NextStep, Progress, next_step
from anxin.domain.visits.states import VISIT
from anxin.faces.technician.steps import SAID

MISSING = ((), ("signature",), ("after", "signature"), ("before", "after"), ("door", "after"), ("check-1",), ("plate",))
QUOTES = ({}, {"asked": True}, {"quoted": True}, {"refused": True})
MAY = {
    "identity": job.may_identify,
    "quote": job.may_price,
    "wait": job.may_be_answered,
    "refused": job.may_price,
    "checks": job.may_tick,
    "sign": job.may_sign,
    "parts": job.may_state_parts,
    "finding": job.may_find,
    "arrive": job.may_check_in,
    "mended": job.may_finish_at_bench,
    "code": job.may_finish_by_code,
}
"""The steps that give a command, and the rule of that command."""


def jobs() -> Iterator[tuple[JobSituation, Progress]]:
    """Give every job that can be: parts are stated only as agreed, at a bench nobody is called and nobody travels."""
    for visit, quote, missing in product(VISIT.states, QUOTES, MISSING):
        for latest, opening, identified, ticked, stated, bench, spoke in product((False, True), repeat=7):
            travels = visit in ("booked", "on_the_way")
            if (stated and "quoted" not in quote) or (bench and travels) or (quote and not identified):
                continue
            situation = JobSituation(
                **{"visit": visit, "repair": "in_service", "own": True, "latest": latest, "opening": opening},
                **{"identified": identified or not opening, "listed": True, "signs": "signature" in missing},
                **{"parts_stated": stated, "bench": bench, **quote},
            )
            progress = Progress(spoke=spoke, missing=missing, unticked=not ticked, locked=False)
            yield situation, progress
            if visit == "booked":
                yield replace(situation, early=True), progress
            if visit == "on_site":
                yield replace(situation, barred=True), progress
            if not (quote or bench or opening):
                yield replace(situation, inspection=True), progress


class TestNextStep:
    def test_is_one_that_its_command_allows(self) -> None:
        wrong = set()
        for situation, progress in jobs():
            name = next_step(situation, progress).name
            if name in MAY and not MAY[name](situation):
                wrong.add((name, situation.visit, situation.latest))
        assert wrong == set()

    def test_has_words_whichever_it_is(self) -> None:
        assert set(SAID) | {"photo"} == set(STEPS)
        reached = {next_step(*one).name for one in jobs()} | {next_step(*code_locked()).name}
        assert reached == set(STEPS)

    def test_takes_the_pictures_before_the_price_and_those_of_the_end_after_it(self) -> None:
        at_work = {"visit": "on_site", "repair": "in_service", "own": True, "latest": True}
        wanted = Progress(missing=("before", "door", "after", "signature"))
        assert next_step(JobSituation(**at_work), wanted) == NextStep(name="photo", slot="before")  # type: ignore[arg-type]
        rest = Progress(missing=("door", "after", "signature"))
        assert next_step(JobSituation(**at_work), rest).name == "quote"  # type: ignore[arg-type]
        agreed = JobSituation(**at_work, quoted=True)  # type: ignore[arg-type]
        assert next_step(agreed, rest) == NextStep(name="photo", slot="door")


def code_locked() -> tuple[JobSituation, Progress]:
    """Return a job that waits for its code, and nobody may try it any more."""
    done = JobSituation(
        visit="on_site", repair="in_service", own=True, latest=True, quoted=True, parts_stated=True, identified=True
    )
    return done, Progress(locked=True)

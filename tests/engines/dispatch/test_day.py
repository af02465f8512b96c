"""What happens during a day: events, explanations, travel without a matrix, simulation, the kernel's cache."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from anxin.engines.dispatch import (
    Cancelled,
    Delayed,
    Iterations,
    NewJob,
    Objective,
    Outlet,
    OutletSuspended,
    PartMissing,
    Plan,
    Problem,
    Sick,
    Skill,
    WrongInput,
    after,
    blocked,
    check,
    command,
    coverage_gaps,
    for_technician,
    plan,
    rules_against,
    runners_up,
)
from anxin.engines.dispatch.kernel import jit, times
from anxin.engines.dispatch.reader import plan_from, problem_from
from anxin.engines.dispatch.simulate import load, report, simulate
from anxin.engines.dispatch.simulate.outcome import gini, interval
from anxin.engines.dispatch.travel import great_circle_m, matrix_between, seconds_for, unit_vectors
from anxin.engines.dispatch.writer import plan_json
from tests.engines.dispatch.worlds import a_job, a_problem, a_technician, world

FEW = Iterations(300)


def two_technicians(*jobs: object, **changes: object) -> Problem:
    people = (a_technician("t1", parts={"p": 1}, outlet="o1"), a_technician("t2", 5, parts={"p": 1}))
    return a_problem(*jobs, technicians=people, outlets=(Outlet(id="o1"),), **changes)  # type: ignore[arg-type]


class TestEvents:
    def test_a_new_job_is_planned(self) -> None:
        problem = after(two_technicians(), [NewJob(a_job())])
        assert plan(problem, FEW).holders() == {"j1": ("t1",)}

    def test_a_cancelled_job_frees_what_waited_for_it(self) -> None:
        problem = after(two_technicians(a_job("j1"), a_job("j2", after="j1")), [Cancelled("j1")])
        assert [(job.id, job.after) for job in problem.jobs] == [("j2", None)]

    def test_a_delay_moves_his_day(self) -> None:
        problem = after(two_technicians(a_job(banned=("t2",))), [Delayed("t1", 40000)])
        assert plan(problem, FEW).routes[0].stops[0].arrive == 40600

    def test_a_sick_technician_gives_up_what_he_had_begun(self) -> None:
        begun = a_job(state="on_site", technician="t1", started_at=29000)
        found = plan(after(two_technicians(begun), [Sick("t1")]), FEW)
        assert found.holders() == {"j1": ("t2",)}
        assert found.changed == ("j1",)

    def test_a_missing_part_sends_somebody_else(self) -> None:
        problem = after(two_technicians(a_job(parts={"p": 1})), [PartMissing("t1", "p")])
        assert plan(problem, FEW).holders() == {"j1": ("t2",)}

    def test_a_suspended_outlet_gives_up_its_jobs_and_the_change_is_priced(self) -> None:
        problem = two_technicians(a_job(state="notified"), objective=Objective(change=900))
        before = plan(problem, FEW)
        now = after(problem, [OutletSuspended("o1")], before)
        found = plan(now, FEW, previous=before)
        assert (before.holders(), found.holders()) == ({"j1": ("t1",)}, {"j1": ("t2",)})
        assert (found.changed, found.terms["change"]) == (("j1",), 900)
        assert check(now, found) == ()

    @pytest.mark.parametrize("event", [Cancelled("x"), Sick("x"), Delayed("x", 1), OutletSuspended("x")])
    def test_an_event_about_nobody_is_refused(self, event: Cancelled) -> None:
        with pytest.raises(WrongInput, match="an id of the problem"):
            after(two_technicians(), [event])


class TestStability:
    def test_told_customers_keep_their_technician(self) -> None:
        whole = world(21, 60, frozenset({"windows"}))
        priced = replace(whole, objective=replace(whole.objective, change=900))
        before = plan(priced, Iterations(3000))
        held = before.holders()
        told = [replace(job, state="notified", technician=held[job.id][0]) for job in priced.jobs if job.id in held]
        now = replace(priced, jobs=(*told[2:], a_job("new", 3)))
        found = plan(now, Iterations(2000), previous=before)
        assert len(found.changed) <= 2
        assert check(now, found) == ()


class TestExplain:
    def test_runners_up_cost_what_they_would_add(self) -> None:
        problem = two_technicians(a_job())
        found = runners_up(problem, plan(problem, FEW), "j1")
        assert (found.technician, found.cost) == ("t1", 1200)
        assert [(one.technician, one.cost) for one in found.others] == [("t2", 4800)]

    def test_a_job_left_out_has_no_runners_up(self) -> None:
        problem = two_technicians(a_job(brand="b1"))
        with pytest.raises(WrongInput):
            runners_up(problem, plan(problem, FEW), "j1")

    def test_rules_against_name_the_first_rule(self) -> None:
        found = rules_against(two_technicians(), a_job(skills=("lock",), banned=("t1",)))
        assert {one.technician: one.rule for one in found} == {"t1": "skill", "t2": "skill"}

    def test_gaps_are_where_few_can_do_what_is_asked(self) -> None:
        people = (a_technician("t1", skills=(Skill("lock", 2),)), a_technician("t2", skills=("air",)))
        jobs = (a_job("j1", skills=("lock",), division="440106"), a_job("j2", skills=("air", Skill("lock", 3))))
        found = coverage_gaps(a_problem(*jobs, technicians=people), fewer_than=1)
        assert [(gap.skill, gap.level, gap.technicians) for gap in found] == [("lock", 3, 0)]

    def test_a_technician_sees_the_rules_and_his_own_route_only(self) -> None:
        problem = two_technicians(a_job("j1"), a_job("j2", 5))
        lines = for_technician(problem, plan(problem, FEW), "t2")
        assert any("j2" in line for line in lines)
        assert not any("j1" in line for line in lines)

    def test_jobs_left_out_are_grouped_by_rule(self) -> None:
        problem = two_technicians(a_job("j1", brand="b"), a_job("j2", skills=("x",)))
        assert blocked(plan(problem, FEW)) == {"brand": ["j1"], "skill": ["j2"]}


class TestCheck:
    def broken(self, change: str, value: object) -> list[str]:
        problem = two_technicians(a_job("j1"), a_job("j2", 2))
        found = json.loads(plan_json(plan(problem, FEW)))
        found["routes"][0]["stops"][0][change] = value
        return [rule.rule for rule in check(problem, plan_from(found))]

    def test_a_plan_of_its_own_holds(self) -> None:
        assert self.broken("job", "j1") == [] or self.broken("job", "j2") == []

    @pytest.mark.parametrize(("change", "value"), [("start", 100), ("end", 1), ("arrive", 0), ("job", "nobody")])
    def test_a_changed_stop_is_found(self, change: str, value: object) -> None:
        assert self.broken(change, value)

    def test_a_cheaper_cost_is_found(self) -> None:
        problem = two_technicians(a_job())
        found = plan(problem, FEW)
        assert [rule.rule for rule in check(problem, replace(found, cost=found.cost - 1))] == ["cost"]

    def test_a_change_kept_quiet_is_found(self) -> None:
        problem = two_technicians(a_job(state="notified", technician="t2"), objective=Objective(change=10))
        found = plan(problem, FEW)
        assert found.changed == ("j1",)
        hidden = replace(found, changed=(), cost=found.cost - 10)
        assert [rule.rule for rule in check(problem, hidden)] == ["changed"]

    def test_a_job_that_vanished_is_found(self) -> None:
        assert [rule.rule for rule in check(two_technicians(a_job()), Plan())] == ["once"]

    def test_a_plan_without_our_own_fields_can_be_checked(self) -> None:
        problem = two_technicians(a_job())
        row = json.loads(plan_json(plan(problem, FEW)))
        for route in row["routes"]:
            del route["home"]
        del row["terms"]
        assert check(problem, plan_from(row)) == ()


class TestTravel:
    def test_kernel_and_table_agree_to_the_second(self) -> None:
        dice = random.Random(1)
        points = [(113 + dice.random() * 9, 23 + dice.random() * 9) for _ in range(60)]
        points += [(x + 0.01 * dice.random(), y) for x, y in points]
        matrix, globe = matrix_between(points), unit_vectors(points)
        seconds = jit.jit(lambda globe, a, b: times.flown(globe, a, b))
        assert all(matrix[a, b] == seconds(globe, a, b) for a in range(120) for b in range(120))

    def test_the_series_is_the_great_circle(self) -> None:
        points = [(113.2, 23.1), (113.9, 24.4)]
        assert abs(matrix_between(points)[0, 1] - seconds_for(great_circle_m(*points))) <= 1

    def test_longer_takes_longer_across_the_bands(self) -> None:
        found = [seconds_for(metres) for metres in range(0, 80000, 500)]
        assert found == sorted(found)


class TestReading:
    def test_what_a_plan_prints_can_be_read_back(self) -> None:
        problem = world(4, 30, frozenset({"breaks", "windows"}))
        found = plan(problem, FEW)
        assert plan_from(json.loads(plan_json(found))) == replace(found, terms=dict(found.terms))

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ([], "problem: expected an object"),
            ({"jbos": []}, "jbos: expected a known field, perhaps jobs"),
            ({"jobs": [{"id": "a"}]}, r"jobs\[0\].windows: expected a value, got nothing"),
            ({"jobs": 5}, "jobs: expected a list"),
            ({"durations": [[1, 2]]}, "durations: expected a square matrix"),
            ({"objective": {"unserved": "much"}}, "objective.unserved: expected a whole number"),
            (
                {"speeds": [{"from": 1, "to": 2, "facter": 3}]},
                r"speeds\[0\].facter: expected a known field, perhaps factor",
            ),
        ],
    )
    def test_names_what_is_wrong(self, data: object, said: str) -> None:
        with pytest.raises(WrongInput, match=said):
            problem_from(data)


class TestSimulation:
    def test_is_the_same_for_the_same_seed(self) -> None:
        given = replace(load(), peak_days=1, normal_days=1, technicians=4, jobs_a_day=10)
        assert simulate(3, given) == simulate(3, given)

    def test_the_clairvoyant_serves_no_less_than_the_nearest(self) -> None:
        given = replace(load(), peak_days=1, normal_days=1, technicians=4, jobs_a_day=12)
        served = simulate(5, given)
        name = "served the same day %"
        assert served["peak", "clairvoyant"][name] >= served["peak", "nearest qualified"][name]

    def test_wrong_assumptions_are_named(self, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong.toml"
        wrong.write_text("[city]\ntechnicans = 5\n", "utf-8")
        with pytest.raises(WrongInput, match="technicans"):
            report(1, "middle", wrong)

    def test_gini_and_interval(self) -> None:
        assert gini([3, 3, 3]) == pytest.approx(0)
        assert gini([0, 0, 9]) == pytest.approx(2 / 3)
        assert interval([1.0, 3.0]) == pytest.approx((2.0, 1.96))


class TestCache:
    def test_goes_to_the_data_folder_where_the_environment_is_read_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
        monkeypatch.setenv("ANXIN_DATA", str(tmp_path))
        shipped = Path(jit.sys.prefix) / "var" / "numba"
        real = jit.writable
        monkeypatch.setattr(jit, "writable", lambda folder: shipped not in folder.parents and real(folder))
        assert jit.cache_folder() == tmp_path / "numba" / jit.fingerprint()

    def test_that_a_parent_chose_is_the_childs_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
        first = jit.cache_folder()
        monkeypatch.setenv("NUMBA_CACHE_DIR", str(first))
        assert jit.cache_folder() == first == tmp_path / jit.fingerprint()

    def test_is_filled_by_warm_for_every_door(self) -> None:
        told = (
            "from anxin.engines.dispatch import command, planner\n"
            "from anxin.engines.dispatch.kernel import live, search\n"
            "if __name__ == '__main__':\n"
            "    command.run(['warm']); planner.ready(); command.matching_ready()\n"
            "    for kernel in (search.run, live.live):\n"
            "        assert kernel.stats.cache_hits and not kernel.stats.cache_misses, kernel"
        )
        subprocess.run([sys.executable, "-c", told], check=True)

    def test_is_not_filled_where_nothing_would_stay(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(command, "CACHE", None)
        assert command.run(["warm"]) == 0
        assert "every process compiles its own" in capsys.readouterr().out

    def test_no_folder_at_all_is_no_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
        monkeypatch.setattr(jit, "writable", lambda folder: False)
        assert jit.cache_folder() is None

"""The planner: hard rules, determinism, features one by one, and the edges."""

from dataclasses import replace

import pytest

from anxin.engines.dispatch import (
    Break,
    CpuSeconds,
    Iterations,
    Job,
    Objective,
    Outlet,
    Plan,
    PlanParams,
    Problem,
    Skill,
    Speed,
    WrongInput,
    check,
    plan,
)
from tests.engines.dispatch.worlds import FEATURES, a_job, a_problem, a_technician, world

FEW = Iterations(200)


def rules(problem: Problem, found: Plan) -> list[str]:
    return [str(rule) for rule in check(problem, found)]


def only_stop(found: Plan, job: str = "j1") -> tuple[int, int, int]:
    return next((s.arrive, s.start, s.end) for r in found.routes for s in r.stops if s.job == job)


class TestEveryPlan:
    @pytest.mark.parametrize("seed", range(18))
    def test_keeps_all_rules_with_everything_switched_on(self, seed: int) -> None:
        problem = world(seed)
        assert rules(problem, plan(problem, FEW, seed)) == []

    @pytest.mark.parametrize("feature", FEATURES)
    def test_keeps_the_rules_of_one_feature(self, feature: str) -> None:
        problem = world(7, 40, frozenset({feature}))
        assert rules(problem, plan(problem, FEW)) == []

    @pytest.mark.parametrize("seed", range(8))
    def test_keeps_all_rules_when_it_begins_from_another(self, seed: int) -> None:
        problem = world(seed)
        before = plan(problem, FEW, seed)
        left = tuple(j for j in problem.jobs[2:] if j.after not in {"j0", "j1"})
        fewer = replace(problem, jobs=left)
        assert rules(fewer, plan(fewer, FEW, seed + 1, previous=before)) == []

    def test_is_the_same_for_the_same_seed(self) -> None:
        problem = world(3, 40)
        assert plan(problem, Iterations(500), 5) == plan(problem, Iterations(500), 5)

    def test_differs_in_its_dice_for_another_seed(self) -> None:
        problem = world(3, 60, frozenset({"windows"}))
        costs = {plan(problem, Iterations(20), seed).cost for seed in range(6)}
        assert len(costs) > 1

    def test_is_never_dearer_after_more_steps(self) -> None:
        problem = world(11, 60, frozenset({"windows", "breaks"}))
        assert plan(problem, Iterations(2000)).cost <= plan(problem, Iterations(0)).cost

    def test_is_pinned(self) -> None:
        """The same numbers on every machine: change them only with the search."""
        found = plan(world(1, 30, frozenset({"windows"})), Iterations(1000), 1)
        assert (found.cost, len(found.unassigned)) == PINNED


PINNED = (15936, 0)


class TestRests:
    def test_keeps_a_stop_that_a_rest_needs(self) -> None:
        """The second would be cheaper with the neighbour, but on the long way without it the rest has no place."""
        skilled = a_technician(skills=(Skill("a"),), breaks=(Break((41400, 46200), 1800),))
        first = a_job("j1", 3, windows=((39600, 39600),), duration=3600, skills=(Skill("a"),))
        third = a_job("j3", 6, windows=((50000, 57600),), skills=(Skill("a"),))
        problem = a_problem(first, a_job("j2", 2), third, technicians=(skilled, a_technician("t2", 2)))
        found = plan(problem, FEW)
        assert rules(problem, found) == []
        assert [stop.job for stop in found.route_of("t1").stops] == ["j1", "j2", "j3"]


class TestEdges:
    def test_nothing_to_do(self) -> None:
        assert plan(Problem(), FEW).cost == 0

    def test_nobody_to_do_it(self) -> None:
        found = plan(a_problem(a_job(), technicians=()), FEW)
        assert [(row.job, row.reason) for row in found.unassigned] == [("j1", "none_near")]

    def test_no_jobs(self) -> None:
        assert plan(a_problem(), FEW).routes == ()

    def test_stops_by_cpu_seconds(self) -> None:
        assert plan(world(2), CpuSeconds(0.05)).iterations > 0

    def test_many_jobs_without_a_matrix(self) -> None:
        places = tuple((113.0 + k % 60 / 100, 23.0 + k // 60 / 100) for k in range(3200))
        people = tuple(a_technician(f"t{k}", k * 30) for k in range(60))
        jobs = tuple(a_job(f"j{k}", k * 4) for k in range(700))
        problem = Problem(locations=places, technicians=people, jobs=jobs)
        found = plan(problem, Iterations(20))
        assert rules(problem, found) == []


class TestReasons:
    def reason(self, job: Job, **changes: object) -> str:
        return plan(a_problem(job, **changes), FEW).unassigned[0].reason  # type: ignore[arg-type]

    def test_none_near(self) -> None:
        people = (a_technician(outlet="o1"),)
        outlets = (Outlet(id="o1", divisions=("4401",)),)
        assert self.reason(a_job(division="330106"), technicians=people, outlets=outlets) == "none_near"

    def test_brand(self) -> None:
        assert self.reason(a_job(brand="b1")) == "brand"

    def test_skill(self) -> None:
        assert self.reason(a_job(skills=("lock",))) == "skill"

    def test_expired_skill(self) -> None:
        people = (a_technician(skills=(Skill("lock", 1, 28000),)),)
        assert self.reason(a_job(skills=("lock",)), technicians=people) == "skill"

    def test_star(self) -> None:
        assert self.reason(a_job(min_star=3)) == "star"

    def test_banned(self) -> None:
        assert self.reason(a_job(banned=("t1",))) == "banned"

    def test_parts(self) -> None:
        assert self.reason(a_job(parts={"p7": 1})) == "parts"

    def test_capacity(self) -> None:
        assert self.reason(a_job(load=(3,)), technicians=(a_technician(capacity=(2,)),)) == "capacity"

    def test_shift(self) -> None:
        assert self.reason(a_job(duration=40000)) == "shift"

    def test_window(self) -> None:
        assert self.reason(a_job(windows=((100, 200),))) == "window"

    def test_precedence(self) -> None:
        jobs = (a_job("j1", banned=("t1",)), a_job("j2", 2, after="j1"))
        found = plan(a_problem(*jobs), FEW)
        assert {row.job: row.reason for row in found.unassigned} == {"j1": "banned", "j2": "precedence"}

    def test_crowded(self) -> None:
        jobs = [a_job(f"j{k}", duration=30000) for k in range(2)]
        assert plan(a_problem(*jobs), FEW).unassigned[0].reason == "crowded"

    def test_a_missing_second_person_is_the_reason_not_the_full_day(self) -> None:
        pair = a_job(people=2, skills=("lock",))
        one_of_two = (a_technician("t1", skills=("lock",)), a_technician("t2", 2))
        assert self.reason(pair, technicians=one_of_two) == "skill"
        assert self.reason(a_job(people=2)) == "none_near"
        assert self.reason(a_job(people=2, banned=("t2",)), technicians=one_of_two) == "banned"

    def test_two_who_are_never_at_work_together_lack_a_common_hour(self) -> None:
        early, late = a_technician("t1", shifts=((28800, 43200),)), a_technician("t2", 2, shifts=((46800, 64800),))
        assert self.reason(a_job(people=2), technicians=(early, late)) == "shift"
        until_noon = a_job(people=2, windows=((28800, 30000), (61200, 61200)))
        late = a_technician("t2", 2, shifts=((36000, 64800),))
        assert self.reason(until_noon, technicians=(early, late)) == "window"

    def test_two_who_could_meet_on_an_empty_day_are_crowded(self) -> None:
        people = (a_technician("t1"), a_technician("t2", 2, shifts=((36000, 64800),)))
        jobs = (a_job("j1", people=2, duration=20000), a_job("j2", people=2, duration=20000))
        assert plan(a_problem(*jobs, technicians=people), FEW).unassigned[0].reason == "crowded"

    def test_the_first_of_several(self) -> None:
        assert self.reason(a_job(brand="b1", skills=("lock",), min_star=4)) == "brand"


class TestFeatures:
    def test_a_break_is_taken_inside_its_window(self) -> None:
        people = (a_technician(breaks=(Break((39600, 43200), 3600),)),)
        found = plan(a_problem(a_job(windows=((40000, 50000),)), technicians=people), FEW)
        assert only_stop(found)[1] >= 43200
        assert found.routes[0].rests[0].start == 39600

    def test_a_pause_between_shifts_is_kept_free(self) -> None:
        people = (a_technician(shifts=((28800, 36000), (50000, 64800))),)
        found = plan(a_problem(a_job(windows=((35000, 60000),)), technicians=people), FEW)
        assert only_stop(found)[1] >= 50000

    def test_overtime_is_paid_by_the_second(self) -> None:
        people = (a_technician(shifts=((28800, 30000),), max_overtime=7200),)
        found = plan(a_problem(a_job(), technicians=people, objective=Objective(overtime=2)), FEW)
        assert (found.routes[0].overtime, found.cost) == (1800, 1200 + 3600)

    def test_driving_is_slower_at_its_hour(self) -> None:
        found = plan(a_problem(a_job(), speeds=(Speed(28800, 29000, 1.5),)), FEW)
        assert (only_stop(found)[0], found.travel) == (28800 + 900, 900 + 600)

    def test_two_people_start_together(self) -> None:
        people = (a_technician("t1"), a_technician("t2", 5))
        found = plan(a_problem(a_job(people=2), technicians=people), FEW)
        assert {(r.technician, r.stops[0].start) for r in found.routes} == {("t1", 31200), ("t2", 31200)}

    def test_a_second_visit_waits_for_the_first(self) -> None:
        people = (a_technician("t1"), a_technician("t2", 3))
        jobs = (a_job("j1", 1), a_job("j2", 3, after="j1", banned=("t1",)))
        found = plan(a_problem(*jobs, technicians=people), FEW)
        assert only_stop(found, "j2")[1] >= only_stop(found, "j1")[2]

    def test_remote_work_takes_no_driving(self) -> None:
        found = plan(a_problem(a_job(location=None, mode="remote")), FEW)
        assert (found.cost, len(found.routes)) == (0, 1)

    def test_brought_in_goods_share_benches(self) -> None:
        people = tuple(a_technician(f"t{k}", outlet="o1") for k in range(2))
        jobs = [a_job(f"j{k}", None, mode="drop_off", windows=((28800, 28800),)) for k in range(2)]  # type: ignore[arg-type]
        found = plan(a_problem(*jobs, technicians=people, outlets=(Outlet(id="o1", benches=1),)), FEW)
        assert len(found.unassigned) == 1

    def test_an_outlet_holds_no_more_than_its_capacity(self) -> None:
        people = tuple(a_technician(f"t{k}", outlet="o1") for k in range(2))
        jobs = [a_job(f"j{k}", k) for k in range(4)]
        found = plan(a_problem(*jobs, technicians=people, outlets=(Outlet(id="o1", capacity=3),)), FEW)
        assert len(found.unassigned) == 1

    def test_late_starts_are_paid_where_windows_are_soft(self) -> None:
        problem = a_problem(a_job(windows=((0, 28800),)), objective=Objective(lateness=2))
        assert plan(problem, FEW).terms["lateness"] == 1200

    def test_work_under_way_stays_in_front(self) -> None:
        begun = a_job("j1", 4, state="on_site", technician="t1", started_at=29000)
        found = plan(a_problem(begun, a_job("j2", 1)), FEW)
        assert [stop.job for stop in found.routes[0].stops] == ["j1", "j2"]
        assert found.routes[0].stops[0].start == 29000

    def test_fairness_spreads_work(self) -> None:
        people = (a_technician("t1", jobs_held=9), a_technician("t2", 2))
        found = plan(a_problem(a_job(), technicians=people, objective=Objective(fairness=600)), FEW)
        assert found.routes[0].technician == "t2"

    def test_a_told_customer_keeps_his_technician_for_less_than_the_price(self) -> None:
        people = (a_technician("t1"), a_technician("t2", 5))
        job = a_job(state="notified", technician="t2")
        kept = plan(a_problem(job, technicians=people, objective=Objective(change=10000)), FEW)
        moved = plan(a_problem(job, technicians=people, objective=Objective(change=10)), FEW)
        assert (kept.routes[0].technician, kept.changed) == ("t2", ())
        assert (moved.routes[0].technician, moved.changed, moved.terms["change"]) == ("t1", ("j1",), 10)

    def test_a_gain_too_small_is_not_published(self) -> None:
        people = (a_technician("t1"), a_technician("t2", 5))
        problem = a_problem(a_job(), technicians=people)
        before = plan(replace(problem, technicians=people[1:]), FEW)
        assert plan(problem, FEW, params=PlanParams(gain=10**6), previous=before).routes == before.routes
        assert plan(problem, FEW, previous=before).routes[0].technician == "t1"


class TestMonotony:
    def test_another_technician_hardly_ever_costs(self) -> None:
        worse = []
        for seed in range(12):
            problem = world(seed, 30, frozenset({"windows"}))
            more = replace(problem, technicians=(*problem.technicians, a_technician("extra", 0, skills=("a", "b"))))
            worse.append(plan(more, Iterations(600)).cost / plan(problem, Iterations(600)).cost)
        assert sorted(worse)[6] <= 1.005


class TestInput:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"duration": -1}, "duration"), ({"windows": ()}, "windows"), ({"people": 3}, "people"), ({"id": ""}, "id")],
    )
    def test_says_which_field(self, changes: dict[str, object], field: str) -> None:
        with pytest.raises(WrongInput, match=field):
            a_job(**changes)

    def test_refuses_who_is_on_site_without_saying_since_when(self) -> None:
        with pytest.raises(WrongInput, match=r"started_at: expected when the work began .* got None"):
            a_job(state="on_site", technician="t1")

    def test_refuses_an_index_past_the_places(self) -> None:
        with pytest.raises(WrongInput, match=r"jobs\[0\].location: expected an index below 8, got 99"):
            a_problem(a_job(location=99))

    def test_refuses_a_circle_of_waiting(self) -> None:
        with pytest.raises(WrongInput, match="after"):
            a_problem(a_job("j1", after="j2"), a_job("j2", after="j1"))

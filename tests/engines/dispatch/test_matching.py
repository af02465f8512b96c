"""Matching one job against live routes, and what can be promised."""

from dataclasses import replace

import pytest

from anxin.engines.dispatch import (
    Board,
    Candidate,
    Iterations,
    Objective,
    Outlet,
    Problem,
    Promise,
    Route,
    Skill,
    Stop,
    WrongInput,
    check,
    match,
    offerable_windows,
    plan,
    refused,
)
from tests.engines.dispatch.worlds import a_job, a_problem, a_technician, world


def two_apart(**changes: object) -> Board:
    people = (a_technician("near"), a_technician("far", 6))
    return Board(a_problem(technicians=people, **changes))


def region_of(count: int, apart: float = 0.01) -> Board:
    """Return a board of one prefecture: people on a line, each with an outlet of his own county."""
    places = tuple((113.0 + apart * k, 23.0) for k in range(count))
    outlets = tuple(Outlet(id=f"o{k}", divisions=(f"4401{k:02d}",)) for k in range(count))
    people = tuple(a_technician(f"t{k}", k, outlet=f"o{k}", skills=("lock",)) for k in range(count))
    return Board(Problem(locations=places, technicians=people, outlets=outlets))


class TestMatch:
    def test_ranks_by_added_driving(self) -> None:
        found = match(two_apart(), a_job())
        assert [(one.technician, one.cost) for one in found] == [("near", 1200), ("far", 6000)]

    def test_says_when_where_and_why(self) -> None:
        best = match(two_apart(), a_job())[0]
        assert (best.arrive, best.start, best.position) == (29400, 29400, 0)
        assert any("adds 1200 s" in reason for reason in best.reasons)

    def test_leaves_the_board_as_it_was(self) -> None:
        board = two_apart()
        assert match(board, a_job()) == match(board, a_job())
        assert board.routes() == ()

    def test_finds_the_cheapest_place_among_stops(self) -> None:
        held = (a_job("a", 2, windows=((28800, 32000),)), a_job("b", 6, windows=((50000, 60000),)))
        problem = a_problem(*held)
        board = Board(problem, plan(problem, Iterations(50)).routes)
        best = match(board, a_job("c", 4, windows=((36000, 45000),)))[0]
        assert (best.cost, best.position) == (0, 1)

    @pytest.mark.parametrize(
        "wanted", [{"skills": ("lock",)}, {"brand": "b1"}, {"min_star": 4}, {"parts": {"p": 1}}, {"windows": ((1, 2),)}]
    )
    def test_refuses_who_does_not_qualify(self, wanted: dict[str, object]) -> None:
        assert match(two_apart(), a_job(**wanted)) == []

    def test_wants_the_level_or_above(self) -> None:
        board = Board(a_problem(technicians=(a_technician(skills=(Skill("lock", 2),)),)))
        assert len(match(board, a_job(skills=(Skill("lock", 2),)))) == 1
        assert match(board, a_job(skills=(Skill("lock", 3),))) == []

    def test_a_skill_that_expires_bounds_the_start(self) -> None:
        board = Board(a_problem(technicians=(a_technician(skills=(Skill("lock", 1, 31500),)),)))
        assert len(match(board, a_job(skills=("lock",)))) == 1
        assert match(board, a_job(skills=("lock",), duration=3000)) == []

    def test_a_refusal_becomes_a_ban(self) -> None:
        found = match(two_apart(), refused(a_job(), "near"))
        assert [one.technician for one in found] == ["far"]

    def test_fairness_is_charged_by_jobs_held(self) -> None:
        people = (a_technician("busy", jobs_held=10), a_technician("idle", 3))
        board = Board(a_problem(technicians=people, objective=Objective(fairness=600)))
        found = match(board, a_job())
        assert (found[0].technician, found[1].terms["fairness"]) == ("idle", 6000)

    def test_newcomers_get_their_share(self) -> None:
        people = (a_technician("old"), a_technician("new", 2, newcomer=True))
        board = Board(a_problem(technicians=people), newcomer_share=0.5, newcomer_bonus=5000)
        first = match(board, a_job("j1", 0))[0]
        assert first.technician == "new"
        board.assign(a_job("j1", 0), first)
        assert match(board, a_job("j2", 0))[0].technician == "old"

    def test_neighbours_are_asked_when_nobody_here_qualifies(self) -> None:
        outlets = (Outlet(id="here", divisions=("440106",)), Outlet(id="there", divisions=("440105",)))
        people = (a_technician("a", outlet="here"), a_technician("b", outlet="there", skills=("lock",)))
        board = Board(a_problem(technicians=people, outlets=outlets))
        found = match(board, a_job(division="440106", skills=("lock",)))
        assert [(one.technician, one.neighbour) for one in found] == [("b", True)]
        assert [one.technician for one in match(board, a_job(division="440106"))] == ["a"]

    def test_of_a_region_the_nearest_come_first_and_the_far_ones_when_nobody_near_can(self) -> None:
        board = region_of(40)
        found = match(board, a_job(division="440199", location=0, skills=("lock",)))
        assert [one.technician for one in found] == [f"t{k}" for k in range(5)]
        for k in range(30):
            board.assign(a_job(f"full{k}", k, duration=35000), Candidate(f"t{k}", 0, 0, 0))
        found = match(board, a_job(division="440199", location=0, skills=("lock",)))
        assert found[0].technician == "t30"

    def test_asks_nobody_who_could_not_come_home_in_time(self) -> None:
        board = region_of(3, apart=4.0)
        found = match(board, a_job(division="440199", location=0, skills=("lock",), duration=20000))
        assert [one.technician for one in found] == ["t0"]

    def test_two_people_of_one_place_keep_their_order_whatever_their_territory(self) -> None:
        outlets = (Outlet(id="late", divisions=("44",)), Outlet(id="early", divisions=("11",)))
        people = (a_technician("a", outlet="late"), a_technician("b", outlet="early"), a_technician("c", outlet="late"))
        board = Board(a_problem(technicians=people, outlets=outlets))
        assert [one.technician for one in match(board, a_job(division="440106"))] == ["a", "c"]
        assert [one.technician for one in match(board, a_job(division="110101"))] == ["b"]

    def test_an_assigned_job_moves_the_next_one(self) -> None:
        board = two_apart()
        job = a_job(windows=((29400, 29400),))
        board.assign(job, match(board, job)[0])
        again = a_job("j2", windows=((29400, 29400),))
        assert match(board, again) == []
        assert board.routes()[0].stops[0].start == 29400

    def test_what_was_forgotten_frees_its_place(self) -> None:
        board = two_apart()
        job = a_job()
        board.assign(job, match(board, job)[0])
        board.forget(board.nodes["j1"])
        assert board.routes() == ()

    def test_time_that_has_passed_takes_no_work(self) -> None:
        board = two_apart()
        first = a_job("j1", 3)
        board.assign(first, match(board, first)[0])
        board.advance(31000)
        late = [one for one in match(board, a_job("j2", 1)) if one.technician == "near"]
        assert late[0].start >= 31000
        assert late[0].position == 1

    def test_agrees_with_the_checker_wherever_it_puts_a_job(self) -> None:
        whole = world(5, 40, frozenset({"windows", "breaks", "overtime", "parts", "capacity"}))
        last = whole.jobs[-1]
        problem = replace(whole, jobs=whole.jobs[:-1])
        board = Board(problem, plan(problem, Iterations(300)).routes)
        before = sum(route.travel + route.overtime for route in board.routes())
        for one in match(board, last):
            fresh = Board(problem, plan(problem, Iterations(300)).routes)
            fresh.assign(last, one)
            routes = fresh.routes()
            assert sum(route.travel + route.overtime for route in routes) == before + one.terms["route"]

    def test_gives_no_work_to_who_can_no_longer_keep_his_route(self) -> None:
        job = a_job("j1", 5, windows=((28800, 28900),))
        routes = (Route("t1", (Stop("j1", 28800, 28800, 30600),)),)
        board = Board(a_problem(job), routes)
        assert board.behind == ("t1",)
        assert match(board, a_job("j2")) == []

    def test_refuses_an_unknown_technician_in_a_route(self) -> None:
        with pytest.raises(WrongInput, match=r"routes\[0\].technician"):
            Board(a_problem(), (Route("x"),))


class TestNation:
    def test_windows_and_skills_that_are_equal_are_kept_once(self) -> None:
        a, b = (a_job(name, windows=((28800, 36000 + len(name)),), skills=(Skill("lock", 2),)) for name in ("a", "b"))
        assert a.windows is b.windows
        assert a.skills is b.skills

    def test_places_are_added_while_it_runs(self) -> None:
        people = tuple(a_technician(f"t{k}", k) for k in range(3))
        board = Board(Problem(locations=((113.2, 23.1), (113.3, 23.1), (113.4, 23.1)), technicians=people))
        found = match(board, a_job(location=board.place(113.39, 23.1)))
        assert found[0].technician == "t2"

    def test_taking_all_in_the_kernel_equals_one_by_one(self) -> None:
        people = tuple(a_technician(f"t{k}", k) for k in range(5))
        jobs = [a_job(f"j{k}", k % 8, duration=5000) for k in range(20)]
        one, other = Board(a_problem(technicians=people)), Board(a_problem(technicians=people))
        rows = sorted(other.enter(job) for job in jobs)
        placed = 0
        for job in sorted(jobs, key=lambda job: other.nodes[job.id]):
            found = match(one, job)
            if found:
                one.assign(job, found[0])
                placed += 1
        assert other.take_all(rows) == placed
        assert [r.travel for r in one.routes()] == [r.travel for r in other.routes()]


class TestOfferableSlots:
    def slots(self, board: Board, **changes: object) -> dict[tuple[int, int], str | None]:
        promise = Promise(windows=((28800, 36000), (36000, 43200)), quota={("440106", "2026-11-24"): 5})
        asked: dict[str, object] = {"division": "440106", "skill": "lock", "day": "2026-11-24", "location": 1}
        found = offerable_windows(board, promise=promise, **(asked | changes))  # type: ignore[arg-type]
        return {slot.window: slot.reason for slot in found}

    def board(self) -> Board:
        return Board(a_problem(technicians=(a_technician(skills=("lock",)),)))

    def test_offers_what_the_routes_allow(self) -> None:
        assert self.slots(self.board()) == {(28800, 36000): None, (36000, 43200): None}

    def test_offers_nothing_too_soon(self) -> None:
        assert self.slots(self.board(), now=34000)[(28800, 36000)] == "too_soon"

    def test_keeps_to_the_quota_of_the_division_and_day(self) -> None:
        assert set(self.slots(self.board(), taken=5).values()) == {"quota"}

    def test_offers_nothing_nobody_can_do(self) -> None:
        assert set(self.slots(self.board(), skill="piano").values()) == {"nobody_free"}

    def test_offers_no_full_window(self) -> None:
        board = self.board()
        job = a_job("j1", 1, duration=7000, windows=((29400, 29400),))
        board.assign(job, match(board, job)[0])
        assert self.slots(board) == {(28800, 36000): "nobody_free", (36000, 43200): None}


class TestTold:
    def test_a_plan_with_the_assigned_job_still_holds(self) -> None:
        problem = world(9, 30, frozenset({"windows"}))
        found = plan(problem, Iterations(200))
        board = Board(problem, found.routes)
        assert [route.travel for route in board.routes()] == [route.travel for route in found.routes]
        assert check(problem, found) == ()

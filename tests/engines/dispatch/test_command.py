"""The command: the contract's JSON, exit statuses, one line for what is wrong."""

import json
from pathlib import Path

import pytest

from anxin.commands.main import main

PROBLEM = {
    "durations": [[0, 600, 900], [600, 0, 500], [900, 500, 0]],
    "locations": [[113.2, 23.1], [113.25, 23.1], [113.3, 23.15]],
    "technicians": [{"id": "t1", "location": 0, "shifts": [[28800, 64800]], "skills": ["lock"]}],
    "jobs": [
        {"id": "j1", "location": 1, "windows": [[28800, 36000]], "duration": 2400, "skills": ["lock"]},
        {"id": "j9", "location": 2, "windows": [[28800, 36000]], "duration": 1200, "skills": ["air"], "x-note": 1},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM), "utf-8")
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["dispatch", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


class TestPlan:
    def test_prints_the_contract(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, _ = ask(capsys, "plan", folder / "problem.json", "--iterations", 50, "--json")
        found = json.loads(out)
        assert status == 0
        assert found["routes"][0]["stops"] == [{"job": "j1", "arrive": 29400, "start": 29400, "end": 31800}]
        assert found["unassigned"] == [{"job": "j9", "reason": "skill"}]
        assert (found["cost"], found["travel"], found["changed"]) == (41200, 1200, [])
        assert "seconds" not in found

    def test_is_proved_by_check(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = ask(capsys, "plan", folder / "problem.json", "--iterations", 50, "--json")
        (folder / "plan.json").write_text(out, "utf-8")
        assert ask(capsys, "check", folder / "problem.json", folder / "plan.json")[0] == 0

    def test_check_names_the_broken_rule(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = ask(capsys, "plan", folder / "problem.json", "--iterations", 50, "--json")
        found = json.loads(out)
        found["routes"][0]["stops"][0] |= {"arrive": 29000, "start": 29000, "end": 31400}
        (folder / "plan.json").write_text(json.dumps(found), "utf-8")
        status, out, _ = ask(capsys, "check", folder / "problem.json", folder / "plan.json")
        assert (status, out.startswith("travel: j1")) == (1, True)

    def test_draws_a_page(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = folder / "plan.html"
        assert ask(capsys, "plan", folder / "problem.json", "--iterations", 5, "--html", page)[0] == 0
        drawn = page.read_text("utf-8")
        assert "j1 08:10–08:50" in drawn
        assert '<circle cx="600.0" cy="20.0" r="4" fill="#fff" stroke="#d00"><title>j9</title></circle>' in drawn

    def test_leaves_no_page_behind_where_the_problem_is_wrong(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "problem.json").write_text("{", "utf-8")
        page = folder / "plan.html"
        assert ask(capsys, "plan", folder / "problem.json", "--html", page)[0] == 2
        assert sorted(path.name for path in folder.iterdir()) == ["problem.json"]

    def test_names_a_missing_previous_plan_before_it_reads(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "problem.json").write_text("{", "utf-8")
        status, _, err = ask(capsys, "plan", folder / "problem.json", "--previous", folder / "absent.json")
        assert (status, "absent.json" in err) == (2, True)

    def test_begins_from_a_previous_plan(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = ask(capsys, "plan", folder / "problem.json", "--iterations", 50, "--json")
        (folder / "old.json").write_text(out, "utf-8")
        status, again, _ = ask(
            capsys, "plan", folder / "problem.json", "--iterations", 5, "--previous", folder / "old.json", "--json"
        )
        assert (status, json.loads(again)["routes"]) == (0, json.loads(out)["routes"])


class TestWrongInput:
    def test_a_misspelt_field_is_named(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        jobs = [PROBLEM["jobs"][0] | {"durration": 5}]  # type: ignore[index]
        (folder / "wrong.json").write_text(json.dumps(PROBLEM | {"jobs": jobs}), "utf-8")
        status, out, err = ask(capsys, "plan", folder / "wrong.json", "--json")
        assert (status, out) == (2, "")
        assert "jobs[0].durration: expected a known field, perhaps duration, got 'durration'" in err
        assert err.count("\n") == 1

    def test_a_problem_in_place_of_a_plan_is_told_the_fields_of_a_plan(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem = folder / "problem.json"
        status, _, err = ask(capsys, "plan", problem, "--previous", problem)
        assert (status, err.count("\n")) == (2, 1)
        assert "problem.json: durations: expected one of routes, unassigned" in err

    def test_a_missing_file(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = ask(capsys, "plan", folder / "absent.json", "--json")
        assert (status, err.count("\n")) == (2, 1)
        assert "absent.json" in err

    def test_no_json(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "wrong.json").write_text("{", "utf-8")
        assert ask(capsys, "plan", folder / "wrong.json")[0] == 2

    @pytest.mark.parametrize("options", [["--seconds", "x"], ["--iterations", "-1"], ["--nonsense"], []])
    def test_wrong_options(self, options: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        where = [folder / "problem.json"] if options else []
        status, _, err = ask(capsys, "plan", *where, *options)
        assert (status, err.count("\n")) == (2, 1)

    def test_a_page_that_cannot_be_written(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = folder / "no" / "plan.html"
        assert ask(capsys, "plan", folder / "problem.json", "--html", page)[0] == 2


class TestMatch:
    def test_prints_candidates(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "board.json").write_text(json.dumps(PROBLEM | {"jobs": [], "routes": []}), "utf-8")
        (folder / "job.json").write_text(json.dumps(PROBLEM["jobs"][0]), "utf-8")  # type: ignore[index]
        status, out, _ = ask(capsys, "match", folder / "board.json", folder / "job.json", "--json")
        best = json.loads(out)[0]
        assert (status, best["technician"], best["cost"], best["arrive"], best["position"]) == (0, "t1", 1200, 29400, 0)
        assert best["reasons"]

"""Small invented worlds for the dispatch tests, with any feature switched on."""

import random

from anxin.engines.dispatch import Job, Problem, Technician
from anxin.engines.dispatch.reader import problem_from

FEATURES = (
    "windows",
    "shifts",
    "breaks",
    "overtime",
    "parts",
    "capacity",
    "speeds",
    "people",
    "after",
    "modes",
    "outlets",
    "frozen",
    "notified",
    "lateness",
    "expiry",
    "fairness",
    "preferred",
)


def a_job(name: str = "j1", location: int = 1, **changes: object) -> Job:
    return Job(**({"id": name, "location": location, "windows": ((28800, 64800),), "duration": 1800} | changes))  # type: ignore[arg-type]


def a_technician(name: str = "t1", location: int = 0, **changes: object) -> Technician:
    return Technician(**({"id": name, "location": location, "shifts": ((28800, 64800),)} | changes))  # type: ignore[arg-type]


def a_problem(*jobs: Job, technicians: tuple[Technician, ...] | None = None, **changes: object) -> Problem:
    """Return places on a line, ten minutes apart."""
    durations = [[600 * abs(a - b) for b in range(8)] for a in range(8)]
    people = (a_technician(),) if technicians is None else technicians
    return Problem(jobs=jobs, technicians=people, **({"durations": durations} | changes))  # type: ignore[arg-type]


def world(seed: int, jobs: int = 24, features: frozenset[str] = frozenset(FEATURES)) -> Problem:
    """Return a random world with these features."""
    dice = random.Random(f"world {seed}")
    people = max(2, jobs // 5)
    spots = [(dice.uniform(0, 4000), dice.uniform(0, 4000)) for _ in range(jobs + people)]
    durations = [[int(abs(a[0] - b[0]) + abs(a[1] - b[1])) // 2 for b in spots] for a in spots]
    data: dict[str, object] = {"durations": durations, "locations": [], "objective": {}}
    rows = [a_row(dice, k, jobs, people, features) for k in range(jobs)]
    data["jobs"] = rows
    data["technicians"] = [a_person(dice, k, jobs + k, features) for k in range(people)]
    objective = {"unserved": 40000, "change": 600 if "notified" in features else 0}
    objective |= {"lateness": dice.choice([0, 2])} if "lateness" in features else {}
    objective |= {"fairness": 60} if "fairness" in features else {}
    objective |= {"preferred": 300} if "preferred" in features else {}
    data["objective"] = objective
    if "speeds" in features:
        data["speeds"] = [{"from": 27000, "to": 32400, "factor": 1.3}, {"from": 61200, "to": 66600, "factor": 1.45}]
    if "outlets" in features:
        data["outlets"] = [
            {"id": "o0", "divisions": ["4401"], "benches": 1, "capacity": max(1, jobs // 3)},
            {"id": "o1", "divisions": ["440106", "440105"], "benches": 2},
        ]
    return problem_from(data)


def a_row(dice: random.Random, k: int, jobs: int, people: int, features: frozenset[str]) -> dict[str, object]:
    starts = sorted(dice.sample(range(8, 17), 2 if "windows" in features and dice.random() < 0.4 else 1))
    row: dict[str, object] = {
        "id": f"j{k}",
        "location": k,
        "windows": [[hour * 3600, hour * 3600 + 7000] for hour in starts],
        "duration": dice.choice([900, 1800, 2700]),
        "skills": [{"code": dice.choice("ab"), "level": dice.randint(1, 2)}],
        "priority": dice.choice([0, 0, 1]),
    }
    lone = True
    if "people" in features and dice.random() < 0.12:
        row["people"], lone = 2, False
    if "after" in features and k > 2 and dice.random() < 0.15:
        row["after"] = f"j{dice.randrange(k)}"
        row["windows"] = [[36000, 64800]]
    if "parts" in features and dice.random() < 0.3:
        row["parts"] = {"p": 1}
    if "capacity" in features:
        row["load"] = [dice.randint(0, 2)]
    if "outlets" in features and dice.random() < 0.7:
        row["division"] = dice.choice(["440106", "440105", "440103"])
    if "modes" in features and lone and dice.random() < 0.2:
        row["mode"] = dice.choice(["remote", "drop_off"])
        del row["location"]
    if "preferred" in features and dice.random() < 0.2:
        row["preferred"] = [f"t{dice.randrange(people)}"]
    if dice.random() < 0.1:
        row["banned"] = [f"t{dice.randrange(people)}"]
    if "notified" in features and dice.random() < 0.3:
        row |= {"state": "notified", "technician": f"t{dice.randrange(people)}"}
    elif "frozen" in features and lone and "mode" not in row and dice.random() < 0.08:
        row |= {"state": dice.choice(["on_site", "on_the_way"]), "technician": f"t{dice.randrange(people)}"}
        row |= {"started_at": dice.randrange(29000, 36000)}
        row.pop("after", None)
    return row


def a_person(dice: random.Random, k: int, home: int, features: frozenset[str]) -> dict[str, object]:
    row: dict[str, object] = {
        "id": f"t{k}",
        "location": home,
        "shifts": [[28800, 64800]],
        "skills": [{"code": code, "level": dice.randint(1, 3)} for code in dice.sample("ab", dice.randint(1, 2))],
    }
    if "shifts" in features and dice.random() < 0.4:
        row["shifts"] = [[28800, 43200], [48600, 66600]]
    if "breaks" in features and dice.random() < 0.6:
        row["breaks"] = [{"window": [39600, 48600], "duration": 1800}]
        if dice.random() < 0.4:
            row["breaks"] = [*row["breaks"], {"window": [54000, 59400], "duration": 900}]  # type: ignore[misc]
    if "overtime" in features and dice.random() < 0.5:
        row["max_overtime"] = 3600
    if "parts" in features:
        row["parts"] = {"p": dice.randint(0, 2)}
    if "capacity" in features and dice.random() < 0.8:
        row["capacity"] = [dice.randint(3, 8)]
    if "outlets" in features and dice.random() < 0.8:
        row["outlet"] = dice.choice(["o0", "o1"])
    if "expiry" in features and dice.random() < 0.3:
        row["skills"] = [{**skill, "until": dice.randrange(40000, 60000)} for skill in row["skills"]]  # type: ignore[attr-defined]
    if "frozen" in features and dice.random() < 0.3:
        row |= {"at": dice.randrange(home), "free_from": dice.randrange(29000, 40000)}
    return row

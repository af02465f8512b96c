"""Invented cities shaped like a technician's day: homes, skills by level, two-hour slots, priorities."""

import random
from collections.abc import Iterator

Row = dict[str, object]

SLOTS = [(start * 3600, (start + 2) * 3600) for start in (8, 10, 13, 15)]
CATEGORIES = ["lock", "water", "air", "kitchen", "laundry", "screen", "door", "light"]


def city(jobs: int, seed: int) -> dict[str, object]:
    """Return a problem: `jobs` jobs, a sixth as many technicians, a town of about 30 km across."""
    dice = random.Random(f"city {jobs} {seed}")
    people = max(2, jobs // 6)
    points = [spot(dice) for _ in range(jobs + people)]
    durations = [[drive(a, b) for b in points] for a in points]
    return {
        "locations": [[round(116.2 + x / 85000, 6), round(39.7 + y / 111000, 6)] for x, y in points],
        "durations": durations,
        "technicians": [technician(dice, index, jobs + index) for index in range(people)],
        "jobs": [job(dice, index) for index in range(jobs)],
        "objective": {"unserved": 40000},
    }


def week(jobs: int, days: int, seed: int) -> Iterator[dict[str, object]]:
    """Give the days of one team: the same people, other jobs every day."""
    dice = random.Random(f"week {jobs} {seed}")
    homes = [spot(dice) for _ in range(max(2, jobs // 6))]
    people = [technician(dice, index, jobs + index) for index in range(len(homes))]
    for _ in range(days):
        points = [spot(dice) for _ in range(jobs)] + homes
        yield {
            "durations": [[drive(a, b) for b in points] for a in points],
            "technicians": people,
            "jobs": [job(dice, index) for index in range(jobs)],
            "objective": {"unserved": 40000},
        }


def spot(dice: random.Random) -> tuple[float, float]:
    """Return a place in metres: two of three near one of five centres."""
    centres = [(8000, 9000), (20000, 8000), (15000, 15000), (7000, 22000), (23000, 21000)]
    if dice.random() < 0.67:
        x, y = dice.choice(centres)
        return min(30000, max(0, dice.gauss(x, 2500))), min(30000, max(0, dice.gauss(y, 2500)))
    return dice.uniform(0, 30000), dice.uniform(0, 30000)


def drive(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Return driving seconds at 30 km/h over a detour of 1.35."""
    return round(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 * 1.35 / 8.33)


def technician(dice: random.Random, index: int, home: int) -> Row:
    """Return a technician with two to four skills and a shift of 10 or 9.5 hours."""
    start = 8 * 3600 if dice.random() < 0.5 else int(8.5 * 3600)
    skills = [{"code": code, "level": dice.randint(1, 4)} for code in dice.sample(CATEGORIES, dice.randint(2, 4))]
    return {"id": f"t{index}", "location": home, "shifts": [[start, 18 * 3600]], "skills": skills}


def job(dice: random.Random, index: int) -> Row:
    """Return a job in one two-hour slot, or in 30 of 100 cases one of two."""
    windows = dice.sample(SLOTS, 2 if dice.random() < 0.3 else 1)
    level = dice.choices([1, 2, 3, 4], [55, 25, 15, 5])[0]
    return {
        "id": f"j{index}",
        "location": index,
        "windows": [list(window) for window in sorted(windows)],
        "duration": dice.choice([1800, 2400, 3000, 3600, 4500]),
        "skills": [{"code": dice.choice(CATEGORIES), "level": level}],
        "priority": dice.choices([0, 1, 2], [70, 20, 10])[0],
    }

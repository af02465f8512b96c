"""Damage faked on one view, and true damage, looked for in a second view that shows the place."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from anxin.engines.evidence.views.joint_comparison import compare_opened
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio import fakes, marks, phone, plan, scene

WIDTH = 1600
SHOWN = 0.7
FAKED, DAMAGED = 2, 4
# Other places than those, in the fitting part's models, for setting thresholds.
MORE_FAKED, MORE_DAMAGED, MORE_REACHES = range(4, 8), range(4, 10), (90, 130, 170)
Box = tuple[int, int, int, int]
Case = tuple[str, Box, np.ndarray, np.ndarray]


def measure_views(options: argparse.Namespace) -> dict[str, object]:
    """Count seen, absent and cannot_tell, by finish and part; `--share N` takes every N-th case."""
    cache = options.cache / "renders"
    counts: dict[tuple[str, bool, str], Counter[str]] = {}
    wrong, number = [], 0
    for model in range(plan.MODELS):
        shots = plan.shots(model)
        wanted = options.part in (("both", "fitting", "more") if model < 12 else ("both", "reporting"))
        if not wanted or not all((cache / f"{shots[role].key}.npz").exists() for role in ("one", "two")):
            continue
        cases = _more(model, cache) if options.part == "more" else _cases(model, cache, options.share)
        for what, region, image, other in cases:
            number += 1
            pair = [pictures.opened(image, "one"), pictures.opened(other, "two")]
            answer = compare_opened(pair, region=region)[0][0].answer
            counts.setdefault((what, model < 12, shots["one"].finish), Counter())[answer] += 1
            if what != "faked" and answer == "absent":
                wrong.append(f"model {model}, {what}, {region}")
    return _rows(counts) | {"true damage called absent": wrong}


def _cases(model: int, cache: Path, share: int) -> Iterator[Case]:
    """All cases of one model: faked, rendered damage, damage put through the texture places."""
    shots = plan.shots(model)
    views = [scene.render(shots[role], cache) for role in ("one", "two")]
    two = pictures.of_shot(shots["two"], cache, 10 * model + 2)
    made = 0
    for number in range(DAMAGED):
        at = plan.mark(model, *(places for _, places in views), number=number)
        if at is None:
            continue
        if number < FAKED:
            for region, image in _fakes(model, shots["one"], at, [places for _, places in views], cache):
                made += 1
                if (model + made) % share == 0:
                    yield "faked", region, image, two
        made += 1
        if (model + made) % share == 0:
            yield from _damaged(model, shots["one"], views, at, number)
    real = _rendered(model, cache)
    if real is not None:
        yield "rendered", *real


def _more(model: int, cache: Path) -> Iterator[Case]:
    """Cases at other places: fakes of three sizes, each in every other way, and true damage."""
    shots = plan.shots(model)
    views = [scene.render(shots[role], cache) for role in ("one", "two")]
    two = pictures.of_shot(shots["two"], cache, 10 * model + 2)
    for number in MORE_DAMAGED:
        at = plan.mark(model, *(places for _, places in views), number=number)
        if at is None:
            continue
        if number in MORE_FAKED:
            hows, reach = fakes.HOWS[number % 2 :: 2], MORE_REACHES[number % 3]
            places = [places for _, places in views]
            for region, image in _fakes(model, shots["one"], at, places, cache, hows, reach, 100 * number):
                yield "faked", region, image, two
        yield from _damaged(model, shots["one"], views, at, number)


def _fakes(
    model: int,
    shot: scene.Shot,
    at: tuple[int, int],
    places: list[np.ndarray],
    cache: Path,
    hows: tuple[str, ...] = fakes.HOWS,
    reach: int = 130,
    seed: int = 0,
) -> Iterator[tuple[Box, np.ndarray]]:
    """Fake damage in several ways at a place that the other view shows."""
    image = pictures.of_shot(shot, cache, 10 * model + 1)
    scale = WIDTH / scene.WIDTH
    for how in hows:
        fake, box = fakes.faked(image, (int(at[0] * scale), int(at[1] * scale)), reach, how, model + seed)
        if _shown(tuple(value / scale for value in box), *places) < SHOWN:
            continue
        small = phone.sent(fake, 1440, 80)
        ratio = small.shape[1] / fake.shape[1]
        yield tuple(int(value * ratio) for value in box), small


def _shown(box: tuple, one: np.ndarray, two: np.ndarray) -> float:
    """Share of a box's places on the thing that the second view shows."""
    x, y, width, height = box
    seen = total = 0
    for row in np.linspace(y, y + height, 5):
        for column in np.linspace(x, x + width, 5):
            r, c = min(int(row), one.shape[0] - 1), min(int(column), one.shape[1] - 1)
            total += 1
            seen += plan.found(one[r, c, :3], two, 0.2) is not None
    return seen / total


def _damaged(
    model: int, shot: scene.Shot, views: list[tuple[np.ndarray, np.ndarray]], at: tuple[int, int], number: int
) -> Iterator[Case]:
    """One true damage, seen from both sides: marked in the first view, then in the second."""
    found = marks.marked(shot, views, at, number)
    if found is None:
        return
    whole = [phone.taken(view.colour, 10 * model + 1 + side, WIDTH) for side, view in enumerate(found)]
    scale = 1440 / scene.WIDTH
    for side in (0, 1):
        region = tuple(int(value * scale) for value in found[side].box)
        yield "put on both", region, phone.sent(whole[side], 1440, 80), whole[1 - side]


def _rendered(model: int, cache: Path) -> tuple[Box, np.ndarray, np.ndarray] | None:
    """True damage rendered in both views, framed by the difference of the renderings around the place."""
    damaged = plan.damaged(model, cache)
    if damaged is None:
        return None
    plain = plan.shots(model)
    at = plan.mark(model, *(scene.render(plain[role], cache)[1] for role in ("one", "two")))
    place = scene.render(plain["one"], cache)[1][at[0], at[1], :3]
    boxes = []
    for role in ("one", "two"):
        clean, places = scene.render(plain[role], cache)
        hurt = scene.render(damaged[f"hurt_{role}"], cache)[0]
        gap = np.abs(hurt - clean).max(axis=2) / (clean.mean(axis=2) + 0.05)
        near = np.linalg.norm(places[..., :3] - place, axis=2) < marks.REACH_CM
        rows, columns = np.nonzero((cv2.blur(gap, (5, 5)) > 0.25) & near)
        if len(rows) < 40:
            return None
        low, high = np.quantile(rows, [0.02, 0.98]), np.quantile(columns, [0.02, 0.98])
        boxes.append((high[0], low[0], high[1] - high[0] + 2, low[1] - low[0] + 2))
    scale = 1440 / scene.WIDTH
    image = phone.sent(pictures.of_shot(damaged["hurt_one"], cache, 10 * model + 1), 1440, 80)
    other = pictures.of_shot(damaged["hurt_two"], cache, 10 * model + 2)
    return tuple(int(value * scale) for value in boxes[0]), image, other


def _rows(counts: dict[tuple[str, bool, str], Counter[str]]) -> dict[str, object]:
    rows: dict[str, object] = {}
    for part, word in ((False, "reporting"), (True, "fitting")):
        faked = _sum(counts, lambda what, fitting, part=part: what == "faked" and fitting == part)
        reals = _sum(counts, lambda what, fitting, part=part: what != "faked" and fitting == part)
        rows[f"faked on one view called absent, {word} part"] = f"{rate(faked['absent'], faked.total())} {dict(faked)}"
        rows[f"faked, of those told, {word} part"] = rate(faked["absent"], faked["absent"] + faked["seen"])
        rows[f"true damage called absent, {word} part"] = f"{rate(reals['absent'], reals.total())} {dict(reals)}"
    for (what, fitting, finish), count in sorted(counts.items()):
        rows[f"{what}, {finish}, {'fitting' if fitting else 'reporting'} part"] = (
            f"absent {rate(count['absent'], count.total())} {dict(count)}"
        )
    return rows


def _sum(counts: dict[tuple[str, bool, str], Counter[str]], chosen: object) -> Counter[str]:
    return sum((count for (what, part, _), count in counts.items() if chosen(what, part)), Counter[str]())

"""Damage faked on one view, and true damage, looked for in a second view that shows the place."""

import argparse
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from anxin.engines.evidence.views import compare_opened
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate
from bench.studio import faking, phone, plan, scene

WIDTH = 1600
SHOWN = 0.7


def measure_views(options: argparse.Namespace) -> dict[str, object]:
    """Count seen, absent and cannot_tell, by finish and part."""
    cache = options.cache / "renders"
    fakes: dict[tuple[bool, str], Counter[str]] = {}
    reals: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    wrong = []
    for model in range(plan.MODELS):
        shots = plan.shots(model)
        if not all((cache / f"{shots[role].key}.npz").exists() for role in ("one", "two")):
            continue
        places = [scene.render(shots[role], cache)[1] for role in ("one", "two")]
        at = plan.mark(model, *places)
        if at is None:
            continue
        two = pictures.opened(pictures.of_shot(shots["two"], cache, 10 * model + 2), "two")
        for region, image in _fakes(model, shots["one"], at, places, cache):
            answer = compare_opened([pictures.opened(image, "one"), two], region=region)[0][0].answer
            fakes.setdefault((model < 12, shots["one"].finish), Counter())[answer] += 1
        real = _real(model, cache)
        if real is not None:
            region, image, other = real
            answer = compare_opened([pictures.opened(image, "one"), pictures.opened(other, "two")], region=region)[0][
                0
            ].answer
            reals[model < 12][answer] += 1
            if answer == "absent":
                wrong.append(model)
    return _rows(fakes, reals) | {"true damage called absent": wrong}


def _fakes(model: int, shot: scene.Shot, at: tuple[int, int], places: list[np.ndarray], cache: Path):
    """Fake damage in three ways at a place that the other view shows."""
    image = pictures.of_shot(shot, cache, 10 * model + 1)
    scale = WIDTH / scene.WIDTH
    for how in faking.HOWS:
        fake, box = faking.faked(image, (int(at[0] * scale), int(at[1] * scale)), 130, how, model)
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


def _real(model: int, cache: Path) -> tuple[tuple, np.ndarray, np.ndarray] | None:
    """True damage in both views, framed by the difference of the renderings."""
    damaged = plan.damaged(model, cache)
    if damaged is None:
        return None
    plain = plan.shots(model)
    boxes = []
    for role in ("one", "two"):
        clean = scene.render(plain[role], cache)[0]
        hurt = scene.render(damaged[f"hurt_{role}"], cache)[0]
        gap = np.abs(hurt - clean).max(axis=2) / (clean.mean(axis=2) + 0.05)
        rows, columns = np.nonzero(cv2.blur(gap, (5, 5)) > 0.25)
        if len(rows) < 40:
            return None
        low, high = np.quantile(rows, [0.02, 0.98]), np.quantile(columns, [0.02, 0.98])
        boxes.append((high[0], low[0], high[1] - high[0] + 2, low[1] - low[0] + 2))
    scale = WIDTH / scene.WIDTH * 0.9
    image = phone.sent(pictures.of_shot(damaged["hurt_one"], cache, 10 * model + 1), 1440, 80)
    other = pictures.of_shot(damaged["hurt_two"], cache, 10 * model + 2)
    return tuple(int(value * scale) for value in boxes[0]), image, other


def _rows(fakes: dict[tuple[bool, str], Counter[str]], reals: dict[bool, Counter[str]]) -> dict[str, object]:
    rows: dict[str, object] = {}
    for part, word in ((False, "reporting"), (True, "fitting")):
        total = sum((count for (fitting, _), count in fakes.items() if fitting == part), Counter[str]())
        rows[f"faked on one view called absent, {word} part"] = f"{rate(total['absent'], total.total())} {dict(total)}"
        told = total["absent"] + total["seen"]
        rows[f"faked, of those told, {word} part"] = rate(total["absent"], told)
        rows[f"true damage called absent, {word} part"] = (
            f"{rate(reals[part]['absent'], reals[part].total())} {dict(reals[part])}"
        )
    for (fitting, finish), count in sorted(fakes.items()):
        rows[f"faked, {finish}, {'fitting' if fitting else 'reporting'} part"] = (
            f"{rate(count['absent'], count.total())} {dict(count)}"
        )
    return rows

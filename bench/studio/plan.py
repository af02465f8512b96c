"""Which pictures the bench takes: 28 models of 8 kinds, from several sides, whole and damaged, two items each."""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.studio import prints, scene, shapes
from bench.studio.scene import Shot

MODELS = 28
HURTS = ("crack", "scratch", "stain", "tear")


def shots(model: int) -> dict[str, Shot]:
    """The undamaged pictures of one model.

    listing: the seller's; again: a new photograph of the same item near the same view, at the buyer's home; other:
    another item of the model, near the listing's view, elsewhere; one and two: two angles at the buyer's home.
    """
    rng = np.random.default_rng(4_000 + model)
    kind, finish = shapes.KINDS[model % 8], prints.FINISHES[(model // 8 + model) % 3]
    azimuth, elevation = float(rng.uniform(-30, 40)), float(rng.uniform(22, 42))
    home, light = int(rng.integers(0, 60)), int(rng.integers(0, 60))
    listing = Shot(kind, model, 0, finish, azimuth, elevation, light=model, ground=100 + model)
    near = rng.uniform(-4, 4, 2)
    again = replace(
        listing,
        azimuth=azimuth + float(near[0]),
        elevation=elevation + float(near[1]),
        light=light,
        ground=home,
        turn=float(rng.normal(0, 1.5)),
    )
    other = replace(
        again,
        item=1,
        ground=home + 1,
        azimuth=azimuth + float(rng.uniform(-3, 3)),
        distance=float(rng.uniform(0.94, 1.06)),
    )
    one = replace(again, azimuth=azimuth - 6, distance=0.9, turn=0.0)
    two = replace(one, azimuth=azimuth + float(rng.uniform(7, 14)), elevation=elevation + float(rng.uniform(-7, 7)))
    return {"listing": listing, "again": again, "other": other, "one": one, "two": two}


def mark(model: int, places_one: np.ndarray, places_two: np.ndarray, number: int = 0) -> tuple[int, int] | None:
    """Choose a pixel of the first angle on the thing, seen in the second angle too; `number` chooses another one."""
    rng = np.random.default_rng(8_000 + model + 1_000 * number)
    on_thing = (places_one[..., 2] > 0.5) & (places_one[..., 1] < 40)
    rows, columns = np.nonzero(on_thing[60:-60, 80:-80])
    if len(rows) == 0:
        return None
    middle = np.array([np.median(rows), np.median(columns)])
    spread = np.array([rows.std(), columns.std()]) * 0.55
    for _ in range(60):
        row, column = (rng.normal(middle, spread) + np.array([60, 80])).astype(int)
        inside = 40 <= row < 536 and 60 <= column < 708 and on_thing[row, column]
        if inside and found(places_one[row, column, :3], places_two) is not None:
            return int(row), int(column)
    return None


def found(place: np.ndarray, places: np.ndarray, within: float = 0.12) -> tuple[int, int] | None:
    """Find the pixel that sees a world place, or None where it is hidden or outside."""
    gap = np.linalg.norm(places[..., :3] - place, axis=2)
    row, column = np.unravel_index(int(gap.argmin()), gap.shape)
    edge = 30 <= row < gap.shape[0] - 30 and 30 <= column < gap.shape[1] - 30
    return (int(row), int(column)) if gap[row, column] < within and edge else None


def damaged(model: int, cache: Path) -> dict[str, Shot] | None:
    """The two angles with one true damage, seen in both."""
    plain = shots(model)
    at = mark(model, scene.render(plain["one"], cache)[1], scene.render(plain["two"], cache)[1])
    if at is None:
        return None
    u, v = (float(x) for x in scene.render(plain["one"], cache)[1][at[0], at[1], 3:5])
    size = {"plate": 0.16, "textile": 0.16, "cup": 0.1, "lock": 0.09, "toy": 0.12, "lamp": 0.14}.get(
        plain["one"].kind, 0.08
    )
    hurt = (HURTS[(model + model // 8) % 4], u, v, size, model)
    return {"hurt_one": replace(plain["one"], damage=hurt), "hurt_two": replace(plain["two"], damage=hurt)}


def main() -> None:
    """Render everything into the cache, model by model; `--first 12` takes the reporting part alone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--models", type=int, default=MODELS)
    options = parser.parse_args()
    for model in range(options.first, options.models):
        for shot in shots(model).values():
            scene.render(shot, options.cache)
        for shot in (damaged(model, options.cache) or {}).values():
            scene.render(shot, options.cache)
        print(model, flush=True)


if __name__ == "__main__":
    main()

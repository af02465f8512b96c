"""Put one true damage on two renderings of a thing, through the texture places that their pixels see.

A rendering knows for every pixel which place of the texture it sees. So damage of the texture shows at the right pixels
of every view, as it would if it were rendered, but for reflections in a glossy finish (which stay).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from bench.studio import plan, prints
from bench.studio.scene import Shot

Box = tuple[float, float, float, float]
SIZES = {"plate": 0.16, "textile": 0.16, "cup": 0.1, "lock": 0.09, "toy": 0.12, "lamp": 0.14}
SCALES = (1.0, 0.55, 0.75)
REACH_CM = 7.0


@dataclass(frozen=True)
class Marked:
    """One rendering with the damage on it: linear colour, the damage's frame (x, y, w, h), how many pixels it takes."""

    colour: np.ndarray
    box: Box
    pixels: int


def marked(
    shot: Shot, views: list[tuple[np.ndarray, np.ndarray]], at: tuple[int, int], number: int
) -> list[Marked] | None:
    """Damage the place that a pixel of the first view sees, in all views; None where some view hardly shows it."""
    places = views[0][1]
    place, (u, v) = places[at[0], at[1], :3], (float(x) for x in places[at[0], at[1], 3:5])
    how = plan.HURTS[(shot.model + number) % len(plan.HURTS)]
    plain = prints.item_texture(shot.model, shot.item, shot.finish, shot.kind)
    size = SIZES.get(shot.kind, 0.08) * SCALES[number % len(SCALES)]
    hurt = prints.hurt(plain, how, (u, v), size, 7_000 + 31 * shot.model + number)
    change = (hurt / plain).astype(np.float32)
    out = [_one(colour, places, change, place) for colour, places in views]
    counts = [view.pixels if view is not None else 0 for view in out]
    if min(counts) < 40 or min(counts) < 0.5 * max(counts):
        return None
    return [view for view in out if view is not None]


def _one(colour: np.ndarray, places: np.ndarray, change: np.ndarray, place: np.ndarray) -> Marked | None:
    columns = places[..., 3].astype(np.float32) * prints.SIDE
    rows = (1 - places[..., 4].astype(np.float32)) * prints.SIDE
    factor = cv2.remap(change, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    near = (np.linalg.norm(places[..., :3] - place, axis=2) < REACH_CM) & (places[..., 2] > 0.25)
    factor = np.where(near[..., None], factor, 1.0)
    seen = np.abs(factor - 1).max(axis=2) > 0.12
    rows, columns = np.nonzero(seen)
    if len(rows) == 0:
        return None
    (top, bottom), (left, right) = np.quantile(rows, [0.02, 0.98]), np.quantile(columns, [0.02, 0.98])
    box = (float(left), float(top), float(right - left + 2), float(bottom - top + 2))
    return Marked((colour * factor).astype(np.float32), box, int(seen.sum()))

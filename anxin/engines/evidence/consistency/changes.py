"""Where a picture differs from the one it derives from: a heat map, boxes, and what was only drawn on it.

Only meaningful where the same shot holds; parallax would light everything up otherwise.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.matching.features import Features

Heat = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ChangeParams:
    """Thresholds, set by hand on the bench's fitting part.

    sigma : robust deviations above which a place counts as changed. smallest : share of the overlap a box must cover.
    ink : saturation above which a thin, evenly coloured stroke counts as drawn on.
    """

    sigma: float = 9.0
    floor: float = 5.0
    smallest: float = 0.0006
    boxes: int = 8
    ink: float = 45.0


DEFAULTS = ChangeParams()


@dataclass(frozen=True, slots=True)
class Change:
    """A heat map in the picture's frame (0 where outside the overlap), changed boxes, and drawn strokes.

    share : of the overlap that lies in changed places.
    """

    heat: Heat
    boxes: tuple[Box, ...]
    peak: float
    share: float
    drawn: tuple[Box, ...]


def change_map(
    picture: Features, reference: Features, matrix: NDArray[np.float64], params: ChangeParams = DEFAULTS
) -> Change:
    """Compare a picture with the reference warped onto it.

    Local gain and offset are evened out first, so that light and tone do not count; each pixel may come from one pixel
    around, so that resampling does not count; the result is in robust deviations of the whole overlap.
    """
    height, width = picture.shape
    warped = cv2.warpPerspective(reference.colour, matrix, (width, height), flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.full(reference.shape, 255, np.uint8), matrix, (width, height)) > 250
    inside = cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if inside.sum() < 2000:
        return Change(np.zeros((height, width), np.float32), (), 0.0, 0.0, ())
    one, other = _lab(picture.colour), _evened(_lab(warped), _lab(picture.colour), inside)
    gap = _least(one, other)
    gap = np.asarray(cv2.blur(gap, (5, 5)) / (1 + 0.35 * _edges(other)), dtype=np.float32)
    heat = _deviations(gap, inside)
    hot = ((heat > params.sigma) & (gap > params.floor) & inside).astype(np.uint8)
    hot = np.asarray(cv2.morphologyEx(hot, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), dtype=np.uint8)
    boxes = _boxes(hot, heat, params.smallest * float(inside.sum()), params.boxes)
    drawn = tuple(box for box in boxes if _is_drawn(picture.colour, warped, gap, box, params))
    return Change(heat, tuple(boxes), float(heat.max()), float(hot[inside].mean()), drawn)


def _lab(pixels: NDArray[np.generic]) -> Heat:
    blurred = cv2.GaussianBlur(np.asarray(pixels, np.uint8), (0, 0), 0.8)
    return cv2.cvtColor(blurred.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).astype(np.float32)


def _evened(source: Heat, target: Heat, inside: NDArray[np.bool_]) -> Heat:
    """Return the source the target's local mean and spread, over a window a sixth of the frame wide."""
    side = max(15, max(source.shape[:2]) // 6) | 1
    weight = cv2.blur(inside.astype(np.float32), (side, side)) + 1e-3
    mask = inside[..., None].astype(np.float32)

    def means(values: Heat) -> Heat:
        return np.asarray(cv2.blur(values * mask, (side, side)) / weight[..., None], dtype=np.float32)

    mean_source, mean_target = means(source), means(target)
    spread_source = np.sqrt(np.maximum(means(source**2) - mean_source**2, 1.0))
    spread_target = np.sqrt(np.maximum(means(target**2) - mean_target**2, 1.0))
    gain = np.clip(spread_target / spread_source, 0.5, 2.0)
    return np.asarray((source - mean_source) * gain + mean_target, dtype=np.float32)


def _least(one: Heat, other: Heat) -> Heat:
    """Take the smallest colour distance over shifts by one pixel."""
    padded = cv2.copyMakeBorder(other, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    height, width = one.shape[:2]
    best = np.full((height, width), np.inf, np.float32)
    weights = np.array([0.8, 1.0, 1.0], np.float32)
    for down in range(3):
        for right in range(3):
            gap = (one - padded[down : down + height, right : right + width]) * weights
            best = np.minimum(best, np.sqrt((gap * gap).sum(axis=2)))
    return best


def _edges(lab: Heat) -> Heat:
    """Local edge strength of the reference, where resampling and recompression differ most."""
    light = np.ascontiguousarray(lab[..., 0])
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.blur(np.sqrt(across**2 + down**2), (5, 5)) / 8, dtype=np.float32)


def _deviations(gap: Heat, inside: NDArray[np.bool_]) -> Heat:
    values = gap[inside]
    middle = float(np.median(values))
    spread = float(np.median(np.abs(values - middle))) * 1.4826
    heat = (gap - middle) / max(spread, 0.45)
    heat[~inside] = 0
    return np.asarray(np.maximum(heat, 0), dtype=np.float32)


def _boxes(hot: NDArray[np.generic], heat: Heat, smallest: float, most: int) -> list[Box]:
    """Frame the changed places, brightest first."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(hot, np.uint8))
    rows = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if area >= max(smallest, 12):
            part = heat[y : y + height, x : x + width][labels[y : y + height, x : x + width] == number]
            rows.append((float(part.sum()), (x, y, width, height)))
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [box for _, box in rows[:most]]


def _is_drawn(
    colour: NDArray[np.uint8], before: NDArray[np.generic], gap: Heat, box: Box, params: ChangeParams
) -> bool:
    """Return whether a changed place is a thin stroke of one bright, even colour, as of a circle or arrow drawn in."""
    x, y, width, height = box
    inside = gap[y : y + height, x : x + width]
    changed = (inside > max(params.floor, 0.5 * float(np.quantile(inside, 0.97)))).ravel()
    if changed.sum() < 20 or changed.mean() > 0.5:
        return False
    lab = _flat_lab(colour[y : y + height, x : x + width])[changed]
    vivid = np.hypot(lab[:, 1], lab[:, 2]) > params.ink
    if vivid.mean() < 0.5:
        return False
    middle = np.median(lab[vivid], axis=0)
    even = float((np.linalg.norm(lab[vivid] - middle, axis=1) < 28).mean())
    old = _flat_lab(np.asarray(before, np.uint8)[y : y + height, x : x + width])[changed]
    alike = float((np.linalg.norm(old - middle, axis=1) < 28).mean())
    return even > 0.6 and alike < 0.3


def _flat_lab(pixels: NDArray[np.uint8]) -> Heat:
    """List a part's pixels in CIELAB."""
    row = np.ascontiguousarray(pixels).reshape(1, -1, 3).astype(np.float32) / 255
    return np.asarray(cv2.cvtColor(row, cv2.COLOR_RGB2LAB)[0], dtype=np.float32)


def paint(picture: NDArray[np.uint8], change: Change) -> NDArray[np.uint8]:
    """Lay the heat map over a grey copy of the picture, with the boxes' frames."""
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB).astype(np.float32)
    level = np.clip(change.heat / 24, 0, 1)
    painted = cv2.applyColorMap((level * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)[:, :, ::-1].astype(np.float32)
    weight = np.clip(level * 1.5, 0, 0.85)[..., None]
    out = np.ascontiguousarray((grey * (1 - weight) + painted * weight).astype(np.uint8))
    for x, y, width, height in change.boxes:
        cv2.rectangle(out, (x, y), (x + width, y + height), (0, 255, 255), 2)
    return out

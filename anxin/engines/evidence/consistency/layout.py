"""How two whole frames lie on each other, where what fills them may be drawn anew.

An editor that restyles, relights or draws the surroundings anew keeps few features, but edges stay where they were. So
frames are compared by the direction of their edges alone (blind to light, tone and the sign of an edge), cell by cell:
correlation over a window, whose places of best agreement lie anywhere for two photographs and together for a redrawn
one.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
SIDE, CELL, STEP, REACH = 240, 24, 20, 22
NEAR = 7
EDGED, FACED = 1.0, 0.6
FEWEST = 8
MIDDLE = 0.3
SPAN = 2 * REACH + 1


@dataclass(frozen=True, slots=True)
class Layout:
    """How one frame lies in another by its edges; lengths in shares of the frame.

    cells : cells with edges in both frames. share : of those, how many fit one map near the identity. gap : mean
    correlation at the best common place near the identity, less the best farther off: 0 and less by chance. drift : how
    far the map moves a corner. turn : degrees. shear : departure from a turn and an even scale. spread : root mean
    square distance of the fitting cells from the map, in hundredths of the long side. hull : area of the fitting cells'
    convex hull. middle : share that fits of the cells off the borders, or 0 where there are too few.
    """

    cells: int
    share: float
    gap: float
    drift: float
    turn: float
    shear: float
    spread: float
    hull: float = 0.0
    middle: float = 0.0


def lie(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Layout | None:
    """Lay a grey picture over another, both brought to one shape; None where too few cells have edges in both."""
    size = _shape(one.shape, other.shape)
    places, surfaces = _surfaces(_field(one, size), _field(other, size))
    if len(places) < FEWEST:
        return None
    mean = surfaces.mean(axis=0)
    middle = mean[REACH - NEAR : REACH + NEAR + 1, REACH - NEAR : REACH + NEAR + 1]
    down, right = (int(v) - NEAR for v in np.unravel_index(int(middle.argmax()), middle.shape))
    rows, columns = np.mgrid[-REACH : REACH + 1, -REACH : REACH + 1]
    far = mean[np.hypot(rows - down, columns - right) > NEAR - 1]
    gap = float(mean[down + REACH, right + REACH] - far.max())
    moves = np.array([_peak(surface) for surface in surfaces])
    return _fitted(places, moves, (right, down), gap, size)


def _shape(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, int]:
    """Choose width and height between two frames' own, so that an even stretch of a frame doesn't count."""
    ratio = float(np.sqrt((one[1] / one[0]) * (other[1] / other[0])))
    short = max(CELL * 2, round(SIDE * min(ratio, 1 / ratio)))
    return (SIDE, short) if ratio >= 1 else (short, SIDE)


def _field(grey: NDArray[np.uint8], size: tuple[int, int]) -> tuple[Field, Field]:
    """Return the edges' directions at double angle, weighed evenly over strong and weak, and their plain strength."""
    small = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32), (0, 0), 1.0)
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(small, cv2.CV_32F, 0, 1) / 8
    strength = np.hypot(across, down)
    around = np.sqrt(np.maximum(cv2.blur(strength * strength, (25, 25)), 0)) + 1.0
    weight = 1 / (np.maximum(strength, 1e-6) * (strength + 0.5 * around))
    doubled = np.dstack([(across**2 - down**2) * weight, 2 * across * down * weight]).astype(np.float32)
    return doubled, np.asarray(cv2.blur(strength, (CELL, CELL)), dtype=np.float32)


def _surfaces(one: tuple[Field, Field], other: tuple[Field, Field]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlate each cell of one frame with its surroundings in the other; places are the cells' middles."""
    height, width = one[1].shape
    padded = cv2.copyMakeBorder(other[0], REACH, REACH, REACH, REACH, cv2.BORDER_CONSTANT, value=(0, 0))
    places, surfaces = [], []
    for top in np.linspace(0, height - CELL, (height - CELL) // STEP + 1).astype(int):
        for left in np.linspace(0, width - CELL, (width - CELL) // STEP + 1).astype(int):
            at = top + CELL // 2, left + CELL // 2
            if one[1][at] < EDGED or other[1][at] < FACED:
                continue
            window = padded[top : top + CELL + 2 * REACH, left : left + CELL + 2 * REACH]
            cell = one[0][top : top + CELL, left : left + CELL]
            surface = cv2.matchTemplate(window, cell, cv2.TM_CCORR_NORMED)
            surfaces.append(np.where(np.abs(surface) <= 1.0001, surface, 0.0))
            places.append((at[1], at[0]))
    return np.array(places, np.float64), np.array(surfaces, np.float64)


def _peak(surface: NDArray[np.float64]) -> tuple[float, float]:
    """Find where a surface is highest, to a part of a pixel: right and down."""
    row, column = (int(v) for v in np.unravel_index(int(surface.argmax()), surface.shape))
    return column - REACH + _part(surface[row], column), row - REACH + _part(surface[:, column], row)


def _part(line: NDArray[np.float64], at: int) -> float:
    if not 0 < at < SPAN - 1:
        return 0.0
    bow = line[at - 1] - 2 * line[at] + line[at + 1]
    return float(0.5 * (line[at - 1] - line[at + 1]) / bow) if bow < 0 else 0.0


def _fitted(
    places: NDArray[np.float64],
    moves: NDArray[np.float64],
    common: tuple[int, int],
    gap: float,
    size: tuple[int, int],
) -> Layout:
    """Fit one affine map to the cells that moved together."""
    sides = np.array(size, np.float64)
    lifted = np.column_stack([places - sides / 2, np.ones(len(places))])
    fits = np.hypot(*(moves - common).T) <= 3.5
    for _ in range(4):
        if fits.sum() < FEWEST - 2:
            return Layout(len(places), 0.0, gap, 1.0, 0.0, 1.0, 100.0)
        affine, *_rest = np.linalg.lstsq(lifted[fits], moves[fits], rcond=None)
        gaps = np.hypot(*(moves - lifted @ affine).T)
        fits = gaps <= 2.5
    grown = np.eye(2) + affine[:2].T
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * sides
    moved = np.column_stack([corners, np.ones(4)]) @ affine / sides
    if fits.sum() < FEWEST - 2:
        return Layout(len(places), 0.0, gap, 1.0, 0.0, 1.0, 100.0)
    spread = float(np.sqrt((gaps[fits] ** 2).mean()))
    return Layout(
        cells=len(places),
        share=float(fits.mean()),
        gap=gap,
        drift=float(np.abs(moved).max()),
        turn=float(np.degrees(np.arctan2(grown[1, 0] - grown[0, 1], grown[0, 0] + grown[1, 1]))),
        shear=float(abs(grown[0, 1] + grown[1, 0])),
        spread=100 * spread / SIDE,
        hull=float(cv2.contourArea(cv2.convexHull(places[fits].astype(np.float32)))) / float(sides.prod()),
        middle=_middle(places / sides - 0.5, fits),
    )


def _middle(places: NDArray[np.float64], fits: NDArray[np.bool_]) -> float:
    inside = (np.abs(places) < MIDDLE).all(axis=1)
    return float(fits[inside].mean()) if inside.sum() >= FEWEST // 2 else 0.0

"""How one picture lies in another: a homography by MAGSAC++, and what it says (Barath et al. 2020)."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.matching.agreement import Agreement, agree
from anxin.engines.evidence.matching.features import Features

Matrix = NDArray[np.float64]
RATIO = 0.8
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Registration:
    """Where `one` lies in `other`, by a homography from one's pixels to the other's.

    inliers, ratio : correspondences that fit, and their share of all. error_px : median distance of those, in the
    other's pixels. hull : area of the inliers' convex hull in the other's frame; hull_one : in one's own frame;
    both as shares of the frame. bend : largest distance, as a share of the long side, between the homography and the
    best affine map over the inliers: 0 for anything that was cropped, scaled, turned or stretched, more for a second
    photograph. shear : departure of the affine part from a turn and a stretch along the axes.
    kept : inliers as a share of the features that the poorer picture has in the overlap: an edit keeps fine texture,
    a second photograph has its own grain, noise and shadows. agreement : how the textures agree in the overlap.
    frame, frame_one : the other's and one's own height and width.
    """

    matrix: Matrix
    inliers: int
    matches: int
    ratio: float
    error_px: float
    hull: float
    hull_one: float
    bend: float
    turn: float
    shear: float
    drift: float
    kept: float
    agreement: Agreement
    frame: tuple[int, int]
    frame_one: tuple[int, int]
    points_one: NDArray[np.float32]
    points_other: NDArray[np.float32]


def correspondences(
    one: Features, other: Features, ratio: float = RATIO
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Match features by nearest neighbour with the ratio test; each of the other's features is used once."""
    if len(one) < 4 or len(other) < 4:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing
    likeness = one.roots @ other.roots.T
    rows, nearest = np.arange(len(one)), likeness.argmax(axis=1)
    best = likeness[rows, nearest]
    likeness[rows, nearest] = -np.inf
    gaps, next_gaps = (np.sqrt(np.maximum(0, 2 - 2 * values)) for values in (best, likeness.max(axis=1)))
    good = np.flatnonzero(gaps < ratio * next_gaps)
    order = good[np.argsort(gaps[good], kind="stable")]
    _, first = np.unique(nearest[order], return_index=True)
    kept = np.sort(order[first])
    return kept.astype(np.int64), nearest[kept].astype(np.int64)


def register(one: Features, other: Features) -> Registration | None:
    """Register `one` to `other`; None where fewer than eight correspondences fit any homography.

    The estimate is deterministic: OpenCV's generator is seeded before it.
    """
    left, right = correspondences(one, other)
    if len(left) < FEWEST:
        return None
    source, target = one.points[left], other.points[right]
    cv2.setRNGSeed(20261125)
    matrix, mask = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 2.5, maxIters=5000, confidence=0.999)
    if matrix is None or mask is None:
        return None
    fits = mask.ravel().astype(bool)
    found = np.asarray(matrix, dtype=np.float64)
    if fits.sum() < FEWEST or not _sane(found, one.shape):
        return None
    source, target = source[fits], target[fits]
    errors = np.linalg.norm(project(found, source) - target, axis=1)
    bend, turn, shear = _shape_of(found, source, target)
    return Registration(
        matrix=found,
        inliers=int(fits.sum()),
        matches=len(left),
        ratio=float(fits.mean()),
        error_px=float(np.median(errors)) / max(_scale(found, source), 1.0),
        hull=_hull(target, other.shape),
        hull_one=_hull(source, one.shape),
        bend=bend,
        turn=turn,
        shear=shear,
        drift=_drift(found, one.shape, other.shape),
        kept=_kept(one, other, found, int(fits.sum())),
        agreement=agree(one, other, found),
        frame=other.shape,
        frame_one=one.shape,
        points_one=source,
        points_other=target,
    )


def project(matrix: Matrix, points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Map points of shape (n, 2) through a homography."""
    lifted = np.column_stack([points.astype(np.float64), np.ones(len(points))]) @ matrix.T
    return np.asarray(lifted[:, :2] / np.where(np.abs(lifted[:, 2:]) < 1e-9, 1e-9, lifted[:, 2:]), dtype=np.float64)


def _drift(matrix: Matrix, shape: tuple[int, int], target: tuple[int, int]) -> float:
    """Return how far the corners move within the frame: next to nothing where one frame was laid over the other."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    sides = np.array([target[1], target[0]], np.float64)
    moved = project(matrix, corners * np.array([shape[1], shape[0]], np.float32)) / sides - corners
    return float(np.abs(moved).max())


def _kept(one: Features, other: Features, matrix: Matrix, inliers: int) -> float:
    """Share of the overlap's features that correspond."""
    there, back = project(matrix, one.points), project(np.linalg.inv(matrix), other.points)
    counts = [int(_inside(there, other.shape).sum()), int(_inside(back, one.shape).sum())]
    return inliers / max(1, min(counts))


def _inside(points: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.bool_]:
    within = (points >= 0).all(axis=1) & (points[:, 0] < shape[1]) & (points[:, 1] < shape[0])
    return np.asarray(within, dtype=np.bool_)


def _sane(matrix: Matrix, shape: tuple[int, int]) -> bool:
    """Refuse homographies that fold the frame, or shrink or grow it beyond use."""
    height, width = shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    weights = np.column_stack([corners, np.ones(4)]) @ np.asarray(matrix)[2]
    if weights.min() * weights.max() <= 0:
        return False
    mapped = project(np.asarray(matrix, dtype=np.float64), corners)
    if not cv2.isContourConvex(mapped.astype(np.float32)):
        return False
    growth = float(cv2.contourArea(mapped.astype(np.float32))) / (width * height)
    return 0.005 < growth < 200


def _scale(matrix: Matrix, points: NDArray[np.float32]) -> float:
    """Return how much longer a step becomes, in the middle of the points."""
    middle = points.mean(axis=0)
    steps = middle + np.array([[0, 0], [1, 0], [0, 1]], np.float32)
    mapped = project(matrix, steps)
    across, down = mapped[1] - mapped[0], mapped[2] - mapped[0]
    return float(np.sqrt(abs(across[0] * down[1] - across[1] * down[0])))


def _hull(points: NDArray[np.float32], shape: tuple[int, int]) -> float:
    hull = cv2.convexHull(points)
    return float(cv2.contourArea(hull)) / (shape[0] * shape[1])


def _shape_of(matrix: Matrix, source: NDArray[np.float32], target: NDArray[np.float32]) -> tuple[float, float, float]:
    """Compare the homography with the nearest affine map over the inliers."""
    lifted = np.column_stack([source, np.ones(len(source))]).astype(np.float64)
    mapped = project(matrix, source)
    affine, *_ = np.linalg.lstsq(lifted, mapped, rcond=None)
    reach = float(np.linalg.norm(np.ptp(target, axis=0))) or 1.0
    bend = float(np.linalg.norm(lifted @ affine - mapped, axis=1).max()) / reach
    across, down = affine[0], affine[1]
    turn = float(np.degrees(np.arctan2(across[1], across[0])))
    lengths = np.linalg.norm(across) * np.linalg.norm(down)
    shear = float(abs(across @ down) / max(lengths, 1e-9))
    return bend, turn, shear

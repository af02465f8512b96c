"""Bend a local map: a cup's wall or a cloth's fold moves more than an affine map can say.

Dense flow (Kroeger et al. 2016) between a patch and what an affine map fetches for it says pixel by pixel what is still
wrong. A quadratic map is fitted to the flow of the surroundings, robustly, textured pixels weighing more. The inside of
the marked place takes no part and is only interpolated, so that a mark that one picture lacks bends nothing.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.views.detail import Grey, Mask, detail_of, gain_of

ROUNDS, REWEIGHTED = 3, 4
FEWEST, ENOUGH, FARTHEST = 150, 0.1, 0.15


def bend(
    patch: Grey, other: NDArray[np.uint8], matrix: NDArray[np.float64], left_out: Mask
) -> tuple[Grey, Mask] | None:
    """Fetch from another picture what a patch shows, by an affine map and a quadratic one over it.

    Parameters
    ----------
    matrix : the affine map (2, 3) from the patch's pixels to the other's. left_out : the marked place and a rim.

    Returns
    -------
    The patch as the other picture shows it, and which of its pixels lie inside that picture; None where the map bends
    beyond a seventh of the patch, or the other picture shows too little of it.
    """
    height, width = patch.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    terms = _terms(columns * (2 / width) - 1, rows * (2 / height) - 1)
    detail = detail_of(patch)
    ours = np.clip(2 * detail + 128, 0, 255)
    texture = np.hypot(cv2.Sobel(ours, cv2.CV_32F, 1, 0), cv2.Sobel(ours, cv2.CV_32F, 0, 1))
    weight = 4 + np.minimum(200, texture)
    soft = cv2.GaussianBlur(left_out.astype(np.float32), (0, 0), 2.0)
    engine = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    across, down = columns, rows
    for _ in range(ROUNDS):
        warped, shown = _fetched(other, matrix, across, down)
        used = ~left_out & shown
        if used.sum() < FEWEST:
            return None
        fetched = detail_of(warped)
        theirs = np.clip(2 * gain_of(detail[used], fetched[used]) * fetched + 128, 0, 255)
        moved = _flow(engine, ours * (1 - soft) + theirs * soft, theirs)
        step = terms @ _fitted(terms[used], moved[used], weight[used])
        across, down = across + step[..., 0], down + step[..., 1]
        if np.abs(step[used]).max() < ENOUGH:
            break
    farthest = max(np.abs(across - columns).max(), np.abs(down - rows).max())
    return None if farthest > FARTHEST * max(height, width) else _fetched(other, matrix, across, down)


def _terms(x: Grey, y: Grey) -> Grey:
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1)


def _flow(engine: cv2.DISOpticalFlow, one: Grey, other: Grey) -> Grey:
    before, after = one.astype(np.uint8), other.astype(np.uint8)
    moved = engine.calc(before, after, None)  # type: ignore[call-overload]  # None is no first guess; stubs lack it
    return np.asarray(moved, dtype=np.float32)


def _fitted(terms: Grey, moved: Grey, weight: Grey) -> Grey:
    """Fit the terms to a flow by weighted least squares, weighted anew by what each pixel leaves (Cauchy)."""
    every = max(1, len(terms) // 4000)
    terms, moved, weight = terms[::every], moved[::every], weight[::every]
    trusted = weight
    found = np.zeros((terms.shape[1], 2), np.float32)
    for _ in range(REWEIGHTED):
        heavy = terms * trusted[:, None]
        ridge = 1e-5 * float(trusted.sum()) * np.eye(terms.shape[1], dtype=np.float32)
        found = np.linalg.solve(heavy.T @ terms + ridge, heavy.T @ moved).astype(np.float32)
        left = np.linalg.norm(terms @ found - moved, axis=1)
        trusted = weight / (1 + left**2)
    return found


def _fetched(other: NDArray[np.uint8], matrix: NDArray[np.float64], across: Grey, down: Grey) -> tuple[Grey, Mask]:
    x = (matrix[0, 0] * across + matrix[0, 1] * down + matrix[0, 2]).astype(np.float32)
    y = (matrix[1, 0] * across + matrix[1, 1] * down + matrix[1, 2]).astype(np.float32)
    warped = cv2.remap(other, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    return warped, (x >= 0) & (y >= 0) & (x <= other.shape[1] - 1) & (y <= other.shape[0] - 1)

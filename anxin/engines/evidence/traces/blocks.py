"""The 8 x 8 blocks of JPEG: quantised twice, or a grid that lies elsewhere than the file's own."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Trace
from anxin.engines.evidence.traces.subject import FileLook

SIDE = 1024
# The nine lowest AC coefficients, in natural order.
LOW = (1, 8, 16, 9, 2, 3, 10, 17, 24)
# Standard errors from which on a grid counts as seen, and one off the origin as sure.
SEEN, SURE = 8.0, 12.0


def _middle(look: FileLook) -> NDArray[np.float32]:
    """Cut luma from the middle, starting on a multiple of eight."""
    height, width = look.pixels.shape[:2]
    top, left = max(0, (height - SIDE) // 2) // 8 * 8, max(0, (width - SIDE) // 2) // 8 * 8
    part = look.pixels[top : top + SIDE, left : left + SIDE]
    return cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2YCrCb)[:, :, 0].astype(np.float32)


def _coefficients(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Transform every 8 x 8 block; shape (blocks, 64)."""
    rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
    tiles = luma[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8) - 128
    at = np.arange(8)
    basis = np.sqrt(2 / 8) * np.cos(np.pi * (2 * at[None, :] + 1) * at[:, None] / 16)
    basis[0] /= np.sqrt(2)
    basis = basis.astype(np.float32)
    return np.asarray(basis @ tiles @ basis.T, dtype=np.float32).reshape(-1, 64)


def double(look: FileLook) -> Trace:
    """Look for the gaps that a first, other quantisation leaves in the second one's histogram.

    Does not apply to pictures that are no JPEG, were turned, hold too few blocks, or were saved so coarsely the second
    time that a first saving can't be seen. Chat apps and every crop save twice: weak.
    """
    if look.found.kind != "image/jpeg" or not look.tables or look.turned:
        return Trace("jpeg.double", False, facts={"why": "no JPEG in its own orientation"})
    table = look.tables[min(look.tables)]
    quality_step = float(np.mean([table[k] for k in LOW]))
    values = _coefficients(_middle(look))
    if values.shape[0] < 400 or quality_step > 24:
        return Trace("jpeg.double", False, facts={"why": "too few blocks or saved too coarsely"})
    scores = [score for k in LOW if (score := _periodic(np.rint(values[:, k] / table[k]))) is not None]
    if len(scores) < 3:
        return Trace("jpeg.double", False, facts={"why": "too little texture"})
    score = float(np.median(scores))
    return Trace("jpeg.double", True, facts={"score": round(score, 3), "seen": score > 0.35})


def _periodic(levels: NDArray[Any]) -> float | None:
    """Score how strongly a histogram of quantised values swings with a period of two or more, against its trend."""
    counts = np.histogram(levels, bins=np.arange(-40.5, 41))[0].astype(float)
    side = counts[41:] + counts[:40][::-1]
    if (side > 0).sum() < 10 or side[:20].sum() < 300:
        return None
    used = side[: max(12, int(np.searchsorted(np.cumsum(side), 0.98 * side.sum())))]
    trend = np.convolve(np.pad(used, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    swing = (used - trend) / np.maximum(trend, 1)
    power = np.abs(np.fft.rfft(swing * np.hanning(len(swing))))
    return float(power[2:].max() / max(len(swing), 1) * 4) if len(power) > 3 else None


def grid(look: FileLook) -> Trace:
    """Find where an 8 x 8 grid of edges lies; off the file's own origin it speaks of an earlier, cropped JPEG.

    Does not apply where no grid is seen (fine quality, rescaled pictures). Many photographs were cropped by honest
    people: weak.
    """
    luma = _middle(look)
    if min(luma.shape) < 128:
        return Trace("jpeg.grid", False, facts={"why": "too small"})
    across, down = _lines(luma), _lines(np.ascontiguousarray(luma.T))
    offset = [int(across.argmax()), int(down.argmax())]
    strength = [float(across.max()), float(down.max())]
    if min(strength) < SEEN:
        return Trace("jpeg.grid", False, facts={"why": "no grid seen"})
    shifted = any(lines.argmax() != 0 and lines.max() > max(SURE, 1.3 * lines[0]) for lines in (across, down))
    return Trace("jpeg.grid", True, facts={"offset": offset, "strength": strength, "shifted": bool(shifted)})


def _lines(luma: NDArray[np.float32]) -> NDArray[np.float64]:
    """Score each of the eight places where a grid's upright lines may lie, in standard errors over the median."""
    steps = np.abs(np.diff(luma, axis=1))
    jumps = np.clip(steps[:, 1:-1] - (steps[:, :-2] + steps[:, 2:]) / 2, -6, 6)
    count = jumps.shape[1] // 8
    columns = jumps[:, : 8 * count].reshape(len(jumps), count, 8).mean(axis=0)
    means, errors = columns.mean(axis=0), columns.std(axis=0) / np.sqrt(count)
    # The step between columns x + 1 and x + 2 is the x-th jump.
    return np.roll((means - np.median(means)) / np.maximum(errors, 1e-3), 2)

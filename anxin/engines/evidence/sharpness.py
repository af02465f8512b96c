"""Say whether a picture is clear enough to judge: sharp, exposed, whole, large. Advice, never a refusal."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
FINE, COARSE = 0.9, 2.2
STEP = np.array([[-1, 0, 1]], np.float32)
_TURNS = np.arange(12) * np.pi / 12
WAYS = np.stack([np.cos(_TURNS) ** 2, np.sin(2 * _TURNS), np.sin(_TURNS) ** 2], axis=1)


@dataclass(frozen=True, slots=True)
class ClarityParams:
    """Thresholds, set by hand on the bench's fitting part.

    blur : radius of smearing, in pixels at a long side of 960, from which on a picture is called blurred.
    clipped : share of burnt or drowned pixels. dark, bright : median luma.
    """

    side: int = 960
    tile: int = 48
    contrast: float = 6.0
    blur: float = 1.33
    clipped: float = 0.35
    dark: int = 38
    bright: int = 232
    smallest: int = 600


DEFAULTS = ClarityParams()


def measure(pixels: NDArray[np.uint8], params: ClarityParams = DEFAULTS) -> dict[str, Any]:
    """Measure one picture.

    Parameters
    ----------
    pixels : RGB of shape (height, width, 3).

    Returns
    -------
    ``sharp`` (bool, or None where nothing has texture), ``whole`` (bool, or None where the ground isn't plain),
    ``exposure`` (ok, dark, bright, clipped), ``large`` (bool), the raw ``blur``, and ``advice`` codes.
    """
    height, width = pixels.shape[:2]
    grey = _grey(pixels, params.side)
    blur = blur_of(grey, params)
    exposure = _exposure(grey, params)
    whole = _whole(cv2.resize(pixels, (160, max(8, round(160 * height / width))), interpolation=cv2.INTER_AREA))
    sharp = None if blur is None else blur < params.blur
    large = max(height, width) >= params.smallest
    advice = []
    if sharp is False:
        advice.append("blurred")
    if exposure != "ok":
        advice.append(exposure)
    if whole is False:
        advice.append("cut_off")
    if not large:
        advice.append("too_small")
    return {
        "sharp": sharp, "whole": whole, "exposure": exposure, "large": large,
        "blur": None if blur is None else round(blur, 3), "advice": advice,
    }  # fmt: skip


def _grey(pixels: NDArray[np.uint8], side: int) -> Grey:
    """Reduce to luma with the long side at most `side` (a phone shows no more, and chat apps keep little more)."""
    height, width = pixels.shape[:2]
    ratio = side / max(height, width)
    if ratio < 1:
        size = (max(8, round(width * ratio)), max(8, round(height * ratio)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def blur_of(grey: Grey, params: ClarityParams = DEFAULTS) -> float | None:
    """Estimate how far edges are smeared, as the radius of a Gaussian in pixels of `grey`; None without texture.

    Edges lose strength with every smoothing, the less the softer they were: the ratio of gradients at two scales gives
    their own radius. Each direction is asked apart, since motion smears only along itself, and the softest one that
    holds a tenth of the picture's edges counts. What the flattest tenth of the tiles shows is held for noise.
    """
    values = grey.astype(np.float32)
    grid = (max(1, grey.shape[1] // params.tile), max(1, grey.shape[0] // params.tile))
    deviation = np.sqrt(np.maximum(0, _tiles(values**2, grid) - _tiles(values, grid) ** 2))
    textured = deviation > params.contrast
    if textured.sum() < 4:
        return None
    (fine, fine_noise), (coarse, coarse_noise) = (_gradients(values, scale, grid) for scale in (FINE, COARSE))
    fine, coarse = np.maximum(fine - fine_noise, 1e-3), np.maximum(coarse - coarse_noise, 1e-3)
    weights = coarse[:, textured].sum(axis=1)
    ratios = []
    for way in np.flatnonzero(weights > 0.1 * weights.max()):
        used = textured & (coarse[way] > np.maximum(2 * coarse_noise[way], 1.0))
        if used.sum() >= 4:
            ratios.append(float(np.quantile(fine[way][used] / coarse[way][used], 0.6)))
    if not ratios:
        return None
    squared = max(min(ratios), 1.0001) ** 2
    return float(np.sqrt(max(0.0, COARSE**2 - FINE**2 * squared) / (squared - 1)))


def _gradients(
    values: NDArray[np.float32], scale: float, grid: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean squared gradient of every tile in twelve directions, and that of the flattest tenth of the tiles."""
    smooth = cv2.GaussianBlur(values, (0, 0), scale)
    across, down = (cv2.filter2D(smooth, -1, kernel) for kernel in (STEP, STEP.T))
    tensor = np.stack([_tiles(across * across, grid), _tiles(across * down, grid), _tiles(down * down, grid)])
    squares = np.tensordot(WAYS, tensor, 1)
    return squares, np.quantile(squares.reshape(len(WAYS), -1), 0.1, axis=1)[:, None, None]


def _tiles(values: NDArray[Any], grid: tuple[int, int]) -> NDArray[np.float64]:
    """Average over a grid of (columns, rows) tiles."""
    return np.asarray(cv2.resize(values.astype(np.float32), grid, interpolation=cv2.INTER_AREA), dtype=np.float64)


def _exposure(grey: Grey, params: ClarityParams) -> str:
    """Name the exposure: clipped says that much of the picture holds no detail at either end."""
    median = float(np.median(grey))
    if median < params.dark:
        return "dark"
    burnt, drowned = float((grey >= 252).mean()), float((grey <= 3).mean())
    if median > params.bright and burnt > 0.8:
        return "bright"
    return "clipped" if drowned > params.clipped else "ok"


def _whole(small: NDArray[Any]) -> bool | None:
    """Return whether a thing on a plain ground is cut by two or more edges; None where the ground isn't plain."""
    lab = cv2.cvtColor(small.astype(np.uint8), cv2.COLOR_RGB2LAB).astype(np.float32)
    rims = [lab[0], lab[-1], lab[:, 0], lab[:, -1]]
    rim = np.concatenate(rims)
    ground = np.median(rim, axis=0)
    away = np.linalg.norm(lab - ground, axis=2) > 22
    if (np.linalg.norm(rim - ground, axis=1) > 22).mean() > 0.45 or not 0.02 < away.mean() < 0.95:
        return None
    touching = [float((np.linalg.norm(edge - ground, axis=1) > 22).mean()) for edge in rims]
    return sum(share > 0.25 for share in touching) < 2

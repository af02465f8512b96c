"""Fake damage on a picture, with its mask known: painted, blended, inpainted (classical; no image generator)."""

import cv2
import numpy as np

HOWS = ("painted", "blended", "inpainted")


def faked(
    pixels: np.ndarray, at: tuple[int, int], reach: int, how: str, seed: int
) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """Put damage about `reach` pixels wide at (row, column); return the picture and the changed box (x, y, w, h)."""
    rng = np.random.default_rng(61_000 + seed)
    out = {"painted": _cracked, "blended": _stained, "inpainted": _torn}[how](pixels.copy(), at, reach, rng)
    gap = np.abs(out.astype(int) - pixels.astype(int)).max(axis=2) > 6
    rows, columns = np.nonzero(gap)
    if len(rows) == 0:
        return out, (at[1], at[0], 1, 1)
    x, y = int(columns.min()), int(rows.min())
    return out, (x, y, int(columns.max()) - x + 1, int(rows.max()) - y + 1)


def _cracked(pixels: np.ndarray, at: tuple[int, int], reach: int, rng: np.random.Generator) -> np.ndarray:
    mask = np.zeros(pixels.shape[:2], np.uint8)
    for _ in range(4):
        angle, points = rng.uniform(0, 6.28), [np.array([at[1], at[0]], float)]
        for _ in range(9):
            angle += rng.normal(0, 0.5)
            points.append(points[-1] + reach / 14 * np.array([np.cos(angle), np.sin(angle)]))
        cv2.polylines(mask, [np.int32(points)], False, 255, max(2, reach // 45), cv2.LINE_AA)
    weight = cv2.GaussianBlur(mask, (0, 0), 0.8)[..., None].astype(np.float32) / 255
    light = np.roll(weight, 2, axis=0)
    shaded = pixels * (1 - 0.85 * weight) + 25 * light * (1 - weight)
    return np.clip(shaded, 0, 255).astype(np.uint8)


def _blot(shape: tuple[int, ...], at: tuple[int, int], reach: int, rng: np.random.Generator) -> np.ndarray:
    mask = np.zeros(shape[:2], np.float32)
    for _ in range(8):
        place = rng.normal(0, reach / 6, 2) + np.array([at[1], at[0]])
        cv2.circle(mask, (int(place[0]), int(place[1])), int(reach * rng.uniform(0.12, 0.26)), 1.0, -1)
    return cv2.GaussianBlur(mask, (0, 0), max(1.0, reach / 30))


def _stained(pixels: np.ndarray, at: tuple[int, int], reach: int, rng: np.random.Generator) -> np.ndarray:
    weight = _blot(pixels.shape, at, reach, rng)
    grain = cv2.GaussianBlur(rng.normal(0, 1, pixels.shape[:2]).astype(np.float32), (0, 0), 3)
    tone = np.array([70, 48, 30], np.float32) + 26 * grain[..., None]
    weight = weight[..., None] * 0.72
    return np.clip(pixels * (1 - weight) + tone * weight, 0, 255).astype(np.uint8)


def _torn(pixels: np.ndarray, at: tuple[int, int], reach: int, rng: np.random.Generator) -> np.ndarray:
    mask = (_blot(pixels.shape, at, reach, rng) > 0.5).astype(np.uint8)
    filled = cv2.inpaint(pixels, mask * 255, 5, cv2.INPAINT_TELEA)
    edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    grain = cv2.GaussianBlur(rng.normal(0, 1, pixels.shape[:2]).astype(np.float32), (0, 0), 1.5)
    inside = mask[..., None] > 0
    torn = np.where(inside, filled * 0.55 + 95 + 30 * grain[..., None], pixels)
    torn[edge] = torn[edge] * 0.45
    return np.clip(torn, 0, 255).astype(np.uint8)

"""Textures: the print that all items of a model share, the micro-texture of one item, damage, grounds."""

import cv2
import numpy as np

SIDE = 1024
FINISHES = ("patterned", "plain", "glossy")


def noise(rng: np.random.Generator, side: int, octaves: tuple[int, ...]) -> np.ndarray:
    """Smooth noise from -1 to 1, octave by octave."""
    total = np.zeros((side, side), np.float32)
    for number, cells in enumerate(octaves):
        grid = rng.normal(0, 1, (cells, cells)).astype(np.float32)
        total += cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC) / (number + 1)
    return total / max(1e-6, float(np.abs(total).max()))


def model_print(model: int, finish: str, kind: str) -> np.ndarray:
    """The print of a model: RGB from 0 to 1. Equal for all its items."""
    rng = np.random.default_rng(1000 + model)
    base = np.array(
        cv2.cvtColor(
            np.uint8([[[rng.integers(0, 180), rng.integers(30, 160), rng.integers(120, 235)]]]), cv2.COLOR_HSV2RGB
        )[0, 0]
    )
    picture = np.ones((SIDE, SIDE, 3), np.float32) * base.astype(np.float32) / 255
    if kind in ("carton", "shoebox"):
        picture[:] = np.array([0.66, 0.5, 0.33]) if kind == "carton" else base / 255
    if finish == "plain":
        return picture
    count = 70 if finish == "patterned" else 22
    for _ in range(count):
        colour = tuple(float(v) for v in rng.uniform(0.05, 0.95, 3))
        x, y = (int(v) for v in rng.integers(0, SIDE, 2))
        size = int(rng.integers(14, 70))
        shape = rng.integers(0, 4)
        if shape == 0:
            cv2.circle(picture, (x, y), size // 2, colour, -1 if rng.random() < 0.6 else 4, cv2.LINE_AA)
        elif shape == 1:
            cv2.rectangle(
                picture, (x, y), (x + size, y + size // 2), colour, -1 if rng.random() < 0.6 else 4, cv2.LINE_AA
            )
        elif shape == 2:
            points = rng.integers(-size, size, (5, 2)) + np.array([x, y])
            cv2.polylines(picture, [points.astype(np.int32)], False, colour, int(rng.integers(2, 7)), cv2.LINE_AA)
        else:
            word = "".join(chr(int(c)) for c in rng.integers(65, 91, 5))
            mask = np.zeros((SIDE, SIDE), np.uint8)
            cv2.putText(mask, word, (x, y), cv2.FONT_HERSHEY_DUPLEX, size / 32, 255, 2, cv2.LINE_AA)
            weight = mask[..., None].astype(np.float32) / 255
            picture = picture * (1 - weight) + np.array(colour, np.float32) * weight
    return picture


def item_texture(model: int, item: int, finish: str, kind: str) -> np.ndarray:
    """One item: its model's print with its own grain, specks and slight shift of the print."""
    rng = np.random.default_rng(77_000 + 131 * model + item)
    picture = model_print(model, finish, kind).copy()
    shift = np.float32([[1, 0, rng.normal(0, 2.5)], [0, 1, rng.normal(0, 2.5)]])
    picture = cv2.warpAffine(picture, shift, (SIDE, SIDE), borderMode=cv2.BORDER_WRAP)
    grain = 0.035 * noise(rng, SIDE, (256, 512)) + 0.03 * noise(rng, SIDE, (6, 24, 96))
    picture = picture * (1 + grain[..., None])
    for _ in range(int(rng.integers(60, 140))):
        x, y = (int(v) for v in rng.integers(0, SIDE, 2))
        cv2.circle(
            picture,
            (x, y),
            int(rng.integers(1, 3)),
            tuple(float(v) for v in picture[y, x] * rng.uniform(0.6, 0.85)),
            -1,
            cv2.LINE_AA,
        )
    return np.clip(picture, 0.01, 0.98).astype(np.float32)


def hurt(texture: np.ndarray, how: str, at: tuple[float, float], size: float, seed: int) -> np.ndarray:
    """Damage a texture at (u, v): crack, scratch, stain, tear; `size` in parts of the texture."""
    rng = np.random.default_rng(seed)
    out = texture.copy()
    x, y, reach = at[0] * SIDE, (1 - at[1]) * SIDE, size * SIDE
    if how in ("crack", "scratch"):
        for _ in range(1 if how == "scratch" else 4):
            angle, points = rng.uniform(0, 2 * np.pi), [(x, y)]
            for _ in range(10):
                angle += rng.normal(0, 0.45 if how == "crack" else 0.1)
                points.append((points[-1][0] + reach / 10 * np.cos(angle), points[-1][1] + reach / 10 * np.sin(angle)))
            colour = (0.06, 0.05, 0.05) if how == "crack" else (0.82, 0.8, 0.78)
            cv2.polylines(out, [np.int32(points)], False, colour, max(2, int(reach / 40)), cv2.LINE_AA)
    else:
        mask = np.zeros((SIDE, SIDE), np.float32)
        for _ in range(7):
            px, py = x + rng.normal(0, reach / 5), y + rng.normal(0, reach / 5)
            cv2.circle(mask, (int(px), int(py)), int(reach * rng.uniform(0.12, 0.3)), 1.0, -1)
        mask = cv2.GaussianBlur(mask, (0, 0), reach / 30)
        mask *= 0.85 + 0.3 * noise(rng, SIDE, (40, 90))
        colour = np.array([0.22, 0.14, 0.08] if how == "stain" else [0.75, 0.68, 0.55], np.float32)
        weight = np.clip(mask, 0, 1)[..., None] * (0.75 if how == "stain" else 0.95)
        out = out * (1 - weight) + colour * weight
    return np.clip(out, 0.01, 0.98).astype(np.float32)


def ground(seed: int) -> np.ndarray:
    """A table: wood, cloth or speckle."""
    rng = np.random.default_rng(5_000 + seed)
    kind = seed % 3
    if kind == 0:
        rings = noise(rng, SIDE, (4, 8))
        lines = np.sin(40 * (np.linspace(0, 1, SIDE)[:, None] + 0.12 * rings)) * 0.5 + 0.3 * noise(
            rng, SIDE, (128, 512)
        )
        tone = np.array([0.5, 0.34, 0.2])
    elif kind == 1:
        x = np.arange(SIDE)
        lines = 0.5 * np.sin(x * 0.35)[:, None] * np.sin(x * 0.33)[None, :] + 0.4 * noise(rng, SIDE, (16, 64, 256))
        tone = rng.uniform(0.25, 0.75, 3)
    else:
        lines = noise(rng, SIDE, (12, 200, 500))
        tone = rng.uniform(0.3, 0.8, 3)
    picture = np.clip(tone * (1 + 0.25 * lines[..., None]), 0.02, 0.95).astype(np.float32)
    for _ in range(40):
        x, y = (int(v) for v in rng.integers(0, SIDE, 2))
        cv2.line(
            picture,
            (x, y),
            (x + int(rng.normal(0, 30)), y + int(rng.normal(0, 30))),
            tuple(float(v) for v in tone * rng.uniform(0.5, 1.2)),
            1,
            cv2.LINE_AA,
        )
    return np.clip(picture, 0.02, 0.95)

"""Surfaces of the demo's rooms and goods: wood, plaster, board, glaze, linen, glass with keys; as reflectances."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.studio.prints import SIDE, noise

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
Picture = np.ndarray


def _linear(colour: tuple[int, int, int]) -> Picture:
    value = np.array(colour, np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _sheet(colour: tuple[int, int, int], side: int = SIDE) -> Picture:
    return np.ones((side, side, 3), np.float32) * _linear(colour)


def _fine(rng: np.random.Generator, wide: int, high: int, side: int = SIDE) -> Picture:
    """Noise that runs along x: `wide` cells across, `high` cells down; from about -1 to 1."""
    grid = rng.normal(0, 1, (high, wide)).astype(np.float32)
    out = cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC)
    return out / max(1e-6, float(out.std()) * 2.2)


def wood(seed: int) -> Picture:
    """A table top of oiled planks: rings stretched along the grain, pores, joints."""
    rng = np.random.default_rng(70 + seed)
    side = 1536
    tones = (((150, 104, 66), (196, 148, 102)), ((92, 62, 42), (134, 94, 64)), ((186, 152, 112), (216, 186, 146)))
    dark, light = (_linear(one) for one in tones[seed % 3])
    rows = np.linspace(0, 1, side, dtype=np.float32)[:, None]
    out = np.zeros((side, side, 3), np.float32)
    planks = 5
    for number in range(planks):
        bend = 0.05 * _fine(rng, 5, 3, side) + 0.012 * _fine(rng, 14, 10, side)
        rings = np.sin((rows * (7 + 3 * rng.random()) + bend * 9 + rng.random() * 6) * 2 * np.pi * 1.6)
        grain = 0.34 + 0.16 * rings + 0.2 * _fine(rng, 6, 420, side) + 0.1 * _fine(rng, 40, 700, side)
        pores = np.clip(_fine(rng, 90, 760, side) - 0.72, 0, 1) * 1.1
        share = np.clip(grain + rng.normal(0, 0.12), 0, 1)[..., None]
        board = dark + (light - dark) * share
        board = board * (1 - 0.6 * np.clip(pores, 0, 1)[..., None])
        at = slice(number * side // planks, (number + 1) * side // planks)
        out[at] = board[at]
        out[at.start : at.start + 3] *= 0.35
    return np.clip(out, 0.004, 0.9)


def laminate(seed: int) -> Picture:
    """A packing bench: grey laminate, rubbed and scratched."""
    rng = np.random.default_rng(170 + seed)
    out = _sheet((116, 119, 118)) * (1 + 0.05 * noise(rng, SIDE, (5, 30, 400)))[..., None]
    for _ in range(70):
        x, y, angle, reach = rng.integers(0, SIDE), rng.integers(0, SIDE), rng.uniform(0, 6.3), rng.uniform(20, 260)
        end = (int(x + reach * np.cos(angle)), int(y + reach * np.sin(angle)))
        tone = float(rng.uniform(0.2, 0.5))
        cv2.line(out, (int(x), int(y)), end, (tone,) * 3, 1, cv2.LINE_AA)
    return np.clip(cv2.GaussianBlur(out, (0, 0), 0.7), 0.01, 0.9)


def plaster(seed: int) -> Picture:
    """A wall, painted and a little uneven."""
    rng = np.random.default_rng(270 + seed)
    tones = ((214, 206, 192), (190, 196, 192), (222, 218, 210), (178, 170, 160))
    uneven = 0.05 * noise(rng, SIDE, (3, 7, 24)) + 0.03 * noise(rng, SIDE, (180, 400))
    return np.clip(_sheet(tones[seed % 4]) * (1 + uneven)[..., None], 0.01, 0.9)


def white() -> Picture:
    """The sweep behind a listing picture."""
    return _sheet((236, 236, 234))


def door(seed: int) -> Picture:
    """A steel door, painted, with the texture of its film."""
    rng = np.random.default_rng(370 + seed)
    tones = ((74, 62, 56), (112, 84, 62), (88, 92, 96))
    lines = 0.1 * _fine(rng, 700, 6) + 0.05 * _fine(rng, 300, 60)
    return np.clip(_sheet(tones[seed % 3]) * (1 + lines)[..., None], 0.004, 0.9)


def _written(picture: Picture, text: str, at: tuple[int, int], size: int, colour: float | tuple = 0.05) -> Picture:
    image = Image.new("L", picture.shape[1::-1])
    ImageDraw.Draw(image).text(at, text, fill=255, font=ImageFont.truetype(FONT, size, index=2))
    weight = (np.asarray(image, np.float32) / 255)[..., None]
    return picture * (1 - weight) + np.array(colour, np.float32) * weight


def _on_atlas(faces: dict[int, Picture], base: Picture) -> Picture:
    """Lay six faces (0 front, 1 right, 2 back, 3 left, 4 top, 5 bottom) into the texture of a block."""
    out, (high, wide) = base.copy(), base.shape[:2]
    for number, face in faces.items():
        column, row = number % 3, number // 3
        cell = cv2.resize(face, (wide // 3, high // 2), interpolation=cv2.INTER_AREA)
        top = (1 - row) * (high // 2)
        out[top : top + high // 2, column * (wide // 3) : (column + 1) * (wide // 3)] = cell
    return out


def board(seed: int, hurt: str = "") -> Picture:
    """Corrugated board with print, tape and a waybill; hurt: wet, torn."""
    rng = np.random.default_rng(470 + seed)
    side = 1536
    kraft = np.ones((side, side, 3), np.float32) * _linear((176, 132, 86))
    flutes = 0.045 * np.sin(np.arange(side) * 0.55)[None, :] * (0.6 + 0.4 * noise(rng, side, (6, 40)))
    kraft *= (1 + flutes + 0.07 * noise(rng, side, (4, 20, 90)) + 0.06 * noise(rng, side, (500, 768)))[..., None]
    face = cv2.resize(kraft, (1020, 768), interpolation=cv2.INTER_AREA)
    front = _written(_written(face, "易碎 · 轻放", (90, 470), 120, (0.06, 0.04, 0.03)), "FRAGILE", (96, 630), 72)
    for x in (850, 940):
        cv2.arrowedLine(front, (x, 690), (x, 500), (0.06, 0.04, 0.03), 22, tipLength=0.45)
    top = face.copy()
    top[330:438] = top[330:438] * 0.45 + _linear((206, 176, 120)) * 0.6
    cv2.line(top, (0, 384), (1020, 384), (0.05, 0.035, 0.02), 4)
    top = _labelled(top, rng)
    if hurt == "wet":
        front = _soaked(front, rng)
    if hurt == "torn":
        front = _torn(front, rng)
    faces = {0: front, 1: face, 2: face, 3: face, 4: top, 5: face}
    return np.clip(_on_atlas(faces, kraft), 0.008, 0.9)


def _labelled(top: Picture, rng: np.random.Generator) -> Picture:
    top[70:300, 560:960] = _linear((232, 231, 226))
    x = 590
    while x < 920:
        width = int(rng.integers(2, 8))
        top[95:170, x : x + width] = 0.02
        x += width + int(rng.integers(3, 9))
    top = _written(top, "运单 YD0000004410", (590, 184), 34)
    return _written(top, "湘源杂货铺(示例)", (590, 236), 34)


def _soaked(face: Picture, rng: np.random.Generator) -> Picture:
    line = 0.55 + 0.16 * _fine(rng, 9, 2, 1024)[:1, :].mean(axis=0)
    rows = np.linspace(0, 1, face.shape[0])[:, None]
    edge = cv2.resize(line[None, :], (face.shape[1], 1))
    weight = 1 / (1 + np.exp(-(rows - edge) * 60))
    ring = np.exp(-(((rows - edge) / 0.018) ** 2))
    return face * (1 - 0.52 * weight[..., None]) * (1 - 0.3 * ring[..., None])


def _torn(face: Picture, rng: np.random.Generator) -> Picture:
    angle = np.linspace(0, 2 * np.pi, 40)
    reach = 1 + 0.22 * rng.normal(0, 1, 40)
    points = np.stack([430 + 190 * reach * np.cos(angle), 250 + 80 * reach * np.sin(angle)], -1)
    mask = np.zeros(face.shape[:2], np.float32)
    cv2.fillPoly(mask, [np.int32(points)], 1.0, cv2.LINE_AA)
    inside = _linear((204, 172, 128)) * (1 + 0.4 * np.sin(np.arange(face.shape[1]) * 0.5))[None, :, None]
    edge = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((7, 7)))[..., None]
    out = face * (1 - mask[..., None]) + inside * mask[..., None]
    return out * (1 - 0.6 * edge)


def glaze(hurt: str = "", seed: int = 3) -> Picture:
    """The cup's ochre-red glaze: pooled, speckled, with a ring left bare; hurt: crack, chip (bare where broken)."""
    rng = np.random.default_rng(570)
    side = 1536
    out = np.ones((side, side, 3), np.float32) * _linear((158, 66, 42))
    out *= (1 + 0.22 * noise(rng, side, (3, 9, 40)))[..., None]
    rows = np.arange(side)[:, None, None] / side  # row 0 is v = 1, the inside's end
    inner = rows < 0.46
    out = np.where(inner, _linear((226, 214, 194)) * (1 + 0.06 * noise(rng, side, (4, 30)))[..., None], out)
    out = np.where((rows > 0.88) & (rows < 0.93), _linear((196, 168, 134)), out)
    for _ in range(1500):
        x, y, size = rng.integers(0, side), rng.integers(0, side), int(rng.integers(1, 4))
        colour = tuple(float(one) * rng.uniform(0.35, 0.7) for one in out[y, x])
        cv2.ellipse(out, (int(x), int(y)), (size, size + 1), 0, 0, 360, colour, -1, cv2.LINE_AA)
    out = cv2.GaussianBlur(out, (0, 0), 1.0)
    if hurt in ("crack", "chip"):
        out = cracked(out, (0.69, 0.455), 0.3, seed, down=True)
        out = cracked(out, (0.69, 0.465), 0.14, seed + 1, up=True)
    return np.clip(out, 0.006, 0.9)


def cracked(
    texture: Picture, at: tuple[float, float], reach: float, seed: int, *, down: bool = False, up: bool = False
) -> Picture:
    """Draw a hairline crack that forks: dark core, pale lip, breaking into the surface."""
    rng, side = np.random.default_rng(seed), texture.shape[0]
    core, lip = np.zeros(texture.shape[:2], np.float32), np.zeros(texture.shape[:2], np.float32)
    ways = [(np.array([at[0], at[1]]) * side, 1.35 if down else -1.6 if up else rng.uniform(0, 6.3), reach * side, 3)]
    while ways:
        place, angle, left, width = ways.pop()
        while left > 0:
            step = rng.uniform(5, 15)
            angle += rng.normal(0, 0.2)
            end = place + step * np.array([np.cos(angle), np.sin(angle)])
            ends = [tuple(int(one) for one in point) for point in (place, end)]
            cv2.line(core, *ends, 1.0, max(1, width - int(rng.random() < 0.5)), cv2.LINE_AA)
            cv2.line(lip, *(tuple(np.add(point, (2, 1)).tolist()) for point in ends), 1.0, 1, cv2.LINE_AA)
            place, left = end, left - step
            if rng.random() < 0.045 and width > 1:
                ways.append((place, angle + rng.choice((-1, 1)) * rng.uniform(0.5, 1.1), left * 0.5, width - 1))
    core = cv2.GaussianBlur(core, (0, 0), 0.8)[..., None]
    lip = cv2.GaussianBlur(lip, (0, 0), 0.8)[..., None]
    return (texture * (1 - 0.92 * core) + 0.01 * core) * (1 - 0.5 * lip) + _linear((220, 205, 185)) * 0.5 * lip * (
        1 - core
    )


def saucer() -> Picture:
    """The saucer wears the cup's glaze."""
    rng = np.random.default_rng(571)
    out = _sheet((158, 66, 42)) * (1 + 0.2 * noise(rng, SIDE, (4, 12, 60)))[..., None]
    for _ in range(900):
        x, y = rng.integers(0, SIDE, 2)
        colour = tuple(float(one) * rng.uniform(0.4, 0.7) for one in out[y, x])
        cv2.circle(out, (int(x), int(y)), int(rng.integers(1, 3)), colour, -1, cv2.LINE_AA)
    return np.clip(cv2.GaussianBlur(out, (0, 0), 0.8), 0.006, 0.9)


def linen(hurt: str = "") -> Picture:
    """A woven shade; hurt: stain."""
    rng = np.random.default_rng(670)
    side = 1536
    x = np.arange(side)
    weave = 0.12 * np.sin(x * 0.9)[None, :] * np.sin(x * 0.9)[:, None] + 0.1 * _fine(rng, 20, 500, side)
    weave += 0.08 * _fine(rng, 700, 24, side)
    out = np.ones((side, side, 3), np.float32) * _linear((216, 202, 176)) * (1 + weave)[..., None]
    if hurt == "stain":
        mask = np.zeros((side, side), np.float32)
        for _ in range(9):
            place = rng.normal((1150, 800), (40, 90))
            cv2.circle(mask, (int(place[0]), int(place[1])), int(rng.uniform(50, 120)), 1.0, -1)
        mask = cv2.GaussianBlur(mask, (0, 0), 9) * (0.8 + 0.25 * noise(rng, side, (20, 70)))
        ring = cv2.GaussianBlur(cv2.morphologyEx((mask > 0.4).astype(np.float32), 3 + 1, np.ones((9, 9))), (0, 0), 3)
        weight = np.clip(0.62 * mask + 0.35 * ring, 0, 0.9)[..., None]
        out = out * (1 - weight) + _linear((104, 66, 36)) * weight
    return np.clip(out, 0.01, 0.85)


def panel(hurt: str = "", *, lit: bool = True) -> Picture:
    """The lock's glass with its keys; hurt: crack, scratch."""
    face = np.ones((1536, 600, 3), np.float32) * _linear((16, 17, 19))
    glow = (0.5, 0.55, 0.6) if lit else (0.035, 0.036, 0.04)
    for number, key in enumerate("123456789*0#"):
        face = _written(face, key, (100 + 165 * (number % 3), 430 + 240 * (number // 3)), 96, glow)
    face = _written(face, "HEYAN", (170, 110), 84, (0.3, 0.3, 0.3))
    cv2.circle(face, (300, 330), 54, (0.16, 0.17, 0.18), 6, cv2.LINE_AA)
    if hurt == "crack":
        wide = cv2.resize(face, (1536, 1536))
        for turn in range(5):
            wide = cracked(wide, (0.62, 0.72), 0.5, 40 + turn)
        face = cv2.resize(wide, (600, 1536))
    if hurt == "scratch":
        face = _scratched(face)
    return np.clip(_on_atlas({4: face}, _sheet((16, 17, 19), 1536)), 0.004, 0.9)


def _scratched(face: Picture) -> Picture:
    rng = np.random.default_rng(7)
    mask = np.zeros(face.shape[:2], np.float32)
    for _ in range(11):
        x, y = rng.normal((330, 900), (70, 120))
        bend = rng.normal(0, 30)
        points = [(x + t * 260, y - t * 420 + bend * np.sin(t * 3)) for t in np.linspace(0, rng.uniform(0.4, 1), 14)]
        cv2.polylines(mask, [np.int32(points)], False, float(rng.uniform(0.3, 1)), int(rng.integers(1, 4)), cv2.LINE_AA)
    return face * (1 - mask[..., None]) + 0.42 * mask[..., None]


def plate(serial: str = "HY3S25054471") -> Picture:
    """A type plate with a serial number."""
    face = np.ones((600, 1000, 3), np.float32) * _linear((214, 215, 214))
    rows = ("禾砚 S3 智能锁", f"SN {serial}", "DC 6V  4×AA", "示例设备 · 非真实产品")
    for number, text in enumerate(rows):
        face = _written(face, text, (60, 50 + 128 * number), 72, 0.04)
    return np.clip(_on_atlas({4: face}, _sheet((214, 215, 214), 1536)), 0.01, 0.9)

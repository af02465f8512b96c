"""Meshes of the demo's goods, whole and truly hurt: chipped, cracked, crushed, bent. Centimetres, z up, table z = 0."""

from dataclasses import dataclass

import numpy as np

from bench.studio.shapes import Mesh, _grid, lathe

# Where on the cup's texture (v) the clay lies bare: what is broken shows it.
BARE = 0.095


@dataclass(frozen=True)
class Part:
    """One mesh, and the name of the finish it wears."""

    finish: str
    mesh: Mesh


def moved(mesh: Mesh, by: tuple[float, float, float], turn: float = 0.0) -> Mesh:
    """Turn a mesh about z (degrees), then move it."""
    points, faces, uv = mesh
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return points @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + np.array(by), faces, uv


def block(size: tuple[float, float, float], radius: float, cells: int = 40) -> Mesh:
    """A box with round edges, standing on the table; its six faces share one texture in a 3 x 2 atlas."""
    half = np.array(size) / 2
    axes = (((0, 2), 1, -1), ((1, 2), 0, 1), ((0, 2), 1, 1), ((1, 2), 0, -1), ((0, 1), 2, 1), ((0, 1), 2, -1))
    points, faces, uvs, start = [], [], [], 0
    for number, ((a, b), out, side) in enumerate(axes):
        u, v = np.meshgrid(np.linspace(0, 1, cells), np.linspace(0, 1, cells))
        flip = side if out == 0 else -side
        place = np.zeros((cells, cells, 3))
        place[..., a] = (2 * u - 1) * half[a] * (flip if b == 2 else 1)
        place[..., b] = (2 * v - 1) * half[b]
        place[..., out] = side * half[out]
        core = np.clip(place, -half + radius, half - radius)
        away = place - core
        place = core + radius * away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-9)
        column, row = number % 3, number // 3
        uv = np.stack([(column + 0.01 + 0.98 * u) / 3, (row + 0.01 + 0.98 * v) / 2], -1)
        one, tied, at = _grid(place, uv)
        points.append(one)
        uvs.append(at)
        faces.append(tied + start)
        start += len(one)
    return np.concatenate(points) + np.array([0, 0, half[2]]), np.concatenate(faces), np.concatenate(uvs)


def chipped(mesh: Mesh, angle: float, depth: float, rim: float, reach: float = 0.24) -> Mesh:
    """Break a piece out of a rim at a height, around an angle (radians)."""
    points, faces, uv = mesh
    rng = np.random.default_rng(int((angle + 7) * 100))
    around = np.arctan2(points[:, 1], points[:, 0])
    gap = np.abs((around - angle + np.pi) % (2 * np.pi) - np.pi)
    jag = sum(
        size * np.interp(around, np.linspace(-np.pi, np.pi, count), rng.normal(0, 1, count))
        for count, size in ((70, 0.14), (260, 0.07))
    )
    bite = depth * np.sqrt(np.clip(1 - (gap / reach) ** 2 + 0.3 * jag, 0, None)) * (1 + jag)
    limit = rim - bite
    out = points.copy()
    cut = points[:, 2] > limit
    out[cut, 2] = limit[cut]
    bare = uv.copy()
    bare[cut & (bite > 0.04), 1] = BARE
    return out, faces, bare


def crushed(mesh: Mesh, corner: tuple[float, float, float], reach: float, depth: float) -> Mesh:
    """Push a corner in, with folds."""
    points, faces, uv = mesh
    rng = np.random.default_rng(17)
    away = np.linalg.norm(points - np.array(corner), axis=1)
    weight = np.clip(1 - away / reach, 0, 1) ** 1.3
    fold = sum(np.sin(points @ rng.normal(0, 0.55, 3) + rng.uniform(0, 6)) for _ in range(4))
    inward = np.array([0, 0, points[:, 2].mean()]) - np.array(corner)
    inward = inward / np.linalg.norm(inward)
    return points + (weight * depth * (1 + 0.12 * fold))[:, None] * inward, faces, uv


def cup(hurt: str = "") -> list[Part]:
    """An espresso cup on its saucer; hurt: chip."""
    wall = [
        *((0.01, 0.55), (1.9, 0.5), (2.05, 0.05), (2.35, 0.0), (2.5, 0.25)),
        *((2.9, 1.2), (3.35, 3.0), (3.6, 5.0), (3.72, 6.4), (3.7, 6.52), (3.6, 6.55), (3.5, 6.45)),
        *((3.38, 5.0), (3.1, 3.0), (2.6, 1.3), (1.8, 0.85), (0.01, 0.8)),
    ]
    body = lathe(_smooth(wall, 220), 520)
    saucer = [
        *((0.01, 0.35), (2.4, 0.3), (2.6, 0.0), (3.0, 0.0), (3.3, 0.35), (5.2, 0.95), (6.9, 1.7), (7.05, 1.8)),
        *((6.95, 1.88), (5.1, 1.2), (3.4, 0.68), (2.5, 0.55), (0.01, 0.55)),
    ]
    plate = lathe(_smooth(saucer, 160), 300)
    if hurt == "chip":
        body = chipped(body, -1.95, 0.95, 6.55, 0.2)
    lift = (0, 0, 0.56)
    return [Part("glaze", moved(body, lift)), Part("glaze", moved(handle(), lift)), Part("saucer", plate)]


def _smooth(points: list[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Round a profile's corners: resample it, then average along it."""
    given = np.array(points, float)
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))])
    at = np.linspace(0, lengths[-1], count)
    fine = np.stack([np.interp(at, lengths, given[:, axis]) for axis in (0, 1)], -1)
    for _ in range(3):
        fine[1:-1] = 0.25 * fine[:-2] + 0.5 * fine[1:-1] + 0.25 * fine[2:]
    return [(float(r), float(h)) for r, h in fine]


def handle() -> Mesh:
    """The cup's handle: a bent tube, flattened."""
    arc, ring = np.linspace(-1.52, 1.3, 60), np.linspace(0, 2 * np.pi, 33)
    middle = np.stack([2.95 + 2.5 * np.cos(arc), np.zeros_like(arc), 3.7 + 1.9 * np.sin(arc)], -1)
    along = np.gradient(middle, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.array([0, 1.0, 0])
    up = np.cross(along, side)
    points = (
        middle[:, None] + 0.55 * np.cos(ring)[None, :, None] * side + 0.32 * np.sin(ring)[None, :, None] * up[:, None]
    )
    u, v = np.meshgrid(0.02 * ring / (2 * np.pi), np.linspace(0.3, 0.5, len(arc)))
    return _grid(points, np.stack([u, v], -1))


def carton(hurt: str = "") -> list[Part]:
    """A taped carton; hurt: crush, dent."""
    body = block((27, 20, 17), 0.35, 110)
    if hurt == "crush":
        body = crushed(body, (13.5, -10, 17), 11, 4.4)
    if hurt == "dent":
        body = crushed(body, (-3, -10, 9), 8, 2.6)
    return [Part("board", body)]


def lamp(hurt: str = "") -> list[Part]:
    """A bedside lamp; hurt: bend."""
    foot = _smooth([(0.01, 0), (5.6, 0), (5.8, 0.3), (5.6, 0.8), (1.4, 1.3), (0.6, 2.2), (0.5, 12), (0.01, 12)], 160)
    shade = lathe([(7.6, 11), (5.0, 21), (4.92, 21), (7.52, 11)], 360)
    if hurt == "bend":
        points, faces, uv = shade
        lean = (points[:, 2] - 11)[:, None] * np.array([0.16, -0.05, 0])
        dent = crushed((points + lean, faces, uv), (4.5, -4.5, 18), 6, 2.2)
        shade = dent
    return [Part("brass", lathe(foot, 200)), Part("linen", shade)]


def lock(hurt: str = "") -> list[Part]:
    """A door lock's outer panel with its handle, lying on its back; hurt is on its surface only."""
    body = block((7.2, 30, 2.4), 0.9, 80)
    glass = moved(block((6.2, 16, 0.4), 0.18, 60), (0, 5.6, 2.25))
    bar = moved(block((12.5, 2.1, 1.5), 0.6, 50), (4.2, -6.5, 3.6))
    post = lathe(_smooth([(0.01, 2.2), (1.3, 2.2), (1.3, 4.4), (0.01, 4.4)], 60), 100)
    return [Part("gunmetal", body), Part("panel", glass), Part("steel", bar), Part("steel", moved(post, (0, -6.5, 0)))]


def plate(hurt: str = "") -> list[Part]:
    """The type plate inside a battery cover, lying on the table."""
    return [
        Part("gunmetal", block((9.4, 6.2, 0.8), 0.35, 30)),
        Part("plate", moved(block((7.6, 4.6, 0.1), 0.03, 20), (0, 0, 0.78))),
    ]


MAKE = {"plate": plate, "cup": cup, "carton": carton, "lamp": lamp, "lock": lock}

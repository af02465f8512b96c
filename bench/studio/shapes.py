"""Meshes of goods, as vertices, faces and texture coordinates; units are centimetres, z is up, the table is z = 0."""

import numpy as np

Mesh = tuple[np.ndarray, np.ndarray, np.ndarray]


def lathe(profile: list[tuple[float, float]], around: int = 96) -> Mesh:
    """Turn a profile of (radius, height) around the z axis; u runs around, v along the profile."""
    points = np.array(profile, float)
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    angle = np.linspace(0, 2 * np.pi, around + 1)
    radius, height = points[:, 0][:, None], points[:, 1][:, None]
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    z = np.broadcast_to(height, x.shape)
    u = np.broadcast_to(angle / (2 * np.pi), x.shape)
    v = np.broadcast_to((lengths / lengths[-1])[:, None], x.shape)
    return _grid(np.stack([x, y, z], -1), np.stack([u, v], -1))


def _grid(points: np.ndarray, uv: np.ndarray) -> Mesh:
    rows, columns = points.shape[:2]
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return points.reshape(-1, 3), faces, uv.reshape(-1, 2)


def box(width: float, depth: float, height: float, at: tuple[float, float, float] = (0, 0, 0)) -> Mesh:
    """A box standing at a place; its six faces share one texture in a 3 x 2 atlas."""
    w, d = width / 2, depth / 2
    corners = {
        "front": [(-w, -d, 0), (w, -d, 0), (w, -d, height), (-w, -d, height)],
        "right": [(w, -d, 0), (w, d, 0), (w, d, height), (w, -d, height)],
        "back": [(w, d, 0), (-w, d, 0), (-w, d, height), (w, d, height)],
        "left": [(-w, d, 0), (-w, -d, 0), (-w, -d, height), (-w, d, height)],
        "top": [(-w, -d, height), (w, -d, height), (w, d, height), (-w, d, height)],
        "bottom": [(-w, d, 0), (w, d, 0), (w, -d, 0), (-w, -d, 0)],
    }
    vertices, faces, uv = [], [], []
    for number, quad in enumerate(corners.values()):
        start = len(vertices)
        column, row = number % 3, number // 3
        vertices += [tuple(np.add(corner, at)) for corner in quad]
        for u, v in ((0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.01, 0.99)):
            uv.append(((column + u) / 3, (row + v) / 2))
        faces += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    return np.array(vertices, float), np.array(faces), np.array(uv, float)


def ball(radius: float, at: tuple[float, float, float], rings: int = 48) -> Mesh:
    """A ball at a place."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, rings)
    points, faces, uv = lathe([(radius * np.cos(a) + 1e-4, radius * np.sin(a)) for a in angles])
    return points + np.array(at), faces, uv


def cloth(width: float, depth: float, seed: int, cells: int = 120) -> Mesh:
    """A cloth lying on the table in soft waves."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.linspace(-width / 2, width / 2, cells), np.linspace(-depth / 2, depth / 2, cells))
    z = np.full_like(x, 0.5)
    for _ in range(6):
        fx, fy, phase = rng.normal(0, 0.25), rng.normal(0, 0.25), rng.uniform(0, 6)
        z += 0.25 * np.sin(fx * x + fy * y + phase)
    z += 0.2 - z.min()
    u, v = np.meshgrid(np.linspace(0, 1, cells), np.linspace(0, 1, cells))
    return _grid(np.stack([x, y, z], -1), np.stack([u, v], -1))


def goods(kind: str, seed: int) -> list[tuple[str, Mesh]]:
    """The parts of one thing: (part, mesh); the part named body carries the print and the damage."""
    if kind == "cup":
        wall = [
            (0.01, 0.6),
            (3.4, 0.6),
            (3.5, 0),
            (3.9, 0.1),
            (4.1, 3),
            (4.25, 9.5),
            (4.05, 9.5),
            (3.9, 3),
            (3.6, 0.9),
            (0.01, 0.9),
        ]
        return [("body", lathe(wall)), ("handle", _handle())]
    if kind == "plate":
        rim = [(0.01, 0.8), (6.5, 0.8), (9, 1.6), (11.5, 2.4), (11.6, 2.2), (7, 0.3), (5, 0), (0.01, 0.0)]
        return [("body", lathe(rim[::-1]))]
    if kind == "lock":
        parts = [("body", box(7, 3.2, 22)), ("dark", box(5.6, 0.3, 7, (0, -1.75, 13.5)))]
        return [*parts, ("metal", box(11, 1.2, 2.0, (4.2, -2.6, 7.5))), ("metal", ball(0.9, (0, -1.7, 5.5)))]
    if kind == "lamp":
        foot = lathe([(0.01, 0), (6, 0), (6, 1.2), (1.2, 1.8), (0.7, 12), (0.01, 12)])
        return [("metal", foot), ("body", lathe([(8.5, 11), (5.2, 22), (5.1, 22), (8.4, 11)]))]
    if kind == "toy":
        parts = [("body", ball(5, (0, 0, 5))), ("body2", ball(3.6, (0, 0, 12.2)))]
        ears = [("dark", ball(1.3, (-2.6, 0, 15))), ("dark", ball(1.3, (2.6, 0, 15)))]
        return [*parts, *ears, ("dark", ball(0.5, (-1.2, -3.3, 13))), ("dark", ball(0.5, (1.2, -3.3, 13)))]
    if kind == "shoebox":
        return [("body", box(30, 19, 11)), ("lid", box(30.8, 19.8, 3.2, (0, 0, 9.4)))]
    if kind == "carton":
        return [("body", box(26, 20, 18))]
    if kind == "textile":
        return [("body", cloth(30, 24, seed))]
    raise ValueError(f"expected a kind of goods, got {kind}")


def _handle() -> Mesh:
    """The handle of a cup: a bent tube."""
    arc, ring = np.linspace(-1.15, 1.15, 28), np.linspace(0, 2 * np.pi, 15)
    middle = np.stack([4.0 + 2.4 * np.cos(arc), np.zeros_like(arc), 5 + 3 * np.sin(arc)], -1)
    along = np.gradient(middle, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.array([0, 1.0, 0])
    up = np.cross(along, side)
    points = middle[:, None] + 0.55 * (np.cos(ring)[None, :, None] * side + np.sin(ring)[None, :, None] * up[:, None])
    u, v = np.meshgrid(ring / (2 * np.pi), np.linspace(0, 1, len(arc)))
    return _grid(points, np.stack([u, v], -1))


KINDS = ("cup", "plate", "lock", "lamp", "toy", "shoebox", "carton", "textile")

"""Rooms in which the demo's pictures are taken: a home by the window, a packing bench, a white sweep, a front door."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import drjit as dr
import mitsuba as mi
import numpy as np

from bench.studio import surfaces, things
from bench.studio.things import Part

mi.set_variant("llvm_ad_rgb" if "llvm_ad_rgb" in mi.variants() else "scalar_rgb")
dr.set_thread_count(1)
LONG, SHORT = 640, 480
T = mi.ScalarTransform4f
SURFACE_HURTS = ("crack", "chip", "wet", "torn", "stain", "scratch")


@dataclass(frozen=True, kw_only=True)
class View:
    """Everything that decides one picture; equal views give equal pictures."""

    thing: str
    hurt: str = ""
    room: str = "home"
    seed: int = 0
    azimuth: float = 0.0
    elevation: float = 28.0
    far: float = 38.0
    aim: tuple[float, float, float] = (0.0, 0.0, 4.0)
    tilt: float = 0.0
    turn: float = 0.0
    upright: bool = False
    aperture: float = 0.22
    focus: float = 0.0
    sun: float = 1.0
    samples: int = 44

    @property
    def key(self) -> str:
        """A name for the cache."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:20]


def render(view: View, cache: Path) -> np.ndarray:
    """Give linear RGB; cached."""
    path = cache / f"{view.key}.npz"
    if path.exists():
        with np.load(path) as stored:
            return stored["colour"].astype(np.float32)
    scene = {"type": "scene", "integrator": {"type": "path", "max_depth": 5, "rr_depth": 3}, "sensor": _sensor(view)}
    scene |= ROOMS[view.room](view)
    for number, part in enumerate(_placed(view)):
        scene[f"part{number}"] = _mesh(f"part{number}", part, finish(part.finish, view))
    image = np.array(mi.render(mi.load_dict(scene), spp=view.samples, seed=int(view.key[:6], 16)))[..., :3]
    colour = np.nan_to_num(image, posinf=100).clip(0, 6e4).astype(np.float16)
    cache.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, colour=colour)
    return colour.astype(np.float32)


def _placed(view: View) -> list[Part]:
    parts = []
    for part in things.MAKE[view.thing](view.hurt):
        points, faces, uv = things.moved(part.mesh, (0, 0, 0), view.turn)
        if view.room == "door":  # what lies on its back stands on the door
            points = np.stack([points[:, 0], -points[:, 2], points[:, 1] + 15], -1)
        parts.append(Part(part.finish, (points, faces, uv)))
    return parts


def _sensor(view: View) -> dict:
    azimuth, elevation = np.radians(view.azimuth), np.radians(view.elevation)
    target = np.array(view.aim)
    away = np.array([np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation), np.sin(elevation)])
    origin = target + view.far * away
    up = [float(np.sin(np.radians(view.tilt))), 0, float(np.cos(np.radians(view.tilt)))]
    if view.elevation > 75:
        up = [float(np.sin(np.radians(view.tilt))), float(np.cos(np.radians(view.tilt))), 0]
    width, height = (SHORT, LONG) if view.upright else (LONG, SHORT)
    return {
        "type": "thinlens",
        "fov": 56,
        "fov_axis": "larger",
        "aperture_radius": view.aperture,
        "focus_distance": view.far + view.focus,
        "to_world": T().look_at(origin=origin.tolist(), target=target.tolist(), up=up),
        "film": {
            "type": "hdrfilm", "width": width, "height": height, "rfilter": {"type": "gaussian"}, "pixel_format": "rgb",
        },
        "sampler": {"type": "independent"},
    }  # fmt: skip


def _rgb(*values: float) -> dict:
    return {"type": "rgb", "value": [float(one) for one in values]}


def _light(origin: tuple, target: tuple, size: tuple[float, float], radiance: tuple[float, float, float]) -> dict:
    place = T().look_at(origin=list(origin), target=list(target), up=[0, 0.02, 1]) @ T().scale([*size, 1])
    return {"type": "rectangle", "to_world": place, "emitter": {"type": "area", "radiance": _rgb(*radiance)}}


def _flat(texture: np.ndarray, place: "mi.ScalarTransform4f", tiles: float, *, rough: float = 0.5) -> dict:
    surface = {"type": "principled", "base_color": _bitmap(texture, tiles), "roughness": rough, "specular": 0.45}
    return {"type": "rectangle", "to_world": place, "bsdf": {"type": "twosided", "bsdf": surface}}


def _table(texture: np.ndarray, tiles: float, rough: float) -> dict:
    return _flat(texture, T().translate([0, 8, 0]) @ T().scale([95, 60, 1]), tiles, rough=rough)


def _wall(texture: np.ndarray, far: float) -> dict:
    place = T().look_at(origin=[0, far, 30], target=[0, 0, 30], up=[0, 0, 1]) @ T().scale(170)
    return _flat(texture, place, 3, rough=0.8)


def _prop(size: tuple, at: tuple, turn: float, tone: tuple, rough: float = 0.6) -> dict:
    mesh = things.moved(things.block(size, 0.15, 10), at, turn)
    surface = {"type": "principled", "base_color": _rgb(*tone), "roughness": rough, "specular": 0.4}
    return _mesh(f"prop{at}", Part("prop", mesh), {"type": "twosided", "bsdf": surface})


def home(view: View) -> dict:
    """A table near a window at the left, a plastered wall, some books; the lamp of the room far behind."""
    rng = np.random.default_rng(view.seed + 11)
    scene = {
        "sky": {"type": "constant", "radiance": _rgb(0.16, 0.155, 0.15)},
        "table": _table(surfaces.wood(view.seed), 2.2, 0.36),
        "wall": _wall(surfaces.plaster(view.seed), 62),
        "room": _light((60, -160, 150), (0, 0, 0), (30, 30), (2.4, 1.9, 1.35)),
    }
    bright = np.array([10.5, 11.2, 12.2]) * view.sun * 1.7
    for column in (0, 1):
        for row in (0, 1):
            origin = (-92, -46 + 44 * column, 34 + 42 * row)
            scene[f"pane{column}{row}"] = _light(origin, (0, origin[1] * 0.4 + 8, 8), (19.5, 18.5), tuple(bright))
    for number in range(3):
        tone = 0.6 * rng.uniform(0.04, 0.3) + 0.4 * rng.uniform(0.02, 0.3, 3)
        size = (float(rng.uniform(14, 20)), float(rng.uniform(20, 26)), float(rng.uniform(1.8, 3.6)))
        at = (25 + float(rng.normal(0, 2)), 37 + float(rng.normal(0, 1.5)), 3.4 * number)
        scene[f"book{number}"] = _prop(size, at, float(rng.normal(12, 9)), tuple(tone))
    return scene


def bench(view: View) -> dict:
    """A packing bench under two tubes, cartons stacked behind."""
    rng = np.random.default_rng(view.seed + 29)
    scene = {
        "sky": {"type": "constant", "radiance": _rgb(0.12, 0.125, 0.13)},
        "table": _table(surfaces.laminate(view.seed), 1.5, 0.42),
        "wall": _wall(surfaces.plaster(view.seed + 1), 80),
    }
    for number, x in enumerate((-32, 30)):
        scene[f"tube{number}"] = _light((x, -8, 115), (x * 0.9, -6, 0), (5, 75), (26, 28, 28))
    kraft = surfaces.board(view.seed + 2)
    for number in range(4):
        size = (float(rng.uniform(22, 30)), 22.0, float(rng.uniform(15, 20)))
        at = (-42 + 27 * number, 48 + float(rng.normal(0, 2)), 0.0)
        mesh = things.moved(things.block(size, 0.3, 14), at, float(rng.normal(0, 5)))
        scene[f"stack{number}"] = _mesh(f"stack{number}", Part("board", mesh), _paper(kraft))
    scene["tape"] = _mesh("tape", Part("prop", things.moved(_roll(), (-19, 13, 0))), _paper_tone((0.5, 0.33, 0.13)))
    return scene


def _roll() -> things.Mesh:
    return things.lathe([(3.6, 0), (5.2, 0.02), (5.25, 4.6), (3.65, 4.65), (3.6, 0)], 100)


def sweep(view: View) -> dict:
    """White paper that curves up, soft boxes at both sides: a shop's listing picture."""
    across, along = np.linspace(-130, 130, 4), np.linspace(0, 1, 80)
    y = np.where(along < 0.5, -90 + 300 * along, 60 + 25 * np.sin((along - 0.5) * np.pi))
    z = np.where(along < 0.5, 0, 60 * (1 - np.cos((along - 0.5) * np.pi)) * 1.6)
    points = np.stack(np.broadcast_arrays(across[None, :], y[:, None], z[:, None]), -1)
    u, v = np.meshgrid(np.linspace(0, 1, 4), along)
    mesh = things._grid(points, np.stack([u, v], -1))
    white = {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": _rgb(0.86, 0.86, 0.855)}}
    return {
        "sky": {"type": "constant", "radiance": _rgb(0.5, 0.5, 0.5)},
        "paper": _mesh("paper", Part("paper", mesh), white),
        "left": _light((-80, -30, 70), (0, 0, 4), (28, 34), (9, 9, 9)),
        "right": _light((85, -50, 55), (0, 0, 4), (22, 30), (5, 5, 5.1)),
    }


def front_door(view: View) -> dict:
    """A painted door with its frame, the light of a stairwell above; the camera looks at it."""
    face = T().look_at(origin=[0, 0, 15], target=[0, -50, 15], up=[0, 0, 1]) @ T().scale(60)
    frame = _prop((9, 5, 160), (32, 1, -60), 0, (0.06, 0.05, 0.045), 0.4)
    return {
        "sky": {"type": "constant", "radiance": _rgb(0.2, 0.195, 0.185)},
        "face": _flat(surfaces.door(view.seed), face, 1.2, rough=0.38),
        "frame": frame,
        "stairs": _light((-30, -85, 120), (0, 0, 10), (26, 26), (12, 11, 9.4)),
        "window": _light((-120, -70, 40), (0, 0, 12), (30, 40), tuple(np.array([4.5, 5, 5.6]) * view.sun)),
    }


ROOMS = {"home": home, "bench": bench, "sweep": sweep, "door": front_door}


def finish(name: str, view: View) -> dict:
    """Give a part its surface."""
    hurt = view.hurt if view.hurt in SURFACE_HURTS else ""
    if name == "board":
        return _paper(surfaces.board(view.seed + 2, hurt))
    if name == "linen":
        return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": _bitmap(surfaces.linen(hurt))}}
    if name in ("brass", "steel", "gunmetal"):
        tone = {"brass": (0.72, 0.52, 0.26), "steel": (0.62, 0.62, 0.63), "gunmetal": (0.07, 0.07, 0.075)}[name]
        rough = {"brass": 0.24, "steel": 0.22, "gunmetal": 0.36}[name]
        surface = {"type": "principled", "base_color": _rgb(*tone), "metallic": 0.9, "roughness": rough}
        return {"type": "twosided", "bsdf": surface}
    texture = {
        "glaze": surfaces.glaze,
        "saucer": lambda _hurt: surfaces.saucer(),
        "plate": lambda _hurt: surfaces.plate(),
        "panel": lambda hurt: surfaces.panel(hurt, lit=view.hurt != "dark"),
    }[name](hurt)
    surface = {"type": "principled", "base_color": _bitmap(texture), "roughness": 0.34, "specular": 0.5}
    surface |= {"clearcoat": 1.0, "clearcoat_gloss": 0.93} if name != "panel" else {"roughness": 0.07}
    return {"type": "twosided", "bsdf": surface}


def _paper(texture: np.ndarray) -> dict:
    surface = {"type": "principled", "base_color": _bitmap(texture), "roughness": 0.75, "specular": 0.25}
    return {"type": "twosided", "bsdf": surface}


def _paper_tone(tone: tuple[float, float, float]) -> dict:
    return {"type": "twosided", "bsdf": {"type": "principled", "base_color": _rgb(*tone), "roughness": 0.3}}


def _bitmap(picture: np.ndarray, tiles: float = 1.0) -> dict:
    # Values are reflectances already; flipped, since v runs up while rows run down.
    found = {"type": "bitmap", "bitmap": mi.Bitmap(np.ascontiguousarray(picture[::-1], np.float32)), "raw": True}
    if tiles != 1.0:
        found |= {"to_uv": T().scale([tiles, tiles, 1]), "wrap_mode": "mirror"}
    return found


def _mesh(name: str, part: Part, bsdf: dict) -> mi.Mesh:
    vertices, faces, uv = part.mesh
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(bsdf)
    made = mi.Mesh(
        name, len(vertices), len(faces), has_vertex_normals=True, has_vertex_texcoords=True, props=properties
    )
    values = mi.traverse(made)
    values["vertex_positions"] = np.ascontiguousarray(vertices, np.float32).ravel()
    values["faces"] = np.ascontiguousarray(faces, np.uint32).ravel()
    values["vertex_texcoords"] = np.ascontiguousarray(uv, np.float32).ravel()
    values["vertex_normals"] = _normals(vertices, faces).ravel()
    values.update()
    return made


def _normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    corners = vertices[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    out = np.zeros_like(vertices)
    for column in range(3):
        np.add.at(out, faces[:, column], across)
    return np.ascontiguousarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12), np.float32)

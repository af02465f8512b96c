"""Put goods on a table, light them, and take pictures with known truth."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import drjit as dr
import mitsuba as mi
import numpy as np

from bench.studio import prints, shapes

VARIANT = next((v for v in ("llvm_ad_rgb", "scalar_rgb") if v in mi.variants()), "scalar_rgb")
mi.set_variant(VARIANT)
dr.set_thread_count(1)
WIDTH, HEIGHT = 768, 576
# How far the camera stands (times 46 cm) and how high it looks, so that each kind fills the frame.
FRAMING = {
    "cup": (0.62, 5.0), "plate": (0.85, 1.5), "lock": (1.05, 10.5), "lamp": (1.05, 11.0), "toy": (0.85, 8.0),
    "shoebox": (1.25, 6.0), "carton": (1.35, 8.0), "textile": (1.1, 0.5),
}  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """Everything that decides one picture; equal shots give equal pictures."""

    kind: str
    model: int
    item: int
    finish: str
    azimuth: float
    elevation: float
    distance: float = 1.0
    turn: float = 0.0
    light: int = 0
    ground: int = 0
    damage: tuple[str, float, float, float, int] | None = None
    aim: tuple[float, float] = (0.0, 0.0)
    samples: int = 28

    @property
    def key(self) -> str:
        """A name for the cache."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:20]


def render(shot: Shot, cache: Path) -> tuple[np.ndarray, np.ndarray]:
    """Give linear RGB (h, w, 3), and for each pixel the world place and texture place it sees (h, w, 5); cached."""
    path = cache / f"{shot.key}.npz"
    if path.exists():
        with np.load(path) as stored:
            return stored["colour"].astype(np.float32), stored["place"]
    scene = mi.load_dict(_scene(shot))
    image = np.array(mi.render(scene, spp=shot.samples, seed=int(shot.key[:6], 16)))
    colour = np.nan_to_num(image[..., :3]).astype(np.float16)
    truth = mi.load_dict({"type": "aov", "aovs": "place:position,at:uv", "image": {"type": "direct"}})
    seen = mi.render(scene, sensor=mi.load_dict(_sensor(shot, places=True)), integrator=truth, spp=1, seed=0)
    place = np.array(seen)[..., -5:].astype(np.float32)
    cache.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as stream:
        np.savez_compressed(stream, colour=colour, place=place)
    part.replace(path)
    return colour.astype(np.float32), place


def _scene(shot: Shot) -> dict:
    rng = np.random.default_rng(900 + shot.light)
    scene: dict = {"type": "scene", "integrator": {"type": "path", "max_depth": 4}, "sensor": _sensor(shot)}
    scene["sky"] = {
        "type": "constant",
        "radiance": {"type": "rgb", "value": [float(v) for v in 0.35 * rng.uniform(0.8, 1.15, 3)]},
    }
    lamp = [float(v) for v in rng.normal(0, 25, 2)]
    place = mi.ScalarTransform4f().look_at(origin=[lamp[0] - 30, lamp[1] - 40, 70], target=[0, 0, 5], up=[0, 0.1, 1])
    tint = rng.uniform(0.85, 1.1, 3) * rng.uniform(9, 15)
    scene["lamp"] = {
        "type": "rectangle",
        "to_world": place @ mi.ScalarTransform4f().scale(14),
        "emitter": {"type": "area", "radiance": {"type": "rgb", "value": [float(v) for v in tint]}},
    }
    flat = mi.ScalarTransform4f().scale(120)
    scene["table"] = {
        "type": "rectangle",
        "to_world": flat,
        "bsdf": _diffuse(np.tile(prints.ground(shot.ground), (3, 3, 1))[::2, ::2]),
    }
    wall = mi.ScalarTransform4f().look_at(
        origin=[0, 110, 0], target=[0, 0, 0], up=[0, 0, 1]
    ) @ mi.ScalarTransform4f().scale(130)
    scene["wall"] = {"type": "rectangle", "to_world": wall, "bsdf": _diffuse(prints.ground(shot.ground + 7))}
    texture = prints.item_texture(shot.model, shot.item, shot.finish, shot.kind)
    if shot.damage is not None:
        how, u, v, size, seed = shot.damage
        texture = prints.hurt(texture, how, (u, v), size, seed)
    for number, (part, mesh) in enumerate(shapes.goods(shot.kind, shot.model)):
        scene[f"part{number}"] = _mesh(f"part{number}", mesh, _finish(part, texture, shot))
    return scene


def _sensor(shot: Shot, *, places: bool = False) -> dict:
    far = 46.0 * shot.distance * FRAMING[shot.kind][0]
    azimuth, elevation = np.radians(shot.azimuth), np.radians(shot.elevation)
    target = np.array([shot.aim[0], 0, FRAMING[shot.kind][1] + shot.aim[1]])
    origin = target + far * np.array(
        [np.sin(azimuth) * np.cos(elevation), -np.cos(azimuth) * np.cos(elevation), np.sin(elevation)]
    )
    film = {
        "type": "hdrfilm",
        "width": WIDTH,
        "height": HEIGHT,
        "rfilter": {"type": "box" if places else "gaussian"},
        "pixel_format": "rgb",
    }
    view = mi.ScalarTransform4f().look_at(
        origin=origin.tolist(),
        target=target.tolist(),
        up=[float(np.sin(np.radians(shot.turn))), 0, float(np.cos(np.radians(shot.turn)))],
    )
    return {
        "type": "perspective",
        "fov": 38,
        "fov_axis": "x",
        "to_world": view,
        "film": film,
        "sampler": {"type": "independent"},
    }


def _diffuse(picture: np.ndarray) -> dict:
    return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": _bitmap(picture)}}


def _bitmap(picture: np.ndarray) -> dict:
    # Values are reflectances already; flipped, since v runs up while rows run down.
    return {
        "type": "bitmap",
        "bitmap": mi.Bitmap(np.ascontiguousarray(picture[::-1], np.float32)),
        "raw": True,
        "filter_type": "bilinear",
    }


def _finish(part: str, texture: np.ndarray, shot: Shot) -> dict:
    if part == "metal":
        return {"type": "twosided", "bsdf": {"type": "roughconductor", "material": "Al", "alpha": 0.18}}
    if part == "dark":
        return {"type": "twosided", "bsdf": {"type": "plastic", "diffuse_reflectance": {"type": "rgb", "value": 0.03}}}
    if part == "handle" or part == "lid":
        mean = [float(v) for v in texture.reshape(-1, 3).mean(axis=0)]
        return {"type": "twosided", "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": mean}}}
    if shot.finish == "glossy":
        return {
            "type": "twosided",
            "bsdf": {"type": "roughplastic", "diffuse_reflectance": _bitmap(texture), "alpha": 0.08},
        }
    return _diffuse(texture)


def _mesh(name: str, mesh: shapes.Mesh, bsdf: dict) -> mi.Mesh:
    vertices, faces, uv = mesh
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(bsdf)
    made = mi.Mesh(
        name, len(vertices), len(faces), has_vertex_normals=False, has_vertex_texcoords=True, props=properties
    )
    values = mi.traverse(made)
    values["vertex_positions"] = np.ascontiguousarray(vertices, np.float32).ravel()
    values["faces"] = np.ascontiguousarray(faces, np.uint32).ravel()
    values["vertex_texcoords"] = np.ascontiguousarray(uv, np.float32).ravel()
    values.update()
    return made


def developed(colour: np.ndarray, exposure: float = 1.0) -> np.ndarray:
    """Linear light to 8-bit sRGB at a fixed exposure (the phone's pipeline comes after)."""
    level = 0.42 / max(1e-3, float(np.median(colour.mean(axis=2)))) * exposure
    light = np.clip(colour * level * 0.6, 0, None)
    light = light / (1 + 0.25 * light)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.power(np.maximum(light, 1e-6), 1 / 2.4) - 0.055)
    return (np.clip(encoded, 0, 1) * 255 + 0.5).astype(np.uint8)


def enlarged(pixels: np.ndarray, width: int) -> np.ndarray:
    """Scale a picture to a phone's width."""
    ratio = width / pixels.shape[1]
    return cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_CUBIC)

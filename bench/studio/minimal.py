"""Take the demo's pictures: cup, carton, lamp and lock at home, on the packing bench, in the shop and on the door.

    .bench/studio/env/bin/python -m bench.studio.minimal --out anxin/demo/pictures --cache .bench/studio/renders

Development only: Mitsuba 3, NumPy, OpenCV and Pillow live in an environment of their own. Each picture's truth stands
in `pictures.json`: what it shows, from where, which damage is there in the scene, which was painted on afterwards.
"""

import argparse
import json
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from bench.studio import darkroom, room, surfaces
from bench.studio.room import View

CUP = View(thing="cup", far=25, aim=(0, 0, 3.4))
CARTON = View(thing="carton", far=52, aim=(0, 0, 7.5), elevation=30)
LAMP = View(thing="lamp", far=40, aim=(0, 0, 10.5), elevation=15, upright=True)
LOCK = View(thing="lock", room="door", far=36, aim=(2, 0, 15), elevation=6, upright=True)
LYING = View(thing="lock", far=40, aim=(1, 0, 1), elevation=48, turn=64)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One picture of the list: its view, what was painted on it, and what its file says."""

    view: View
    bright: float = 1.0
    painted: str = ""
    at: tuple[float, float] = (0.5, 0.5)
    label: bool = False
    exif: str = "kept"


def _cups() -> dict[str, Taken]:
    shop, desk, at_home = (replace(CUP, room=name) for name in ("sweep", "bench", "home"))
    own = replace(at_home, seed=0, azimuth=8, elevation=34)
    chip = replace(at_home, hurt="chip", seed=1, azimuth=-18, elevation=38, far=23)
    crack = replace(at_home, hurt="crack", seed=2, azimuth=-24, elevation=24, far=20)
    listing = replace(shop, azimuth=-24, elevation=24)
    return {
        "cup-listing-1": Taken(view=listing, exif=""),
        "cup-listing-2": Taken(view=replace(shop, azimuth=38, elevation=46), exif=""),
        "cup-packing-1": Taken(view=replace(desk, azimuth=-14, elevation=40)),
        "cup-packing-2": Taken(view=replace(desk, azimuth=30, elevation=30, far=28, turn=20)),
        "cup-packing-3": Taken(view=replace(desk, seed=4, azimuth=-36, elevation=44, tilt=4)),
        "cup-whole-1": Taken(view=own),
        "cup-whole-2": Taken(view=replace(own, azimuth=-26, elevation=27, tilt=-3)),
        "cup-whole-3": Taken(view=replace(at_home, seed=4, azimuth=20, elevation=52, upright=True)),
        "cup-chip-1": Taken(view=chip),
        "cup-chip-2": Taken(view=replace(chip, azimuth=-2, elevation=30, far=19, tilt=5)),
        "cup-chip-3": Taken(view=replace(chip, azimuth=-44, elevation=50, upright=True)),
        "cup-crack-1": Taken(view=crack),
        "cup-crack-2": Taken(view=replace(crack, azimuth=-6, elevation=36, far=23, tilt=-4)),
        "cup-stale-1": Taken(view=replace(chip, seed=5, azimuth=-30, elevation=33), exif="2024:03:02 09:14:51"),
        "cup-painted-1": Taken(view=own, painted="crack", at=(0.47, 0.44), label=True, exif=""),
        "cup-painted-2": Taken(view=listing, painted="crack", at=(0.49, 0.42), exif=""),
        "cup-painted-3": Taken(view=replace(own, seed=7, azimuth=26), painted="crack", at=(0.46, 0.46), exif=""),
    }


def _cartons() -> dict[str, Taken]:
    desk, at_home = (replace(CARTON, room=name) for name in ("bench", "home"))
    crush = replace(at_home, hurt="crush", seed=2, azimuth=28, elevation=34)
    torn = replace(at_home, hurt="torn", seed=1, azimuth=12)
    return {
        "carton-packing-1": Taken(view=replace(desk, azimuth=20, elevation=32)),
        "carton-packing-2": Taken(view=replace(desk, azimuth=4, elevation=66, far=46, seed=3)),
        "carton-whole-1": Taken(view=replace(at_home, seed=2, azimuth=18)),
        "carton-whole-2": Taken(view=replace(at_home, seed=4, azimuth=-24, elevation=42)),
        "carton-crush-1": Taken(view=crush),
        "carton-crush-2": Taken(view=replace(crush, azimuth=48, elevation=46, far=40, tilt=4)),
        "carton-dent-1": Taken(view=replace(at_home, hurt="dent", seed=3, azimuth=-18, elevation=26)),
        "carton-wet-1": Taken(view=replace(at_home, hurt="wet", seed=0, azimuth=16, elevation=24)),
        "carton-torn-1": Taken(view=torn),
        "carton-torn-2": Taken(view=replace(torn, azimuth=-10, elevation=20, far=38)),
        "carton-painted-1": Taken(view=replace(at_home, seed=5, azimuth=14), painted="stain", at=(0.4, 0.6), exif=""),
    }


def _lamps() -> dict[str, Taken]:
    shop, desk, at_home = (replace(LAMP, room=name) for name in ("sweep", "bench", "home"))
    stain = replace(at_home, hurt="stain", seed=2, turn=-12)
    bend = replace(at_home, hurt="bend", seed=1)
    return {
        "lamp-listing-1": Taken(view=replace(shop, azimuth=-8), exif=""),
        "lamp-listing-2": Taken(view=replace(shop, azimuth=24, elevation=34), exif=""),
        "lamp-packing-1": Taken(view=replace(desk, azimuth=12, elevation=24)),
        "lamp-whole-1": Taken(view=replace(at_home, seed=2, azimuth=-14)),
        "lamp-stain-1": Taken(view=stain),
        "lamp-stain-2": Taken(view=replace(stain, azimuth=20, elevation=24, far=32, aim=(0, 0, 14))),
        "lamp-bend-1": Taken(view=bend),
        "lamp-bend-2": Taken(view=replace(bend, azimuth=26, elevation=26)),
        "lamp-painted-1": Taken(view=replace(at_home, seed=3, azimuth=6), painted="stain", at=(0.5, 0.38), exif=""),
    }


def _locks() -> dict[str, Taken]:
    crack = replace(LOCK, hurt="crack", seed=1, azimuth=-18)
    scratch = replace(LOCK, hurt="scratch", seed=2, azimuth=14)
    return {
        "lock-listing-1": Taken(view=replace(LYING, room="sweep"), exif=""),
        "lock-packing-1": Taken(view=replace(LYING, room="bench", azimuth=12)),
        "lock-whole-1": Taken(view=replace(LOCK, azimuth=-24), bright=0.8),
        "lock-whole-2": Taken(view=replace(LOCK, seed=1, azimuth=16, elevation=12), bright=0.8),
        "lock-dark-1": Taken(view=replace(LOCK, hurt="dark", azimuth=-12, elevation=10), bright=0.8),
        "lock-dark-2": Taken(view=replace(LOCK, hurt="dark", seed=2, azimuth=22, tilt=4), bright=0.8),
        "lock-crack-1": Taken(view=crack, bright=0.8),
        "lock-crack-2": Taken(view=replace(crack, azimuth=10, far=27, aim=(0, 0, 20)), bright=0.8),
        "lock-scratch-1": Taken(view=scratch, bright=0.8),
        "lock-scratch-2": Taken(view=replace(scratch, azimuth=-8, far=24, aim=(0, 0, 18), tilt=-5), bright=0.8),
        "lock-work-1": Taken(view=replace(LYING, room="home", seed=1, hurt="dark", azimuth=-16)),
        "lock-plate-1": Taken(view=replace(LYING, thing="plate", room="home", seed=2, far=11, aim=(0, 0, 0.8), turn=8)),
    }


LIST = _cups() | _cartons() | _lamps() | _locks()


def painted(pixels: np.ndarray, how: str, at: tuple[float, float], seed: int) -> np.ndarray:
    """Paint damage on a finished picture, as a program for pictures would; the thing itself is whole."""
    high, wide = pixels.shape[:2]
    if how == "crack":
        light = (pixels / 255.0) ** 2.2
        square = cv2.resize(light, (high * 3, high * 3), interpolation=cv2.INTER_CUBIC).astype(np.float32)
        drawn = surfaces.cracked(np.clip(square, 0, 1), at, 0.17, 90 + seed, down=True)
        drawn = cv2.resize(drawn, (wide, high), interpolation=cv2.INTER_AREA)
        return np.clip(255 * np.power(np.clip(drawn, 0, 1), 1 / 2.2), 0, 255).astype(np.uint8)
    rng = np.random.default_rng(seed)
    mask = np.zeros((high, wide), np.float32)
    for _ in range(8):
        x, y = rng.normal((at[0] * wide, at[1] * high), (wide * 0.035, high * 0.03))
        cv2.circle(mask, (int(x), int(y)), int(rng.uniform(0.02, 0.06) * wide), 1.0, -1)
    weight = 0.6 * cv2.GaussianBlur(mask, (0, 0), 5)[..., None]
    return np.clip(pixels * (1 - weight) + np.array([86, 58, 34]) * weight, 0, 255).astype(np.uint8)


def main() -> None:
    """Render what is not in the cache, develop all, write `OUT/*.jpg` and `OUT/pictures.json`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--anxin", default=".venv/bin/anxin", help="the project's command, which writes the label")
    parser.add_argument("--only", default="", help="names that begin so")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, (name, one) in enumerate(LIST.items()):
        if name.startswith(options.only):
            rows.append(_write(options.out / f"{name}.jpg", one, number, options.cache, options.anxin))
            print(name, rows[-1]["bytes"], flush=True)
    if not options.only:
        (options.out / "pictures.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def _write(path: Path, one: Taken, seed: int, cache: Path, anxin: str) -> dict[str, object]:
    pixels = darkroom.developed(room.render(one.view, cache), seed, bright=one.bright)
    if one.painted:
        pixels = painted(pixels, one.painted, one.at, seed)
    shot_at = "2026:11:18 10:00:00" if one.exif == "kept" else one.exif
    data = darkroom.saved(pixels, seed, shot_at=shot_at)
    path.write_bytes(data)
    if one.label:
        _label(path, anxin)
    view = one.view
    return {
        "name": path.stem, "thing": view.thing, "room": view.room, "damage": view.hurt, "painted": one.painted,
        "label": "TC260" if one.label else "", "exif": shot_at, "azimuth": view.azimuth, "elevation": view.elevation,
        "seed": view.seed, "width": pixels.shape[1], "height": pixels.shape[0], "bytes": path.stat().st_size,
    }  # fmt: skip


def _label(path: Path, anxin: str) -> None:
    """Write the implicit label of GB 45438-2025 into the file, by the evidence engine's own command."""
    verb = [anxin, "evidence", "label", str(path), "--says", "generated", "--propagator", "示例生成工具"]
    out = path.with_suffix(".labelled")
    subprocess.run([*verb, "--propagate-id", "DEMO-0001", "-o", str(out)], check=True, stdout=subprocess.DEVNULL)
    out.replace(path)


if __name__ == "__main__":
    main()

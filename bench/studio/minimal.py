"""Write a small folder of pictures for the demo's story: lock, cup, carton, lamp; whole, truly damaged, and faked."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

from bench.studio import faking, phone, plan, scene
from bench.studio.scene import Shot

THINGS = {
    "lock": Shot("lock", 301, 0, "patterned", 18, 24, light=3, ground=120),
    "cup": Shot("cup", 302, 0, "patterned", -12, 30, light=5, ground=121),
    "carton": Shot("carton", 303, 0, "patterned", 22, 30, light=8, ground=122),
    "lamp": Shot("lamp", 304, 0, "patterned", 5, 20, light=11, ground=123),
}
DAMAGE = {"lock": ("scratch", 0.13), "cup": ("crack", 0.11), "carton": ("tear", 0.09), "lamp": ("stain", 0.12)}


def main() -> None:
    """Render and write `DIR/*.jpg` and `DIR/pictures.json`, which says what each picture truly shows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--samples", type=int, default=48)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, (name, start) in enumerate(THINGS.items()):
        listing = replace(start, samples=options.samples)
        one = replace(
            listing, azimuth=start.azimuth - 6, light=start.light + 20, ground=start.ground - 100, distance=0.92
        )
        two = replace(one, azimuth=start.azimuth + 10, elevation=start.elevation + 6)
        places = [scene.render(shot, options.cache)[1] for shot in (one, two)]
        at = plan.mark(300 + number, *places)
        if at is None:
            raise SystemExit(f"expected a place seen from both angles, got none for {name}")
        how, size = DAMAGE[name]
        u, v = (float(value) for value in places[0][at[0], at[1], 3:5])
        hurt = (how, u, v, size, 300 + number)
        pictures = {
            "listing": listing, "whole-1": one, "whole-2": two,
            "damaged-1": replace(one, damage=hurt), "damaged-2": replace(two, damage=hurt),
        }  # fmt: skip
        for label, shot in pictures.items():
            pixels = phone.taken(scene.render(shot, options.cache)[0], number, 1440)
            _write(options.out, f"{name}-{label}", pixels, number, rows, {"shows": label, "damage": shot.damage})
        for label, shot in (("faked-listing", listing), ("faked-1", one)):
            pixels = phone.taken(scene.render(shot, options.cache)[0], number, 1440)
            row, column = (round(value * 1440 / scene.WIDTH) for value in at)
            fake, box = faking.faked(pixels, (row, column), 150, faking.HOWS[number % 3], number)
            _write(options.out, f"{name}-{label}", fake, number, rows, {"shows": label, "faked_box": box})
    (options.out / "pictures.json").write_text(json.dumps(rows, indent=1) + "\n")


def _write(out: Path, name: str, pixels: object, seed: int, rows: list, facts: dict) -> None:
    data = phone.saved(pixels, seed, 84)
    (out / f"{name}.jpg").write_bytes(data)
    rows.append({"file": f"{name}.jpg", "bytes": len(data), **facts})


if __name__ == "__main__":
    main()

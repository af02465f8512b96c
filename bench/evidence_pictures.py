"""The pictures of the bench: genuine photos from `--data`, and the studio's goods as a phone would save them."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

from anxin.engines.evidence import pdq
from anxin.engines.evidence.examination import Opened
from anxin.engines.evidence.intake import decoder
from anxin.engines.evidence.intake.opened_file import Taken
from anxin.engines.evidence.matching.features import extract
from bench.studio import phone, plan, scene

WIDTH = 1600


@dataclass(frozen=True)
class Picture:
    """One picture: its group (equal groups show one model), its role, and where its pixels come from."""

    name: str
    group: str
    role: str
    path: Path | None = None
    model: int = -1

    @property
    def fitting(self) -> bool:
        """Whether the picture belongs to the fitting part (the first twelve models, every second photo)."""
        return self.model < 12 if self.model >= 0 else sum(self.name.encode()) % 2 == 0


def photos(data: Path) -> list[Picture]:
    """The genuine photos."""
    return [Picture(path.stem, f"photo:{path.stem}", "photo", path) for path in sorted((data / "photos").glob("*.jpg"))]


def renders(cache: Path) -> list[Picture]:
    """The rendered pictures that lie in the cache."""
    found = []
    for model in range(plan.MODELS):
        for role, shot in plan.shots(model).items():
            path = cache / f"{shot.key}.npz"
            if path.exists():
                found.append(Picture(f"m{model:02d}-{role}", f"model:{model}", role, path, model))
    return found


def damaged(cache: Path) -> list[Picture]:
    """The rendered pictures of true damage that lie in the cache: the two angles of every model again, hurt."""
    found = []
    for model in range(plan.MODELS):
        if all((cache / f"{plan.shots(model)[role].key}.npz").exists() for role in ("one", "two")):
            for role, shot in (plan.damaged(model, cache) or {}).items():
                path = cache / f"{shot.key}.npz"
                if path.exists():
                    found.append(Picture(f"m{model:02d}-{role}", f"model:{model}", role, path, model))
    return found


def pixels(picture: Picture, width: int = WIDTH) -> np.ndarray:
    """RGB, 8 bit, long side about `width`."""
    if picture.model >= 0:
        with np.load(picture.path) as stored:
            colour = stored["colour"].astype(np.float32)
        return phone.taken(colour, 10 * picture.model + len(picture.role), width)
    image = ImageOps.exif_transpose(Image.open(picture.path)).convert("RGB")
    full = np.asarray(image)
    ratio = min(1.0, width / max(full.shape[:2]))
    return cv2.resize(full, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)


def opened(image: np.ndarray, name: str) -> Opened:
    """Open pixels as the engine would open a file of them, without the file."""
    work = decoder.shrink(np.ascontiguousarray(image), 1280)
    small = decoder.shrink(work, 640)
    code, quality = pdq.pdq(pdq.canonical(work))
    taken = Taken(name, "image/jpeg", name, width=image.shape[1], height=image.shape[0], pixels_sha256=name)
    taken.work, taken.small, taken.pdq, taken.pdq_quality = work, small, code, quality
    return Opened(taken, extract(small))


def of_shot(shot: scene.Shot, cache: Path, seed: int, width: int = WIDTH) -> np.ndarray:
    """A rendered shot as a phone would take it."""
    return phone.taken(scene.render(shot, cache)[0], seed, width)

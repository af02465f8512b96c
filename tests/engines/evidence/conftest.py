"""Small pictures with known truth, made on the spot."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def scene(seed: int, width: int = 960, height: int = 720) -> Pixels:
    """A textured table with printed things on it."""
    rng = np.random.default_rng(seed)
    ground = cv2.resize(
        rng.integers(60, 190, (90, 120, 3)).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC
    )
    for _ in range(60):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        if rng.random() < 0.5:
            cv2.circle(ground, (x, y), int(rng.integers(6, 40)), colour, -1, cv2.LINE_AA)
        else:
            word = "".join(chr(int(c)) for c in rng.integers(65, 91, 4))
            cv2.putText(
                ground, word, (x, y), cv2.FONT_HERSHEY_DUPLEX, float(rng.uniform(0.6, 1.6)), colour, 2, cv2.LINE_AA
            )
    return cv2.GaussianBlur(ground, (0, 0), 0.8).astype(np.uint8)


def cracked(pixels: Pixels, at: tuple[int, int] = (480, 360)) -> Pixels:
    """A dark crack painted on."""
    out = pixels.copy()
    steps = np.array([[0, 0], [30, 25], [38, 60], [75, 90], [80, 130]]) + np.array(at)
    cv2.polylines(out, [steps.astype(np.int32)], False, (12, 10, 10), 6, cv2.LINE_AA)
    return out


@pytest.fixture(scope="session")
def save(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Save pixels under a name and give the path."""
    folder = tmp_path_factory.mktemp("pictures")

    def saver(pixels: Pixels, name: str, quality: int = 90) -> Path:
        path = folder / name
        options = {"quality": quality} if path.suffix in (".jpg", ".webp", ".avif") else {}
        Image.fromarray(pixels).save(path, **options)
        return path

    return saver


@pytest.fixture(scope="session")
def listing(save: Callable[..., Path]) -> Path:
    """The seller's picture."""
    return save(scene(1), "listing.jpg")


@pytest.fixture(scope="session")
def stranger(save: Callable[..., Path]) -> Path:
    """A picture of something else."""
    return save(scene(2), "stranger.jpg")


@pytest.fixture(scope="session")
def damaged(save: Callable[..., Path]) -> Path:
    """The listing with a crack painted on, sent through a chat app."""
    small = cv2.resize(cracked(scene(1)), (880, 660), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return save(small, "damaged.jpg", 75)


@pytest.fixture(scope="session")
def make_scene() -> Callable[..., Pixels]:
    """Make a scene by its seed."""
    return scene


@pytest.fixture(scope="session")
def crack() -> Callable[..., Pixels]:
    """Paint a crack on."""
    return cracked

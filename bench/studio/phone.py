"""What a phone and a chat app do to a picture: optics, noise, sharpening, tone, JPEG with EXIF, and sending."""

import io

import cv2
import numpy as np
from PIL import Image

from bench.studio.scene import developed, enlarged

PHONES = (("Invented", "Phone One"), ("Invented", "Phone Two"), ("Sample", "Camera S"))


def taken(colour: np.ndarray, seed: int, width: int = 1600) -> np.ndarray:
    """Linear light to the pixels that a phone would save: RGB, 8 bit."""
    rng = np.random.default_rng(31_000 + seed)
    picture = enlarged(developed(colour, float(rng.uniform(0.9, 1.15))), width).astype(np.float32)
    picture = cv2.GaussianBlur(picture, (0, 0), float(rng.uniform(0.4, 0.8)))
    strength = float(rng.uniform(0.8, 2.2))
    grain = rng.normal(0, strength, picture.shape[:2]).astype(np.float32)
    picture += grain[..., None] * (0.6 + 0.4 * picture / 255)
    picture += cv2.GaussianBlur(rng.normal(0, strength, picture.shape).astype(np.float32), (0, 0), 1.0)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
    picture += float(rng.uniform(0.2, 0.7)) * (picture - soft)
    curve = 255 * np.power(np.clip(picture / 255, 0, 1), float(rng.uniform(0.92, 1.06)))
    return np.clip(curve * rng.uniform(0.97, 1.03, 3), 0, 255).astype(np.uint8)


def saved(pixels: np.ndarray, seed: int, quality: int = 92) -> bytes:
    """A phone's JPEG, with EXIF of an invented phone."""
    make, model = PHONES[seed % len(PHONES)]
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = make, model, "2026:11:20 10:00:00"
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality, exif=exif, subsampling=2)
    return stream.getvalue()


def sent(pixels: np.ndarray, side: int, quality: int) -> np.ndarray:
    """One passage through a chat app: smaller and saved again, without metadata (simulated)."""
    ratio = min(1.0, side / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA) if ratio < 1 else pixels
    return resaved(small, quality)


def resaved(pixels: np.ndarray, quality: int) -> np.ndarray:
    """Save as JPEG and read again."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))

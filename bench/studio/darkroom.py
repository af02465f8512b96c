"""What an invented phone makes of light: exposure, tone, white balance, corners, noise, sharpening, JPEG and EXIF."""

import io

import cv2
import numpy as np
from PIL import Image

PHONES = (("Invented", "Phone One"), ("Invented", "Phone Two"), ("Sample", "Camera S"))


def _without_sparks(light: np.ndarray) -> np.ndarray:
    """Take away single pixels that a stray path made bright."""
    around = np.stack([cv2.medianBlur(np.ascontiguousarray(light[..., one]), 5) for one in range(3)], -1)
    sparks = (light.mean(axis=2) > 1.7 * around.mean(axis=2) + 0.01)[..., None]
    return np.where(sparks, around, light).astype(np.float32)


def _calmed(light: np.ndarray) -> np.ndarray:
    """Take the sampling's noise away as phones do: by neighbours that look alike, on a curve that the eye sees."""
    top = max(1e-3, float(np.percentile(light, 99.7)))
    curved = np.clip(np.power(light / top, 1 / 2.2), 0, 1)
    eight = (curved * 255 + 0.5).astype(np.uint8)
    smooth = cv2.fastNlMeansDenoisingColored(eight, None, 5, 5, 5, 15).astype(np.float32) / 255
    mixed = 0.2 * curved + 0.8 * smooth
    return np.where(light > top, light, np.power(mixed, 2.2) * top).astype(np.float32)


def developed(colour: np.ndarray, seed: int, *, bright: float = 1.0) -> np.ndarray:
    """Linear light to the pixels a phone saves: RGB, 8 bit."""
    rng = np.random.default_rng(41_000 + seed)
    high, wide = colour.shape[:2]
    light = _calmed(_without_sparks(np.minimum(colour, 50).astype(np.float32)))
    light = light + 0.035 * cv2.GaussianBlur(np.maximum(light - np.percentile(light, 97), 0), (0, 0), wide / 40)
    grey = light.mean(axis=(0, 1))
    light = light * (1 + 0.55 * (grey.mean() / np.maximum(grey, 1e-4) - 1)) * rng.normal(1, 0.012, 3)
    centre = light[high // 4 : 3 * high // 4, wide // 4 : 3 * wide // 4].mean(axis=2)
    level = 0.19 / max(1e-4, 0.5 * float(np.median(centre)) + 0.5 * float(centre.mean()))
    light = light * min(level, 6 / max(1e-4, float(np.percentile(light, 99.5)))) * bright
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    light = light * (1 - 0.2 * ((x**2 + y**2) / 2) ** 1.3)[..., None]
    shot = rng.normal(0, 1, light.shape) * np.sqrt(np.maximum(light, 0)) * 0.006 + rng.normal(0, 0.0009, light.shape)
    light = np.clip(light + cv2.GaussianBlur(shot, (0, 0), 0.6) * 1.5, 0, None)
    film = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    film = np.clip(film, 0, 1)
    picture = np.where(film <= 0.0031308, 12.92 * film, 1.055 * np.power(np.maximum(film, 1e-6), 1 / 2.4) - 0.055)
    picture = picture * 255
    grey = picture.mean(axis=2, keepdims=True)
    picture = grey + 0.9 * (picture - grey)
    soft = cv2.GaussianBlur(picture, (0, 0), 1.1)
    return np.clip(picture + 0.55 * (picture - soft), 0, 255).astype(np.uint8)


def saved(pixels: np.ndarray, seed: int, *, quality: int = 86, shot_at: str = "") -> bytes:
    """A phone's JPEG; with EXIF of an invented phone where it still has any."""
    stream = io.BytesIO()
    facts = {}
    if shot_at:
        exif = Image.Exif()
        make, model = PHONES[seed % len(PHONES)]
        exif[0x010F], exif[0x0110], exif[0x0132] = make, model, shot_at
        exif.get_ifd(0x8769)[0x9003] = shot_at
        facts = {"exif": exif}
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality, subsampling=2, **facts)
    return stream.getvalue()

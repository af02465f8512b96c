"""Sample frames of a video through OpenCV's reader."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.intake.limits import Limits

LONGEST_S = 600.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: RGB, its time in seconds, and how sharp it is (variance of the Laplacian at 640 px)."""

    at_s: float
    pixels: NDArray[np.uint8]
    sharpness: float


def sample(path: str, limits: Limits) -> list[Frame]:
    """Take up to `limits.frames` frames, evenly over the first ten minutes; an unreadable video gives none."""
    reader = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    try:
        width, height = reader.get(cv2.CAP_PROP_FRAME_WIDTH), reader.get(cv2.CAP_PROP_FRAME_HEIGHT)
        if not reader.isOpened() or width * height > limits.pixels or width * height <= 0:
            return []
        rate = reader.get(cv2.CAP_PROP_FPS)
        rate = rate if 0.1 < rate <= 240 else 25.0
        count = reader.get(cv2.CAP_PROP_FRAME_COUNT)
        length = min(count / rate, LONGEST_S) if 0 < count < 1e8 else LONGEST_S
        step = max(1, int(length * rate / limits.frames))
        return _walk(reader, step, rate, limits)
    finally:
        reader.release()


def _walk(reader: cv2.VideoCapture, step: int, rate: float, limits: Limits) -> list[Frame]:
    """Grab frames one by one (seeking is not exact in every container) and keep every `step`-th."""
    frames: list[Frame] = []
    number = 0
    while len(frames) < limits.frames and number < LONGEST_S * 60 and reader.grab():
        if number % step == 0:
            good, image = reader.retrieve()
            if good and image is not None and image.ndim == 3:
                pixels = cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
                frames.append(Frame(round(number / rate, 3), pixels, _sharpness(pixels)))
        number += 1
    return frames


def _sharpness(pixels: NDArray[np.uint8]) -> float:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ratio = 640 / max(grey.shape)
    small = cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA) if ratio < 1 else grey
    return float(cv2.Laplacian(small, cv2.CV_32F).var())

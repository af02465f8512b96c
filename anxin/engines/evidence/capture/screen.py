"""Signs that a screen stood before the camera: narrow peaks of a fine regular pattern (moiré). Weak."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE, PEAK, FEWEST = 512, 11.0, 2


def screen_signs(work: NDArray[np.uint8]) -> dict[str, Any]:
    """Look for isolated peaks in the middle and high frequencies of luma.

    Textile, grids and print show such peaks too; chat apps remove them. So: weak, and absence says nothing.
    """
    grey = cv2.cvtColor(work, cv2.COLOR_RGB2GRAY).astype(np.float32)
    height, width = grey.shape
    side = min(SIDE, height, width)
    if side < 256:
        return {"seen": False, "applicable": False}
    top, left = (height - side) // 2, (width - side) // 2
    part = grey[top : top + side, left : left + side]
    window = np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)
    power = np.log1p(np.abs(np.fft.fftshift(np.fft.fft2((part - part.mean()) * window)))).astype(np.float32)
    ground = cv2.medianBlur(power, 5)
    ground = cv2.blur(ground, (15, 15))
    spread = float(np.median(np.abs(power - ground))) * 1.4826 + 1e-6
    peaks = (power - ground) / spread
    down, across = np.mgrid[:side, :side] - side // 2
    radius = np.hypot(down, across) / side
    outside = (radius < 0.12) | (radius > 0.48) | (np.abs(down) < 4) | (np.abs(across) < 4)
    peaks[outside] = 0
    count = int((peaks > PEAK).sum()) // 2
    return {"seen": count >= FEWEST, "applicable": True, "peaks": count, "strongest": round(float(peaks.max()), 2)}

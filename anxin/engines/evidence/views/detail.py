"""What two patches are compared by: detail without light and slow shading."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]


def detail_of(values: Grey) -> Grey:
    """Take light and slow shading away."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), 1.2) - cv2.GaussianBlur(values, (0, 0), 12.0), dtype=np.float32)


def gain_of(one: Grey, other: Grey) -> float:
    """Say by what the other's contrast must be multiplied to come nearest to the one's."""
    size = float((other * other).sum())
    return float(np.clip((one * other).sum() / size, 0.4, 2.5)) if size > 1e-3 else 1.0


def likeness_of(one: Grey, other: Grey, mask: Mask) -> float:
    """Correlate detail under a mask."""
    left, right = one[mask], other[mask]
    left, right = left - left.mean(), right - right.mean()
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size > 1e-3 else 0.0

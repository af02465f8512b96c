"""Did the picture move as asked between two frames?"""

from typing import Any, Literal

import cv2
import numpy as np

from anxin.engines.evidence.examination import Opened
from anxin.engines.evidence.matching.registration import correspondences

Answer = Literal["yes", "no", "cannot_tell"]


def moved(first: Opened, last: Opened, action: str) -> tuple[Answer, dict[str, Any]]:
    """Compare two frames by the similarity that most correspondences fit.

    Parameters
    ----------
    action : closer, farther, move_left, move_right (the camera's), turn; others can't be told from geometry.
    """
    if action not in ("closer", "farther", "move_left", "move_right", "turn"):
        return "cannot_tell", {"why": "a person must look"}
    if first.features is None or last.features is None:
        return "cannot_tell", {"why": "unreadable"}
    left, right = correspondences(first.features, last.features, ratio=0.85)
    if len(left) < 12:
        return "cannot_tell", {"why": "too little in common"}
    cv2.setRNGSeed(20261125)
    matrix, mask = cv2.estimateAffinePartial2D(
        first.features.points[left], last.features.points[right], ransacReprojThreshold=6.0
    )
    if matrix is None or int(mask.sum()) < 10:
        return "cannot_tell", {"why": "too little in common"}
    whole = np.asarray(matrix, float)
    height, width = first.features.shape
    scale = float(np.hypot(whole[0, 0], whole[1, 0]))
    turn = float(np.degrees(np.arctan2(whole[1, 0], whole[0, 0])))
    middle = whole[:, :2] @ np.array([width / 2, height / 2]) + whole[:, 2]
    across = float((middle[0] - last.features.shape[1] / 2) / last.features.shape[1])
    facts = {"scale": round(scale, 3), "turn": round(turn, 1), "across": round(across, 3)}
    holds = {
        "closer": scale > 1.15,
        "farther": scale < 0.87,
        "move_left": across > 0.06,
        "move_right": across < -0.06,
        "turn": abs(turn) > 12,
    }[action]
    return ("yes" if holds else "no"), facts

"""Compare several pictures as views of one thing."""

import os
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence import attention
from anxin.engines.evidence.examining import Opened, open_picture
from anxin.engines.evidence.findings import Box, Finding
from anxin.engines.evidence.report import Report, View
from anxin.engines.evidence.views.judging import DEFAULTS, ViewParams, judge
from anxin.engines.evidence.views.placing import Pairing, Place, locate, pair
from anxin.engines.evidence.views.proposing import propose


def compare_views(
    pictures: Sequence[str | os.PathLike[str] | Opened], *, region: Box | None = None, params: ViewParams = DEFAULTS
) -> list[View]:
    """Say for a place marked in the first picture whether each other picture shows it.

    Parameters
    ----------
    pictures : two or more pictures of one thing. region : the place, in the first picture's own pixels; without it,
        places are proposed wherever two pictures that otherwise agree differ.

    Returns
    -------
    Views with answers seen, absent, cannot_tell. Also serves before and after: what is absent before and seen after.
    """
    opened = [p if isinstance(p, Opened) else open_picture(p) for p in pictures]
    found = compare_opened(opened, region=region, params=params)
    return [view for number in sorted(found) for view in found[number]]


def compare_opened(
    pictures: Sequence[Opened], *, region: Box | None = None, params: ViewParams = DEFAULTS
) -> dict[int, list[View]]:
    """Like `compare_views`, by the number of the picture that a place was marked in."""
    answers: dict[int, list[View]] = {}
    for first, one in enumerate(pictures):
        if region is not None and first > 0:
            break
        answers[first] = []
        for second, other in enumerate(pictures):
            if second != first:
                answers[first] += _one_pair(one, other, region, params)
    return answers


def _one_pair(one: Opened, other: Opened, region: Box | None, params: ViewParams) -> list[View]:
    """Answer for every place of one picture in one other picture."""
    name = other.taken.path
    if one.features is None or other.features is None or one.taken.work is None or other.taken.work is None:
        return [View(region, name, "cannot_tell", {"why": "unreadable"})] if region else []
    pairing = pair(one.features, other.features)
    if pairing is None:
        return [View(region, name, "cannot_tell", {"why": "too little in common"})] if region else []
    scale = one.features.shape[1] / one.taken.width
    boxes = [_scaled(region, scale)] if region else propose(one.features, other.features, pairing)
    views = []
    for box in boxes:
        place = locate(pairing, box, one.features.shape)
        whole = region or _scaled(box, 1 / scale)
        if place is None:
            if region:
                views.append(View(whole, name, "cannot_tell", {"why": "the place was not found"}))
            continue
        answer, facts = _judged(one, other, box, place, params)
        if region or answer != "cannot_tell":
            views.append(View(whole, name, answer, facts))
    return views


def _judged(one: Opened, other: Opened, box: Box, place: Place, params: ViewParams) -> tuple[str, dict[str, object]]:
    """Judge one place on the larger reductions."""
    assert one.features is not None
    assert other.features is not None
    assert one.taken.work is not None
    assert other.taken.work is not None
    up_one = one.taken.work.shape[1] / one.features.shape[1]
    up_other = other.taken.work.shape[1] / other.features.shape[1]
    matrix = place.matrix.copy()
    matrix[:, :2] *= up_other / up_one
    matrix[:, 2] *= up_other
    return judge(_grey(one.taken.work), _grey(other.taken.work), _scaled(box, up_one), replace(place, matrix=matrix), params)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)


def _scaled(box: Box, ratio: float) -> Box:
    x, y, width, height = box
    return round(x * ratio), round(y * ratio), max(1, round(width * ratio)), max(1, round(height * ratio))


def apply_views(report: Report, views: Sequence[View]) -> None:
    """Put the views into a report, as findings and, where a place is absent, as a reason to look."""
    report.views = list(views)
    reasons = list(report.reasons)
    for view in views:
        strength = "moderate" if view.answer == "absent" else "weak"
        facts = {"region": view.region, "other": view.other}
        report.findings.append(Finding(f"views.{view.answer}", "views", strength, facts))
        if view.answer == "absent":
            reasons.append("views.absent")
    report.attention, report.reasons = attention.attention(dict.fromkeys(reasons))


__all__ = ["Pairing", "apply_views", "compare_opened", "compare_views"]

"""Compare several pictures as views of one thing."""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence import attention
from anxin.engines.evidence.examination import Opened, open_picture
from anxin.engines.evidence.findings import Box, Finding, Strength
from anxin.engines.evidence.matching.features import Features, extract
from anxin.engines.evidence.report import Report, View
from anxin.engines.evidence.views.comparison import judge
from anxin.engines.evidence.views.decision import DEFAULTS, Answer, ViewParams, decide
from anxin.engines.evidence.views.location import Pairing, Place, locate, pair
from anxin.engines.evidence.views.proposals import propose
from anxin.engines.evidence.views.search import seek


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
        strips = one.taken.work is not None and other.taken.work is not None
        why = "too narrow" if strips else "unreadable"
        return [View(region, name, "cannot_tell", {"why": why})] if region else []
    pairing = pair(_finer(one.features), _finer(other.features))
    if pairing is None:
        return [View(region, name, "cannot_tell", {"why": "too little in common"})] if region else []
    scale = one.features.shape[1] / one.taken.width
    boxes = [_scaled(region, scale)] if region else propose(one.features, other.features, pairing)
    views = []
    for box in boxes:
        places = locate(pairing, box, one.features.shape)
        whole = region or _scaled(box, 1 / scale)
        answer, facts = _judged(one, other, box, places, pairing, params, marked=region is not None)
        if region or answer != "cannot_tell":
            views.append(View(whole, name, answer, facts))
    return views


def _judged(
    one: Opened, other: Opened, box: Box, places: Sequence[Place], pairing: Pairing, params: ViewParams, *, marked: bool
) -> tuple[Answer, dict[str, Any]]:
    """Judge one place on the larger reductions."""
    assert one.features is not None
    assert other.features is not None
    assert one.taken.work is not None
    assert other.taken.work is not None
    up_one = one.taken.work.shape[1] / one.features.shape[1]
    up_other = other.taken.work.shape[1] / other.features.shape[1]
    larger = [replace(place, matrix=_enlarged(place.matrix, up_one, up_other)) for place in places]
    greys = _grey(one.taken.work), _grey(other.taken.work)
    fit = judge(*greys, _scaled(box, up_one), larger)
    sought = seek(*greys, _scaled(box, up_one), _enlarged(pairing.rough, up_one, up_other))
    answer, why = decide(fit, sought, pairing.likeness, params, marked=marked)
    return answer, {**(fit or {}), **sought, "laid": pairing.likeness, **({"why": why} if why else {})}


def _enlarged(matrix: NDArray[np.float64], up_one: float, up_other: float) -> NDArray[np.float64]:
    """Carry a local map over from the small to the larger reductions."""
    larger = matrix.copy()
    larger[:, :2] *= up_other / up_one
    larger[:, 2] *= up_other
    return larger


def _finer(features: Features) -> Features:
    """Find fainter features too: plain goods have little else."""
    return extract(features.colour, 3000, 0.008)


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
        strength: Strength = "moderate" if view.answer == "absent" else "weak"
        facts = {"region": view.region, "other": view.other}
        report.findings.append(Finding(f"views.{view.answer}", "views", strength, facts))
        if view.answer == "absent":
            reasons.append("views.absent")
    report.attention, report.reasons = attention.attention(dict.fromkeys(reasons))

"""Find where a place of one picture lies in another picture of the same thing, without one homography for all.

Two ways propose a local affine map around the place: correspondences that fit the epipolar geometry (Hartley and
Zisserman 2004), and dense flow (Kroeger et al. 2016) over a global affine map, which also reaches plain surfaces. Which
one holds is decided by how well the surroundings then agree.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Box
from anxin.engines.evidence.matching.features import Features
from anxin.engines.evidence.matching.registration import correspondences
from anxin.engines.evidence.views.alignment import align

Matrix = NDArray[np.float64]
Flow = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two pictures of one scene.

    one, other : correspondences that fit one epipolar geometry, perhaps none. flows : for each pixel of the one picture
    its place in the other, shape (h, w, 2), followed from each rough map. rough : the affine map under which the
    pictures' coarse light and dark agree best. likeness : how well they do (0 to 1).
    """

    one: NDArray[np.float32]
    other: NDArray[np.float32]
    flows: tuple[Flow, ...]
    rough: Matrix
    likeness: float


@dataclass(frozen=True, slots=True)
class Place:
    """A local affine map (2, 3) from one picture to the other around a place.

    support : correspondences that carry it (0 where only flow does).
    """

    matrix: Matrix
    support: int
    way: str


def pair(one: Features, other: Features) -> Pairing | None:
    """Match two pictures by features and by their coarse light and dark; None where neither finds anything."""
    source, target = _epipolar(one, other)
    starts = []
    if len(source) >= 12:
        cv2.setRNGSeed(20261125)
        start, _ = cv2.estimateAffine2D(source, target, ransacReprojThreshold=12.0)
        if start is not None:
            starts.append(np.asarray(start, dtype=np.float64))
    laid = align(one.grey, other.grey, starts)
    if laid is None and not starts:
        return None
    rough, likeness = laid or (starts[0], 0.0)
    flows = tuple(_flow(one, other, matrix) for matrix in [rough, *starts])
    return Pairing(source, target, flows, rough, likeness)


def _epipolar(one: Features, other: Features) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Find the correspondences that fit one epipolar geometry; none where there are fewer than twelve."""
    left, right = correspondences(one, other, ratio=0.86)
    nothing = np.zeros((0, 2), np.float32)
    if len(left) < 12:
        return nothing, nothing
    source, target = one.points[left], other.points[right]
    cv2.setRNGSeed(20261125)
    _, mask = cv2.findFundamentalMat(source, target, cv2.USAC_MAGSAC, 1.5, 0.999, 5000)
    fits = mask.ravel().astype(bool) if mask is not None else np.zeros(len(source), bool)
    return (source[fits], target[fits]) if fits.sum() >= 12 else (nothing, nothing)


def _flow(one: Features, other: Features, matrix: Matrix) -> Flow:
    """Follow every pixel by dense flow, starting from a rough affine map."""
    height, width = one.shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(other.grey, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    engine = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    even = cv2.createCLAHE(2.0, (8, 8))
    before, after = even.apply(one.grey), even.apply(np.asarray(warped, np.uint8))
    moved = engine.calc(before, after, None)  # type: ignore[call-overload]  # None is no first guess; stubs lack it
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = columns + moved[..., 0], rows + moved[..., 1]
    across = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]
    down = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    return np.stack([across, down], axis=-1).astype(np.float32)


def locate(pairing: Pairing, box: Box, frame: tuple[int, int]) -> list[Place]:
    """Propose local affine maps around a box: from the nearest correspondences, wider and wider, and from flow."""
    x, y, width, height = box
    middle = np.array([x + width / 2, y + height / 2], np.float32)
    distance = np.linalg.norm(pairing.one - middle, axis=1)
    reach = float(np.hypot(width, height)) / 2
    places: list[Place] = []
    for factor in (1.6, 2.4, 3.6, 5.0):
        near = np.flatnonzero(distance < max(reach * factor, 0.06 * factor * max(frame)))
        if len(near) >= 8:
            place = _affine(pairing.one[near], pairing.other[near], 3.0, "features")
            if place is not None:
                places.append(place)
    tried = (_from_flow(flow, box, grow) for flow in pairing.flows for grow in (0.35, 1.0))
    places += [place for place in tried if place is not None]
    return places or [Place(pairing.rough, 0, "rough")]


def _from_flow(flow: Flow, box: Box, grow: float) -> Place | None:
    """Fit an affine map to the flow of a box's surroundings, leaving the inside out."""
    x, y, width, height = box
    right, down = max(10, int(width * grow)), max(10, int(height * grow))
    left, top = max(0, x - right), max(0, y - down)
    rows, columns = np.mgrid[top : min(flow.shape[0], y + height + down), left : min(flow.shape[1], x + width + right)]
    outside = (columns < x) | (columns >= x + width) | (rows < y) | (rows >= y + height)
    source = np.stack([columns[outside], rows[outside]], axis=-1).astype(np.float32)
    if len(source) < 60:
        return None
    step = max(1, len(source) // 400)
    source = np.ascontiguousarray(source[::step])
    target = np.ascontiguousarray(flow[source[:, 1].astype(int), source[:, 0].astype(int)])
    return _affine(source, target, 1.5, "flow")


def _affine(source: NDArray[np.float32], target: NDArray[np.float32], within: float, way: str) -> Place | None:
    """Fit an affine map; None where too few agree or it is no sane view of a surface."""
    cv2.setRNGSeed(20261125)
    matrix, mask = cv2.estimateAffine2D(source, target, ransacReprojThreshold=within, maxIters=2000, confidence=0.999)
    if matrix is None or mask is None:
        return None
    fits = mask.ravel().astype(bool)
    if fits.sum() < 7 or fits.mean() < 0.3:
        return None
    whole = np.asarray(matrix, dtype=np.float64)
    values = np.linalg.svd(whole[:, :2], compute_uv=False)
    if values[1] < 0.2 or values[0] > 5 or values[0] / values[1] > 4 or np.linalg.det(whole[:, :2]) <= 0:
        return None
    return Place(whole, int(fits.sum()), way)

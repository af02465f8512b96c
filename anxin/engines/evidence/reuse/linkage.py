"""Which re-use links by itself and which only suggests (rule version ``links-2``; measured in the model card)."""

from dataclasses import dataclass

from anxin.engines.evidence.matching.registration import Registration


@dataclass(frozen=True, slots=True)
class LinkParams:
    """Thresholds of the rule, set by hand on the bench's fitting part.

    A link is made by itself only where PDQ is near or the local tier votes, **and** geometry holds over the frame: many
    inliers, one flat map, and textures that agree over the whole overlap. Inliers alone pass most pairs of one packaged
    model. Everything weaker is a suggestion, for a person.
    """

    pdq: int = 31
    pdq_candidate: int = 60
    pdq_quality: int = 50
    votes: float = 2.0
    shares: float = 0.15
    candidates: int = 8
    cosine: float = 0.42
    suggest_inliers: int = 12
    suggest_share: float = 0.5
    suggest_cells: int = 4
    inliers: int = 40
    ratio: float = 0.5
    error_px: float = 0.5
    bend: float = 0.012
    shear: float = 0.02
    share: float = 0.8
    cells: int = 16
    hull: float = 0.2
    covered: float = 0.5
    kept: float = 0.4


DEFAULTS = LinkParams()


def suggests(found: Registration | None, params: LinkParams = DEFAULTS) -> bool:
    """Return whether geometry supports showing a pair to a person."""
    if found is None or found.inliers < params.suggest_inliers:
        return False
    seen = found.agreement
    return seen.cells >= params.suggest_cells and seen.share >= params.suggest_share


def links(found: Registration | None, params: LinkParams = DEFAULTS) -> bool:
    """Return whether geometry alone would link a pair by itself (PDQ or the local tier must have proposed it)."""
    if found is None or found.inliers < params.inliers or found.ratio < params.ratio:
        return False
    seen = found.agreement
    return (
        found.error_px <= params.error_px
        and found.bend <= params.bend
        and found.shear <= params.shear
        and seen.share >= params.share
        and seen.cells >= params.cells
        and found.kept >= params.kept
        and max(found.hull, found.hull_one) >= params.hull
        and max(seen.overlap, seen.covered) >= params.covered
    )

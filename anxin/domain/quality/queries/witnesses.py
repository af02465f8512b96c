"""What the chain says of quality: a review, every star of it, and whether it counts."""

from anxin.core.streams.hashing import digest
from anxin.core.timeline import AT, Witness
from anxin.domain.people.queries.witnesses import PARTIES
from anxin.domain.quality.models import Review


def review_told(row: Review) -> str:
    """Return one short text that changes with any star or tag of a review, or whom it is about."""
    about = [str(row.technician_id), str(row.outlet_id), row.category]
    return digest(b"anxin.quality.review", [row.overall, row.stars, row.tags, row.apart, *about])


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of quality."""
    return (
        Witness(
            model=Review,
            row="review",
            told={
                "quality.reviewed": {"overall": "overall", "drawn": "drawn", "counts": "counts", "at": AT},
                "contest.set_aside": {"counts": "counts"},
            },
            reads={"drawn": review_told},
            since=PARTIES,
            kinds={"repair": "repair_id"},
        ),
    )

"""What the repair's own page shows of its review."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from anxin.core.states import can
from anxin.domain.quality import queries
from anxin.domain.quality.wording import ASPECTS, STARS, TAGS

if TYPE_CHECKING:
    from anxin.domain.repairs.models import Repair


def strip(row: "Repair") -> dict[str, Any]:
    """Return what the repair's own page shows of its review: the one that was given, or the way to give one."""
    if not can(row, "review"):
        return {}
    given = queries.review_of(row, reader="customer")
    if given is None:
        return {"may_review": not queries.why_no_review(row, reviewed=False, now=timezone.now())}
    return {
        "review": given,
        "review_overall": STARS[given.overall],
        "review_stars": [(ASPECTS[name], stars) for name, stars in given.stars],
        "review_tags": [TAGS[one] for one in given.tags],
    }

"""A technician's stars are worked out anew and written down."""

from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.network import actions as network
from anxin.domain.network.models import Technician
from anxin.domain.quality import queries, rules
from anxin.domain.quality.models import Grade


def grade(*, technician: Technician, now: datetime) -> Grade:
    """Work a technician's fair score out of what counts today, and write his stars down where they move."""
    lock(technician)
    score = queries.score_of(technician, now=now)
    least: int = settings.get("quality.least", at=now)
    stars = rules.grade(score, held=technician.grade, least=least)
    row = Grade.objects.create(
        id=uuid7(),
        technician=technician,
        stars=stars,
        score=round(score.overall, 3),
        aspects={aspect: round(value, 3) for aspect, value in score.aspects.items()},
        reviews=score.reviews,
        weight=round(score.weight, 3),
        at=now,
    )
    if stars != technician.grade:
        network.set_grade(technician=technician, stars=stars)
        facts = {"stars": stars, "score": f"{score.overall:.2f}", "reviews": score.reviews}
        timeline.write(row.stream(), "quality.graded", by=SYSTEM, now=now, facts=facts)
    return row

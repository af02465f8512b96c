"""Skills as a file writes them, one a row: the level, the certificate, and until when it counts."""

from anxin.core.tables import Values
from anxin.domain.network.models import Skill


def living(values: Values) -> Skill | None:
    """Return the skill that a row is about, until somebody ended it; also one whose certificate ran out."""
    rows = Skill.objects.filter(technician__number=values["number"], code=values["skill"], ended_at=None)
    return rows.select_related("technician").first()


def imported_skill(key: Values) -> Values | None:
    """Return a technician's skill as a file would write it."""
    row = living(key)
    if row is None:
        return None
    until = row.until_date.isoformat() if row.until_date else None
    return {**key, "level": row.level, "certificate": row.certificate or None, "until": until}


def whole_skill(values: Values) -> Values:
    """Put what an empty cell stands for in its place: the first level."""
    return {**values, "level": values["level"] or 1}

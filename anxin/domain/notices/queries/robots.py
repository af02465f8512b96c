"""What can be asked about robots of groups: which chose what, whether there is more to say, and how it reads."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from anxin.core import providers, settings, wording
from anxin.core.carriers import robots
from anxin.domain.notices.models import RobotLine
from anxin.domain.notices.rules import robots as rules


def has_lines(robot: str) -> bool:
    """Return whether a group is still to be told something."""
    return RobotLine.objects.filter(robot=robot, gone_at=None).exists()


def chosen_by(kind: str) -> list[str]:
    """Return the robots of groups that chose such facts."""
    known = [one for one in providers.health().values() if one.kind == robots.KIND]
    return [one.name for one in known if kind in one.values.get("facts", "").split()]


def text_of(lines: Iterable[RobotLine], *, now: datetime) -> str:
    """Write what a group is told: a sentence and a link a line; numbers and places of the desk, nobody's name."""
    valid = settings.several("notices.address", "notices.language", at=now)
    with translation.override(valid["notices.language"]):
        said = [_line(one, valid["notices.address"]) for one in lines]
        return rules.fitting(said, most_bytes=robots.MOST_BYTES, more=str(wording.MESSAGES["robots.more"]))


def _line(row: RobotLine, home: str) -> str:
    said = f"{'robots' if row.code == 'gaps' else 'notices'}.{row.code}"
    text = wording.message(said, {**row.facts, "number": row.number})
    link = rules.LINKS.get("gaps" if row.code == "gaps" else row.stream_kind, "")
    return f"{text} {home}{link.format(number=row.number)}" if home and link else text

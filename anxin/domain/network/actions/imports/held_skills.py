"""Skills of many technicians by one imported file: taught, renewed with a new certificate, or given another end."""

from datetime import date, datetime

from django.utils.translation import gettext

from anxin.core.actors import Actor
from anxin.core.imports import ImportTable
from anxin.core.tables import Values, between, columns, day, text_in, up_to
from anxin.domain.goods.queries import imports as goods
from anxin.domain.network.actions import rosters, wider_words
from anxin.domain.network.models import Technician
from anxin.domain.network.queries.imports import days_away
from anxin.domain.network.queries.imports import held_skills as known
from anxin.domain.network.wording import tables


def import_skill(*, values: Values, by: Actor, now: datetime) -> None:
    """Write down the skill of a row; jobs beyond its last day go to another, the customers are told."""
    until = text_in(values, "until")
    row = Technician.objects.get(number=values["number"])
    rosters.qualify(
        technician=row,
        code=str(values["skill"]),
        level=int(str(values["level"])),
        certificate=text_in(values, "certificate"),
        until_date=date.fromisoformat(until) if until else None,
        by=by,
        now=now,
    )
    wider_words.ask_wider(technician=row, taught=[str(values["skill"])], by=by, now=now)


def remove_skill(*, key: Values, by: Actor, now: datetime) -> None:
    """End the skill that a row began."""
    row = known.living(key)
    if row is not None:
        why = gettext("Changed with an import, or with one taken back")
        rosters.end_skill(skill=row, why=why, by=by, now=now)


TABLES = (
    ImportTable(
        name="skills",
        title=tables.HELD_SKILLS,
        columns=columns(
            tables.HELD_SKILL_COLUMNS,
            needed="number skill",
            also=tables.HELD_SKILL_ALSO,
            reads={
                "number": days_away.badge,
                "skill": goods.skill,
                "level": between(1, 9),
                "certificate": up_to(64),
                "until": day,
            },
        ),
        key=("skill", "number"),
        find=known.imported_skill,
        apply=import_skill,
        remove=remove_skill,
        complete=known.whole_skill,
        plain=("skill", "level", "certificate", "until"),
    ),
)

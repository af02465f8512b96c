"""What each command of a technician is given, and how it is asked for."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Code, Fields, Sentence, one_of
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.wording import BADGE_ENDS

ENDS = {code: name for code, name in BADGE_ENDS.items() if code != "replaced"}
ALL = "all"
"""Whom somebody has leave from: all he works for."""
FROM = Ask(label=_("First day"))
UNTIL = Ask(label=_("Last day"))
WEEK = _(
    "Such as 周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00 (of odd weeks), or 22:00-6:00 for every night. "
    "Other days are off."
)


class Sick(Fields):
    """Until when somebody is ill; of what is nobody's business here."""

    from_date: Annotated[date | None, Ask(label=_("First day"), hint=_("empty: today"))] = None
    to_date: Annotated[date, UNTIL]


class OwnSick(Fields):
    """Until when somebody says himself that he is ill."""

    to_date: Annotated[date, Ask(label=_("Last day"), hint=_("Longer: tell your outlet, it writes it down."))]


class Leave(Fields):
    """Days of leave, and from which of several employers."""

    from_date: Annotated[date, FROM]
    to_date: Annotated[date, UNTIL]
    employer: Annotated[Code, Ask(label=_("From whom"))] = ALL


class AbsenceEnd(Fields):
    """Which absence ends."""

    absence: Annotated[Code, Ask(label=_("Which days"))]


class Week(Fields):
    """A week."""

    hours: Annotated[
        str,
        Field(min_length=3, max_length=200),
        Ask(label=_("Week"), hint=WEEK),
    ]


class Day(Fields):
    """The hours of one day."""

    day: Annotated[date, Ask(label=_("Day"))]
    hours: Annotated[
        str,
        Field(min_length=1, max_length=60),
        Ask(label=_("Hours"), hint=_("Such as 8:30-12:00, 13:30-18:00; 休息 for a day off.")),
    ]


class Swap(Fields):
    """Who takes which day, perhaps for which other."""

    colleague: Annotated[Code, Ask(label=_("Who takes his day"))]
    day: Annotated[date, Ask(label=_("Which day"))]
    back: Annotated[
        date | None, Ask(label=_("For which day of the colleague's"), hint=_("The same day: they change their hours."))
    ] = None


class BadgeEnd(Fields):
    """Why a printed badge counts no more."""

    reason: Annotated[str, one_of(ENDS), Ask(label=_("Why?"), names=ENDS)]


class Skill(Fields):
    """A skill with its certificate."""

    code: Annotated[str, one_of(SKILLS), Ask(label=_("Skill"), names=SKILLS)]
    level: Annotated[
        int | None, Field(ge=1, le=9), Ask(label=_("Level, 1 to 9"), hint=_("empty: as it is; a new skill begins at 1"))
    ] = None
    certificate: Annotated[str, Field(max_length=64), Ask(label=_("Certificate number"))] = ""
    until_date: Annotated[
        date | None, Ask(label=_("Valid until"), hint=_("empty: without end; without a certificate, too: as it is"))
    ] = None


class SkillEnd(Fields):
    """Which skill ends, and why."""

    skill: Annotated[Code, Ask(label=_("Which skill"))]
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class Employment(Fields):
    """For which outlet and brand."""

    outlet: Annotated[Code, Ask(label=_("Code of the outlet"))]
    brand: Annotated[Code, Ask(label=_("Brand"))]


class Start(Fields):
    """Where somebody sets out in the morning."""

    point: Annotated[
        str,
        Field(max_length=60),
        Ask(
            label=_("On the map: longitude, latitude (WGS-84)"),
            hint=_("Dispatch and windows count his ways from here. Empty: from the outlet he came to last."),
        ),
    ] = ""


class LastDay(Fields):
    """Which day is somebody's last with which of several employers, and why."""

    last_date: Annotated[date, Ask(label=_("Last day of work"), hint=_("today or later, at most a year ahead"))]
    employer: Annotated[Code, Ask(label=_("Which employer"))] = ""
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class LastDayBack(Fields):
    """With which of several employers somebody goes on."""

    employer: Annotated[Code, Ask(label=_("Which employer"))] = ""


class EmploymentEnd(Fields):
    """Which employment ends."""

    employment: Annotated[Code, Ask(label=_("Which employment"))]

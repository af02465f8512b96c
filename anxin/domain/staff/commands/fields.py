"""What each command about staff is given."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Fields, Sentence
from anxin.domain.people import rules as people_rules

Name = Annotated[str, Field(min_length=1, max_length=40)]
Mail = Annotated[
    str, Field(max_length=200), Ask(label=_("Mail address"), hint=_("such as name@company.example; may stay empty"))
]
Deputy = Annotated[str, Field(max_length=64), Ask(label=_("Who takes over the open cases"))]
UserName = Annotated[
    str,
    Field(pattern=people_rules.NAME, max_length=32),
    Ask(label=_("Sign-in name"), hint=_("2 to 32 letters, digits, dots or hyphens, such as wang.min")),
]


class Inviting(Fields):
    """Whom one invites, and what for."""

    called: Annotated[Name, Ask(label=_("How colleagues call this person"))]
    username: UserName
    mail: Mail = ""
    role: Annotated[str, Field(max_length=100), Ask(label=pgettext_lazy("of staff", "Role"))]


class HandingOut(Fields):
    """How the links reach their owners."""

    way: Annotated[str, Field(max_length=8), Ask(label=_("How the links get there"))] = "paper"


class Changing(Fields):
    """Which role, and why."""

    change: Annotated[str, Field(max_length=40), Ask(label=_("Which change"))]
    why: Annotated[str, Field(max_length=200), Ask(label=_("Why"))]


class Deputising(Fields):
    """Until when somebody may agree, and why he."""

    until_date: Annotated[date, Ask(label=_("Last day of the term"), hint=_("a year ahead at most"))]
    why: Annotated[str, Field(max_length=200), Ask(label=_("Why"))]


class Shutting(Fields):
    """Why an account is shut, and who takes over."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"))]
    deputy: Deputy = ""


class Going(Fields):
    """Who takes over, from when and until when."""

    deputy: Deputy = ""
    since: Annotated[date | None, Ask(label=_("First day away"), hint=_("empty: today"))] = None
    until: Annotated[date | None, Ask(label=_("Last day away"))] = None


class Writing(Fields):
    """Where mail goes."""

    mail: Mail = ""


class Session(Fields):
    """Which sign-in."""

    handle: Annotated[str, Field(min_length=1, max_length=40), Ask(hidden=True)]

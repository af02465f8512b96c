"""What each command of a brand's network is given, and how it is asked for."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Code, Fields, Files, Sentence
from anxin.domain.network.wording import PAPERS

SHORT = Field(min_length=1, max_length=120)
Paper = Literal["identity", "photo", "certificates", "contract", "licence", "number", "visited"]


class Papers(Fields):
    """What was looked at."""

    papers: Annotated[
        tuple[Paper, ...],
        Field(min_length=1),
        Ask(label=_("What did you look at? It stays in the record"), names=PAPERS),
    ]


class Why(Fields):
    """A reason."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class Until(Fields):
    """The last day of a further time."""

    to_date: Annotated[date, Ask(label=_("Until"))]


class Hotline(Fields):
    """A hotline."""

    number: Annotated[Code, Ask(label=_("Hotline number"))]
    scope: Annotated[str, SHORT, Ask(label=_("What for; whoever checks the number reads it"))]
    hours: Annotated[str, Field(max_length=60), Ask(label=_("When somebody answers: 24 小时, or 1-5 8:00-20:00"))] = ""
    lines: Annotated[int | None, Field(ge=1, le=9_999), Ask(label=_("So many calls at once"))] = None
    from_date: Annotated[date | None, Ask(label=_("Authorised from (today where it stays empty)"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


class Outlet(Fields):
    """An outlet."""

    code: Annotated[Code, Ask(label=_("Outlet code"))]
    name: Annotated[str, SHORT, Ask(label=pgettext_lazy("a thing", "Name"))]
    address: Annotated[str, Field(min_length=4, max_length=120), Ask(label=_("Address, from the province on"))]
    phone: Annotated[Code, Ask(label=pgettext_lazy("a column", "Phone"))]
    serves: Annotated[
        str, Field(min_length=2, max_length=2_000), Ask(label=_("Serves: cities or counties, one a line"), rows=3)
    ]
    capacity: Annotated[int | None, Field(ge=0, le=10_000), Ask(label=_("Jobs a day"))] = None
    scope: Annotated[str, Field(max_length=120), Ask(label=_("What for; whoever checks the number reads it"))] = ""
    from_date: Annotated[date | None, Ask(label=_("Authorised from (today where it stays empty)"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


class Technician(Fields):
    """A technician."""

    number: Annotated[Code, Ask(label=_("Badge number"))]
    name: Annotated[str, Field(min_length=1, max_length=40), Ask(label=_("Name"))]
    phone: Annotated[Code, Ask(label=pgettext_lazy("a column", "Phone"))]
    outlet: Annotated[Code, Ask(label=_("Works for the outlet of this code"))]
    skills: Annotated[
        str,
        Field(max_length=1_000),
        Ask(label=_("Skills, one a line: 门锁:2:certificate:2027-06-30"), rows=3),
    ] = ""
    hours: Annotated[str, Field(max_length=120), Ask(label=_("Working hours, such as 1-6 8:00-18:00"))] = ""
    username: Annotated[str, Field(max_length=64), Ask(label=_("Sign-in name, where he is to sign in"))] = ""
    scope: Annotated[str, Field(max_length=120), Ask(label=_("What for, where not for all his skills"))] = ""
    from_date: Annotated[date | None, Ask(label=_("Authorised from (today where it stays empty)"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


class MadeKey(Fields):
    """Until when a key signs."""

    until_date: Annotated[date | None, Ask(label=_("Signs until (without end where it stays empty)"))] = None


class PublishedKey(Fields):
    """A public key."""

    public: Annotated[
        str,
        Field(min_length=40, max_length=400),
        Ask(label=_("Public key, as “anxin sign --new” shows it, or as PEM"), rows=3),
    ]
    until_date: Annotated[date | None, Ask(label=_("Signs until (without end where it stays empty)"))] = None


class Portrait(Fields):
    """A picture of him."""

    files: Files

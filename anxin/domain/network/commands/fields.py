"""What each command of a brand's network is given, and how it is asked for."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, WithJsonSchema

from anxin.core.commands import Ask, Code, Documents, Fields, Files, RecordedReason, Sentence
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.rules import appearance
from anxin.domain.network.rules.scopes import ANYTHING
from anxin.domain.network.wording.genuineness import PAPERS
from anxin.domain.network.wording.scopes import ALL_GOODS

DAYS_OFF = {"days_off": _("days off and holidays")}
SHORT = Field(min_length=1, max_length=120)
ScopeInEnglish = Annotated[str, Field(max_length=120), Ask(label=_("The same in English, for English pages"))]
GOODS = {ANYTHING: ALL_GOODS, **SKILLS}
Goods = Annotated[
    tuple[str, ...],
    WithJsonSchema({"type": "array", "items": {"type": "string", "enum": list(GOODS)}}),
    Ask(label=_("For which goods; where none is ticked, for his skills"), names=GOODS),
]
KNOWN = _("needed of whoever is new; empty where another brand brought it in")
Paper = Literal["identity", "photo", "certificates", "contract", "licence", "number", "visited"]


class Papers(Fields):
    """What was looked at."""

    papers: Annotated[
        tuple[Paper, ...],
        Field(min_length=1),
        Ask(label=_("What did you look at? It stays in the record"), names=PAPERS),
    ]


class HandedIn(Fields):
    """Scans of one paper."""

    paper: Annotated[Paper, Ask(label=_("Which paper is it?"), names=PAPERS)]
    files: Documents


class Erased(Fields):
    """Which scan goes, and why."""

    scan: Annotated[Code, Ask(hidden=True)]
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class Until(Fields):
    """The last day of a further time."""

    to_date: Annotated[date, Ask(label=_("Until"))]


class RenewedUntil(Until):
    """The same, and for which goods."""

    goods: Goods = ()


class SignedGoods(Fields):
    """For which goods a word is to be, and what customers read of it."""

    goods: Goods = ()
    scope: Annotated[
        str,
        Field(max_length=120),
        Ask(label=_("What customers read"), hint=_("empty: as before where it fits, else the goods by name")),
    ] = ""
    scope_en: ScopeInEnglish = ""


class Mistake(Fields):
    """A number that was entered by mistake."""

    number: Annotated[Code, Ask(label=_("The number"), hint=_("a hotline that ended, or a former phone of an outlet"))]
    why: Annotated[Sentence, Ask(label=_("How it came in, and why it never was yours"), rows=2)]


class AgreedMistake(Fields):
    """A mistake that waits for a second person."""

    mistake: Annotated[Code, Ask(label=_("The number"))]


class RefusedMistake(AgreedMistake):
    """The same, and why it is none."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


TypedNumber = Annotated[str, Field(pattern=r"^([0-9][0-9 +()-]{2,31})?$", max_length=appearance.PARTS["hotline"])]
"""A hotline as it is typed before the brand vouches for one."""


class TypedHotline(Fields):
    """The number that was typed at set-up, as it is right."""

    number: Annotated[
        TypedNumber, Ask(label=_("Hotline number"), hint=_("such as 400-000-0000; empty: no number for now"))
    ] = ""


class Hotline(Fields):
    """A hotline."""

    number: Annotated[Code, Ask(label=_("Hotline number"))]
    scope: Annotated[str, SHORT, Ask(label=_("What for; whoever checks the number reads it"))]
    scope_en: ScopeInEnglish = ""
    hours: Annotated[
        str,
        Field(max_length=120),
        Ask(label=_("When somebody answers"), hint=_("24 小时, or such as 1-5 8:30-12:00, 13:30-18:00; 6 9:00-12:00")),
    ] = ""
    lines: Annotated[int | None, Field(ge=1, le=9_999), Ask(label=_("So many calls at once"))] = None
    from_date: Annotated[date | None, Ask(label=_("Authorised from"), hint=_("empty: today"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


class Outlet(Fields):
    """An outlet."""

    code: Annotated[Code, Ask(label=_("Outlet code"))]
    name: Annotated[str, Field(max_length=120), Ask(label=pgettext_lazy("a thing", "Name"), hint=KNOWN)] = ""
    address: Annotated[str, Field(max_length=120), Ask(label=_("Address, from the province on"), hint=KNOWN)] = ""
    phone: Annotated[str, Field(max_length=40), Ask(label=pgettext_lazy("a column", "Phone"), hint=KNOWN)] = ""
    serves: Annotated[
        str, Field(min_length=2, max_length=2_000), Ask(label=_("Serves: cities or counties, one a line"), rows=3)
    ]
    capacity: Annotated[int | None, Field(ge=0, le=10_000), Ask(label=_("Jobs a day"))] = None
    scope: Annotated[str, Field(max_length=120), Ask(label=_("What for; whoever checks the number reads it"))] = ""
    scope_en: ScopeInEnglish = ""
    from_date: Annotated[date | None, Ask(label=_("Authorised from"), hint=_("empty: today"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


class Technician(Fields):
    """A technician."""

    number: Annotated[Code, Ask(label=_("Badge number"))]
    name: Annotated[str, Field(max_length=40), Ask(label=_("Name"), hint=KNOWN)] = ""
    phone: Annotated[str, Field(max_length=40), Ask(label=pgettext_lazy("a column", "Phone"), hint=KNOWN)] = ""
    outlet: Annotated[Code, Ask(label=_("Works for the outlet of this code"))]
    skills: Annotated[
        str,
        Field(max_length=1_000),
        Ask(label=_("Skills, one a line: 门锁:2:certificate:2027-06-30"), rows=3),
    ] = ""
    hours: Annotated[
        str,
        Field(max_length=120),
        Ask(label=_("Working hours"), hint=_("Such as 1-5 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00")),
    ] = ""
    username: Annotated[str, Field(max_length=64), Ask(label=_("Sign-in name, where he is to sign in"))] = ""
    goods: Goods = ()
    scope: Annotated[
        str, Field(max_length=120), Ask(label=_("What customers read"), hint=_("empty: the goods by name"))
    ] = ""
    scope_en: ScopeInEnglish = ""
    from_date: Annotated[date | None, Ask(label=_("Authorised from"), hint=_("empty: today"))] = None
    to_date: Annotated[date, Ask(label=_("Authorised until"))]


Minutes = Annotated[int, Field(ge=1, le=10_080)]
MINUTES = _("In minutes: 1 to 10 080, a week.")


class Promise(Fields):
    """What is promised, where, for what, when."""

    name: Annotated[
        str, Field(min_length=1, max_length=60), Ask(label=_("What you call it; it stands in the public history"))
    ]
    acknowledge: Annotated[Minutes, Ask(label=_("Minutes until a report is accepted"), hint=MINUTES)]
    assign: Annotated[Minutes, Ask(label=_("Minutes until a technician is found"), hint=MINUTES)]
    call: Annotated[Minutes, Ask(label=_("Minutes until he rings"), hint=MINUTES)]
    from_date: Annotated[
        date | None, Ask(label=_("Counts from"), hint=_("At least 7 days ahead; empty: as soon as may be."))
    ] = None
    to_date: Annotated[
        date | None,
        Ask(label=_("Until, where it is for a peak only"), hint=_("After it the earlier one counts again.")),
    ] = None
    place: Annotated[
        str, Field(max_length=60), Ask(label=_("For which province, city or county"), hint=_("Empty: everywhere."))
    ] = ""
    category: Annotated[str, Field(max_length=24), Ask(label=_("For which goods"))] = ""
    product: Annotated[
        str, Field(max_length=40), Ask(label=_("For one model only: its code"), hint=_("Empty: all of them."))
    ] = ""
    days: Annotated[
        Literal["", "workdays", "days_off"],
        Ask(label=_("On which days"), names={"": _("every day"), "workdays": _("working days"), **DAYS_OFF}),
    ] = ""
    hours: Annotated[
        str, Field(max_length=20), Ask(label=_("At which hours"), hint=_("Such as 22:00-6:00; empty: all day."))
    ] = ""
    urgent: Annotated[bool, Ask(label=_("Only where somebody is locked in or out"))] = False


class WithdrawnPromise(RecordedReason):
    """Which promise is withdrawn before it begins."""

    promise: Annotated[str, Field(max_length=40), Ask(label=_("Which promise"))]


class MadeKey(Fields):
    """Until when a key signs; `seen`: how many keys the brand had where it was asked for."""

    seen: Annotated[int | None, Ask(hidden=True)] = None
    until_date: Annotated[date | None, Ask(label=_("Signs until"), hint=_("empty: without end"))] = None


class PublishedKey(Fields):
    """A public key; `seen`: how many keys the brand had where it was written down."""

    seen: Annotated[int | None, Ask(hidden=True)] = None
    public: Annotated[
        str,
        Field(min_length=1, max_length=400),
        Ask(label=_("Public key, as “anxin sign --new” shows it, or as PEM"), rows=3),
    ]
    until_date: Annotated[date | None, Ask(label=_("Signs until"), hint=_("empty: without end"))] = None


class LostKey(RecordedReason):
    """Which key is lost, and from which day on what it signed counts no more."""

    key: Annotated[str, Field(max_length=40), Ask(label=_("Which key"))] = ""
    since: Annotated[
        date | None,
        Ask(label=_("Lost since"), hint=_("what it signed before that day stays valid; empty: nothing does")),
    ] = None


PORTRAIT_FOLLOWS = _(
    "Customers see it before he comes. Compare it with the person and with his identity card. Where brands vouch for "
    "him it takes the place of another once the brand lead has signed for it."
)


class Portrait(Fields):
    """A picture of him."""

    files: Files

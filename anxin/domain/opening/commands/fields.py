"""What each command of the set-up is given."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from anxin.core import colours, hosts, wording
from anxin.core.commands import Ask, Drawings, Fields, Sentence, lacking
from anxin.core.errors import Invalid
from anxin.domain.network.commands.fields import TypedNumber
from anxin.domain.network.rules import appearance
from anxin.domain.opening import rules
from anxin.domain.opening.actions.installation import BadAddress
from anxin.domain.opening.rules import licences
from anxin.domain.opening.wording import FILING, LICENCE
from anxin.domain.staff.commands.fields import Mail as MailAddress
from anxin.domain.staff.commands.fields import Name, UserName

SECURITY = {"smtps": _("encrypted from the first byte (usually 465)"), "smtp": _("STARTTLS (usually 587)")}

Slug = Annotated[
    str,
    Field(pattern=rules.SLUG, max_length=32),
    Ask(label=_("Name in addresses"), hint=_("small letters, digits and hyphens, such as heyan")),
]


def _an_address(value: str) -> str:
    if value and not hosts.plain_address(value):
        raise lacking("pages_at", wording.error(BadAddress("pages_at", expected="https://name.example", got=value)))
    return value


PagesAt = Annotated[
    str,
    Field(max_length=200),
    AfterValidator(_an_address),
    Ask(
        label=_("Its pages are served here under this name"),
        hint=_("such as https://service.brand.example; empty: the brand lives at the public address"),
    ),
]


class Administrator(Fields):
    """Who is to be the second administrator."""

    called: Annotated[Name, Ask(label=_("How colleagues call this person"))]
    username: UserName
    mail: MailAddress = ""


class Imprint(Fields):
    """What every public page has to carry."""

    name: Annotated[str, Field(max_length=40), Ask(label=_("Name of this site, as it stands on every page"))]
    operator: Annotated[str, Field(max_length=80), Ask(label=_("Who runs it: the company's full name"))]
    licence: Annotated[str, Field(max_length=64), Ask(label=_("Business licence"))] = ""
    filing: Annotated[str, Field(max_length=64), Ask(label=_("Filing number of the site"))] = ""
    hotline: Annotated[str, Field(max_length=32), Ask(label=_("Hotline"))] = ""
    address: Annotated[str, Field(max_length=200), Ask(label=_("Registered address of the company"))] = ""

    @field_validator("licence")
    @classmethod
    def true(cls, value: str) -> str:
        """Hold the number against its check character."""
        if not licences.is_licence(value):
            raise lacking("licence", LICENCE)
        return value

    @field_validator("filing")
    @classmethod
    def filed(cls, value: str) -> str:
        """Take no other number for one."""
        if not licences.is_filing(value):
            raise lacking("filing", FILING)
        return value


class Address(Fields):
    """Under which address people come."""

    address: Annotated[
        str,
        Field(max_length=200),
        Ask(label=_("Public address"), hint=_("such as https://service.example.com, without a path")),
    ]


class Brand(Fields):
    """A brand and how it shows itself."""

    name: Annotated[str, Field(max_length=40), Ask(label=_("Name of the brand, as customers know it"))]
    slug: Slug
    mark: Annotated[str, Field(max_length=2), Ask(label=_("Mark: one or two characters"))] = ""
    accent: Annotated[
        str,
        Field(max_length=40),
        Ask(
            label=_("Accent colour"),
            hint=_(
                "Of links and of what is chosen: six signs, digits and letters a to f, such as 0c5b5c; empty: our own "
                "green."
            ),
        ),
    ] = ""
    primary: Annotated[
        str,
        Field(max_length=40),
        Ask(
            label=_("Primary colour"),
            hint=_("It fills buttons, the mark, the tab and the card, with white text on it; empty: the accent."),
        ),
    ] = ""
    hotline: Annotated[
        TypedNumber,
        Ask(label=_("Hotline"), hint=_("such as 400-000-0000; shown once the brand vouches for it with its key")),
    ] = ""
    pages_at: PagesAt = ""

    @field_validator("accent", "primary")
    @classmethod
    def readable(cls, value: str, field: ValidationInfo) -> str:
        """Hold a colour against what is written in it, or on it, beside all other faults."""
        name = str(field.field_name)
        try:
            appearance.check({name: colours.read(value)})
        except Invalid as error:
            raise lacking(name, wording.error_here(error)) from error
        return value


class Mail(Fields):
    """By which server mail leaves."""

    host: Annotated[str, Field(max_length=182), Ask(label=_("Mail server"))]
    kind: Annotated[Literal["smtps", "smtp"], Ask(label=_("Encryption"), names=SECURITY)]
    port: Annotated[
        str, Field(pattern=r"^[0-9]{1,5}$", max_length=5), Ask(label=_("Port"), hint=_("digits; empty: the usual one"))
    ] = ""
    user: Annotated[str, Field(max_length=200), Ask(label=pgettext_lazy("of a mail server", "User"))] = ""
    password: Annotated[
        str, Field(max_length=200), Ask(label=pgettext_lazy("of a mail server", "Password"), secret=True)
    ] = ""


class Backup(Fields):
    """Where backups go."""

    folder: Annotated[
        str,
        Field(max_length=300),
        Ask(
            label=_("Folder on another disk"),
            hint=_("an absolute path such as /mnt/backup/anxin; its last part is made where it lacks"),
        ),
    ]


Minutes = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$", max_length=4)]
IN_MINUTES = _("a whole number of minutes, such as 30")


class Promise(Fields):
    """How fast it goes, in minutes."""

    acknowledge: Annotated[Minutes, Ask(label=_("Minutes until a report is accepted"), hint=IN_MINUTES)]
    assign: Annotated[Minutes, Ask(label=_("Minutes until a technician is found"), hint=IN_MINUTES)]
    call: Annotated[Minutes, Ask(label=_("Minutes until he rings"), hint=IN_MINUTES)]


class Rehearsal(Fields):
    """Where and when a rehearsal is played."""

    counties: Annotated[
        str,
        Field(max_length=400),
        Ask(label=_("Counties"), hint=_("divided by commas; empty: five of those that are served, and one that isn't")),
    ] = ""
    hours: Annotated[
        str, Field(max_length=100), Ask(label=_("Hours"), hint=_("divided by commas; empty: 10:00 and 22:10"))
    ] = ""


class Mark(Fields):
    """The picture of a brand's mark."""

    files: Drawings


class Shutting(Fields):
    """Why a brand is shut."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"))]


class Day(Fields):
    """On which day."""

    day: Annotated[date, Ask(label=_("On which day"))]

"""What is asked for an invoice: whom it is for, where it goes, and what finance writes down."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, Field, InstanceOf, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from anxin.core.commands import Ask, Code, Fields, Sum, lacking, one_of
from anxin.core.files import SealedFile
from anxin.domain.invoices import rules
from anxin.domain.invoices.choices import REFUSALS

Mail = Annotated[
    str,
    Field(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$", max_length=50),
    Ask(label=_("Send it to this mail"), hint=_("such as name@example.com"), depends=True),
]
Phone = Annotated[
    str,
    Field(pattern=r"^(1[3-9][0-9]{9})?$", max_length=11),
    Ask(label=_("or to this mobile phone"), hint=_("11 digits")),
]
Keep = Annotated[
    bool, Ask(label=_("Keep this title for my next invoice; once signed in with my phone I find it, and can remove it"))
]


def _closed(value: object) -> object:
    return "".join(value.split()).upper() if isinstance(value, str) else value


def _somewhere(phone: str, info: ValidationInfo) -> str:
    if not phone and not info.data.get("mail", "wrong"):
        raise lacking("mail", _("Where shall it go? Write a mail address or a mobile phone."))
    return phone


def _untrue() -> PydanticCustomError:
    return lacking("tax_number", _("This is no tax number: 18 characters, of which the last checks the others."))


class Titled(Fields):
    """Whom an invoice is for, and where it goes, if anything can be sent to him."""

    model_config = ConfigDict(validate_default=True)

    kind: Annotated[
        Literal["person", "company"],
        Ask(label=_("For whom"), names={"person": _("a person"), "company": _("a company")}),
    ]
    title: Annotated[
        str,
        Field(min_length=1, max_length=100),
        Ask(label=_("Title of the invoice"), hint=_("the full name, as it shall stand on it")),
    ]
    tax_number: Annotated[
        str,
        Field(max_length=20),
        Ask(label=_("Tax number"), hint=_("only for a company: 18 characters, as on its licence"), depends=True),
    ] = ""
    mail: Mail = ""
    phone: Phone = ""

    @field_validator("tax_number", mode="before")
    @classmethod
    def plain(cls, value: object) -> object:
        """Read a tax number without blanks, in capitals."""
        return _closed(value)

    @field_validator("tax_number")
    @classmethod
    def fitting(cls, value: str, info: ValidationInfo) -> str:
        """Ask for what the choice makes necessary."""
        if info.data.get("kind") == "company" and not rules.is_tax_number(value):
            raise _untrue()
        if info.data.get("kind") == "person" and value:
            raise lacking("tax_number", _("A person has none here. Choose “a company”, or leave it empty."))
        return value


class Wish(Titled):
    """Whom an invoice is for, and where it goes."""

    keep: Keep = False

    @field_validator("phone")
    @classmethod
    def addressed(cls, value: str, info: ValidationInfo) -> str:
        """Ask where it goes."""
        return _somewhere(value, info)


class SpecialWish(Fields):
    """What stands of a company on a special invoice, and where it goes."""

    model_config = ConfigDict(validate_default=True)

    title: Annotated[
        str,
        Field(min_length=4, max_length=100),
        Ask(label=_("Name of the company"), hint=_("the full name, as on its licence")),
    ]
    tax_number: Annotated[
        str,
        Field(max_length=20),
        Ask(
            label=_("Tax number"),
            hint=_("18 characters, as on its licence; a person has none and takes an ordinary invoice"),
            depends=True,
        ),
    ] = ""
    address: Annotated[
        str,
        Field(min_length=5, max_length=70),
        Ask(label=_("Address of the company"), hint=_("as on its licence, with city and street")),
    ]
    tel: Annotated[
        str,
        Field(min_length=7, max_length=20),
        Ask(label=_("Telephone of the company"), hint=_("with its area code, such as 021-65550123")),
    ]
    bank: Annotated[
        str,
        Field(min_length=4, max_length=60),
        Ask(label=_("Bank, with its branch"), hint=_("such as Example Bank, Shanghai Branch")),
    ]
    account: Annotated[
        str,
        Field(pattern=r"^[0-9]{8,32}$", max_length=40),
        Ask(label=_("Bank account"), hint=_("8 to 32 digits, as on the bank permit")),
    ]
    mail: Mail = ""
    phone: Phone = ""
    keep: Keep = False

    @field_validator("tax_number", "account", mode="before")
    @classmethod
    def plain(cls, value: object) -> object:
        """Read a number without blanks, in capitals."""
        return _closed(value)

    @field_validator("tax_number")
    @classmethod
    def of_company(cls, value: str) -> str:
        """Hold the number against its check character."""
        if not value:
            raise lacking(
                "tax_number",
                _("A special invoice is for companies with a tax number. As a person, ask for an ordinary one."),
            )
        if not rules.is_credit_code(value):
            raise _untrue()
        return value

    @field_validator("tel")
    @classmethod
    def reachable(cls, value: str) -> str:
        """Hold the telephone against what it has to be."""
        if not rules.is_telephone(value):
            raise lacking("tel", _("This is no telephone number: write it with its area code, such as 021-65550123."))
        return value

    @field_validator("bank")
    @classmethod
    def named(cls, value: str) -> str:
        """Hold the bank against what it has to be."""
        if not rules.BANK.search(value):
            said = _("Write the bank's full name with its branch, such as Example Bank, Shanghai Branch.")
            raise lacking("bank", said)
        return value

    @field_validator("phone")
    @classmethod
    def addressed(cls, value: str, info: ValidationInfo) -> str:
        """Ask where it goes."""
        return _somewhere(value, info)


class Issued(Fields):
    """An invoice that was written elsewhere."""

    official: Annotated[
        str,
        Field(pattern=rules.OFFICIAL, max_length=20),
        Ask(label=_("Number of the invoice"), hint=_("20 digits, as it stands on it")),
    ]
    day: Annotated[date, Ask(label=_("Day of issue"))]
    amount_fen: Annotated[
        int,
        Field(ge=0),
        Sum(),
        Ask(
            label=_("What stands on it, in yuan"),
            hint=_("the sum above, unless it was issued over more before money went back: a red one follows then"),
        ),
    ] = 0


class InvoiceFile(Fields):
    """The file of an invoice, PDF or OFD, sealed already."""

    files: Annotated[tuple[InstanceOf[SealedFile]], WithJsonSchema({"type": "array", "format": "files"})]


class Refusal(Fields):
    """Why no special invoice is issued; the customer reads it."""

    reason: Annotated[Code, one_of(REFUSALS), Ask(label=_("Why; the customer reads it"), names=REFUSALS)]

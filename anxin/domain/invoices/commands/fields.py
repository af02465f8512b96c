"""What is asked for an invoice: whom it is for, where it goes, and what finance writes down."""

from datetime import date
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import Field, InstanceOf, WithJsonSchema, field_validator, model_validator

from anxin.core.commands import Ask, Code, Fields, lacking, one_of
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


def _somewhere(mail: str, phone: str) -> None:
    if not mail and not phone:
        raise lacking("mail", _("Where shall it go? Write a mail address or a mobile phone."))


class Titled(Fields):
    """Whom an invoice is for, and where it goes, if anything can be sent to him."""

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

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Ask for what the choice makes necessary."""
        if self.kind == "company" and not rules.is_tax_number(self.tax_number):
            raise lacking("tax_number", _("This is no tax number: 18 characters, of which the last checks the others."))
        if self.kind == "person" and self.tax_number:
            raise lacking("tax_number", _("A person has none here. Choose “a company”, or leave it empty."))
        return self


class Wish(Titled):
    """Whom an invoice is for, and where it goes."""

    keep: Keep = False

    @model_validator(mode="after")
    def addressed(self) -> Self:
        """Ask where it goes."""
        _somewhere(self.mail, self.phone)
        return self


class SpecialWish(Fields):
    """What stands of a company on a special invoice, and where it goes."""

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

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Hold each against what it has to be."""
        if not self.tax_number:
            raise lacking(
                "tax_number",
                _("A special invoice is for companies with a tax number. As a person, ask for an ordinary one."),
            )
        if not rules.is_credit_code(self.tax_number):
            raise lacking("tax_number", _("This is no tax number: 18 characters, of which the last checks the others."))
        if not rules.is_telephone(self.tel):
            raise lacking("tel", _("This is no telephone number: write it with its area code, such as 021-65550123."))
        if not rules.BANK.search(self.bank):
            said = _("Write the bank's full name with its branch, such as Example Bank, Shanghai Branch.")
            raise lacking("bank", said)
        _somewhere(self.mail, self.phone)
        return self


class Issued(Fields):
    """An invoice that was written elsewhere."""

    official: Annotated[
        str,
        Field(pattern=rules.OFFICIAL, max_length=20),
        Ask(label=_("Number of the invoice"), hint=_("20 digits, as it stands on it")),
    ]
    day: Annotated[date, Ask(label=_("Day of issue"))]


class InvoiceFile(Fields):
    """The file of an invoice, PDF or OFD, sealed already."""

    files: Annotated[tuple[InstanceOf[SealedFile]], WithJsonSchema({"type": "array", "format": "files"})]


class Refusal(Fields):
    """Why no special invoice is issued; the customer reads it."""

    reason: Annotated[Code, one_of(REFUSALS), Ask(label=_("Why; the customer reads it"), names=REFUSALS)]

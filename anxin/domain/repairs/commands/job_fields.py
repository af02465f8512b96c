"""What a technician says with the commands of his job."""

from datetime import date
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from anxin.core.commands import Ask, Fields, Files, lacking, one_of
from anxin.domain.repairs.commands.answer_fields import Signed
from anxin.domain.repairs.commands.fields import Span
from anxin.domain.visits.choices import ALONE, BARRED, DECLINED, DOCUMENTS, PICTURED, PROOFS, WITNESSES
from anxin.domain.visits.rules import right_shown
from anxin.domain.visits.wording import MOVED, SHOWN, UNFINISHED

PROOF, WITNESS, NO_WITNESS, PICTURE = (one_of(("", *several)) for several in (PROOFS, WITNESSES, ALONE, PICTURED))

READ_AT_THE_DESK = _(
    "Customer service, the outlet and who comes next read it, not the customer, who reads the reason alone. No names, "
    "no phone numbers."
)

LEFT_UNDONE = {code: name for code, name in UNFINISHED.items() if code not in ("customer_absent", "no_right")}


class Call(Fields):
    """A call that was made."""

    purpose: Annotated[
        Literal["appointment", "absence", "other", "quote"],
        Ask(
            label=_("What about?"),
            names={"appointment": _("Agree on a window"), "absence": _("Nobody opens"), "other": _("Something else")},
        ),
    ]
    answered: Annotated[
        bool,
        Ask(label=_("How did it go?"), names={"yes": _("Spoke with the customer"), "no": _("Nobody answered")}),
    ]
    minutes: Annotated[int, Field(ge=0, le=240), Ask(label=_("Minutes"))] = 0


class Moving(Span):
    """Another window, and why."""

    why: Annotated[str, one_of(MOVED), Ask(label=_("Why is it moved?"), names=MOVED)]


class Arrival(Fields):
    """Where the phone says it is, if it says so; from afar with a reason."""

    lng: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    fix_m: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    why: Annotated[str, Field(max_length=20)] = ""


class Identity(Fields):
    """What was shown at the door, in kinds; a witness by name."""

    document: Annotated[str, one_of(DOCUMENTS), Ask(label=_("What he shows"), names=DOCUMENTS)]
    proof: Annotated[str, PROOF, Ask(label=_("What shows that he lives there"), names=PROOFS)] = ""
    witness_as: Annotated[str, WITNESS, Ask(label=_("Who stands by"), names=WITNESSES)] = ""
    witness: Annotated[str, Field(max_length=64), Ask(label=_("Name of the witness"), depends=True)] = ""
    alone: Annotated[str, NO_WITNESS, Ask(label=_("Or why nobody bears witness"), names=ALONE)] = ""
    pictured: Annotated[str, PICTURE, Ask(label=_("What he says to a picture of the open door"), names=PICTURED)] = ""

    @model_validator(mode="after")
    def shown(self) -> Self:
        """Ask for what is lacking before a lock may be opened, by its field."""
        shown = {"document": self.document, "proof": self.proof, "alone": self.alone, "pictured": self.pictured}
        lacks = right_shown(**shown, witness=self.witness_as, named=bool(self.witness))
        if lacks:
            raise lacking(lacks, SHOWN[lacks])
        return self


class Checks(Fields):
    """Which points of the check list are done, and what was found where more is asked, by their codes."""

    done: tuple[str, ...] = ()
    answers: dict[str, Annotated[str, Field(max_length=40)]] = Field(default={}, max_length=40)


class Signing(Signed):
    """Somebody signs for the work."""

    read: Annotated[bool, Ask(label=_("I have read what was done, and sign with my name."))] = False


class Barring(Fields):
    """Why nothing is opened."""

    why: Annotated[str, one_of(BARRED), Ask(label=_("Why is it not opened?"), names=BARRED)]
    note: Annotated[str, Field(max_length=500), Ask(label=_("What you saw"), rows=3, hint=READ_AT_THE_DESK)] = ""
    suspicious: Annotated[bool, Ask(label=_("It looked suspicious; the desk is told at once"))] = False


class Receipt(Fields):
    """A proof of purchase that the customer shows: its pictures, the day on it and who sold it."""

    files: Files
    bought_date: Annotated[date, Ask(label=_("Bought on"), hint=_("The day that stands on the paper or the screen."))]
    seller: Annotated[
        str, Field(min_length=1, max_length=80), Ask(label=_("Who sold it"), hint=_("The shop as it stands there."))
    ]


class Line(Fields):
    """One line of a quote."""

    code: str
    quantity: int
    excluded: bool = False
    excluded_why: Annotated[str, Field(max_length=100)] = ""
    optional: bool = False


class Quote(Fields):
    """The lines of a quote, by codes of the price book."""

    lines: tuple[Line, ...]


class Part(Fields):
    """A part that went in."""

    code: str
    quantity: int
    serial: Annotated[str, Field(max_length=64)] = ""


class Parts(Fields):
    """What went in, or nothing."""

    parts: tuple[Part, ...] = ()


class Finding(Fields):
    """What a look at the goods has shown."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=2000),
        Ask(
            label=_("What you found"),
            rows=4,
            hint=_("Both sides of the claim read it. Say what you see, not whose fault it is."),
        ),
    ]


class CodeGiven(Fields):
    """The six digits the customer reads out."""

    code: Annotated[str, Field(pattern=r"^\d{6}$"), Ask(hint=_("It has six digits."))]


class Ending(Fields):
    """Why the work can't be done."""

    why: Annotated[str, one_of(LEFT_UNDONE), Ask(label=_("Why can't it be done?"), names=LEFT_UNDONE)]
    note: Annotated[
        str, Field(max_length=500), Ask(label=_("What you found"), rows=3, hint=READ_AT_THE_DESK, depends=True)
    ] = ""

    @model_validator(mode="after")
    def described(self) -> Self:
        """Ask for words where no reason of the list fits."""
        if self.why == "other" and not self.note:
            raise lacking("note", _("Please write the reason down."))
        return self


class Return(Fields):
    """Why he can't come after all."""

    why: Annotated[str, one_of(DECLINED), Ask(label=_("Why?"), names=DECLINED)]

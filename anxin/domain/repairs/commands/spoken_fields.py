"""What is written down for a customer on the phone, and from which call."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Fields, Sentence
from anxin.domain.invoices.commands.fields import Titled
from anxin.domain.repairs.commands.fields import Recording


class SpokenObjection(Fields):
    """What a customer objects to on the phone, in his words, and from which call."""

    what: Annotated[
        Literal["not_fixed", "bill_wrong"],
        Ask(
            label=_("What the customer objects to"),
            names={"not_fixed": _("it is not put right"), "bill_wrong": _("the bill is wrong")},
        ),
    ] = "not_fixed"
    why: Annotated[Sentence, Ask(label=_("In the customer's words"), rows=3)]
    recording: Recording


class SpokenWish(Titled):
    """Whom an invoice is for that is wished for on the phone; where nothing can be sent to, it is posted."""

    recording: Recording

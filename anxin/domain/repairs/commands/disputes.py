"""What is wrong, what is answered to it, and who says that it is right."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Command, Fields, RecordedReason, Sentence, calling
from anxin.domain.ledger import actions as ledger
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import work
from anxin.domain.repairs.commands.fields import Recording
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation


class DisputeAnswer(Fields):
    """What somebody answers to what is wrong."""

    answer: Annotated[Sentence, Ask(label=_("Your answer; the customer reads it"), rows=4)]


class SpokenConfirmation(Fields):
    """That a customer said on a call that it is put right: his words, and which call."""

    said: Annotated[Sentence, Ask(label=_("What the customer said, in his words"), rows=3)]
    recording: Recording


DISPUTES: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="dispute",
        title=_("It is not right"),
        who="customer",
        steps="repair.dispute",
        fields=RecordedReason,
        do=calling("repair", repairs.dispute, "why"),
    ),
    Command(
        name="dispute-answer",
        title=_("Answer what is wrong"),
        steps="repair.answer",
        fields=DisputeAnswer,
        do=calling("repair", repairs.answer_dispute, "answer"),
        follows=_(
            "He is told and reads it on his page, says there whether it is put right, or that it still is not. Where "
            "he says nothing for some days it counts as settled, and the record says that he was silent."
        ),
    ),
    Command(
        name="confirmation",
        title=_("Confirm: it works"),
        who="customer",
        steps="repair.confirm",
        when=rules.may_confirm,
        because=repairs.HereStill,
        do=calling("repair", repairs.confirm),
    ),
    Command(
        name="confirmation-by-call",
        title=_("The customer confirms, on the phone"),
        who="agent",
        steps="repair.confirm",
        when=rules.may_confirm,
        because=repairs.HereStill,
        fields=SpokenConfirmation,
        do=calling("repair", repairs.confirm_on_call, "said", "recording"),
        follows=_("The record says that he said it on the phone, who wrote it down and from which call; he reads it."),
    ),
    Command(
        name="code-end",
        title=_("Take back the code to pay"),
        who="agent",
        when=rules.may_void_code,
        do=calling("bill", ledger.void_codes, of=work.bill_of),
        follows=_(
            "While a code to pay is about, the bill can't be lowered, waived or covered anew. Taken back, nobody pays "
            "by it any more; should the customer have paid in this very moment, it counts and he reads it."
        ),
    ),
)

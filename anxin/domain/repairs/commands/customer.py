"""What a customer may do with his repair."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, calling
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import fields, work
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.answers import may_agree
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.visits import actions as visits

CUSTOMER_COMMANDS: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="agreement",
        title=_("Agree"),
        who="customer",
        steps="quote.agree",
        when=may_agree,
        because="repairs.not_vouched",
        fields=fields.Agreement,
        do=work.agree_quote,
    ),
    Command(
        name="refusal",
        title=_("No, thank you"),
        who="customer",
        steps="quote.refuse",
        fields=fields.Refusal,
        do=work.refuse_quote,
        follows=_(
            "The technician stops here: what he took apart he puts back, a lock stays shut. What costs nothing stays "
            "free; nothing else is charged."
        ),
    ),
    Command(
        name="objection",
        title=_("Send it"),
        who="customer",
        when=rules.may_object,
        fields=fields.Objection,
        do=calling("repair", repairs.object_to, "what", "why"),
    ),
    Command(
        name="arrival",
        title=_("Is the technician there?"),
        who="customer",
        when=rules.may_say_there,
        because="visits.work_over",
        fields=fields.Arrival,
        do=calling("visit", visits.answer_arrival, "here", of=work.visit_of),
    ),
    Command(
        name="window",
        title=_("Move the window"),
        who="customer",
        when=rules.may_move,
        because="visits.too_late",
        fields=fields.Span,
        do=calling("repair", repairs.move, "from_at", "to_at"),
    ),
    Command(
        name="reset",
        title=_("All of this is done"),
        who="customer",
        when=rules.is_reset_due,
        do=work.confirm_reset,
    ),
    Command(
        name="payment",
        title=_("Pay"),
        who="customer",
        when=rules.may_pay,
        fields=fields.Way,
        do=work.pay,
        weighs=True,
    ),
)

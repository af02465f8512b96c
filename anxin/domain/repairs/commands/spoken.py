"""What an agent writes down for a customer who has no page, from the call on which he said it."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, calling
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import work
from anxin.domain.repairs.commands.spoken_fields import SpokenObjection, SpokenWish
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation

SPOKEN: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="objection-by-call",
        title=_("The customer objects, on the phone"),
        who="agent",
        when=rules.may_object_on_call,
        fields=SpokenObjection,
        options={"what": work.objections},
        do=calling("repair", repairs.object_on_call, "what", "why", "recording"),
        follows=_(
            "It counts as if he had written it on his page, and says who wrote it down, from which call. "
            "Read it back to him first."
        ),
    ),
    Command(
        name="invoice-by-call",
        title=_("The customer wants the invoice, on the phone"),
        who="agent",
        when=rules.may_be_invoiced,
        because="invoices.nothing_to_invoice",
        fields=SpokenWish,
        do=work.wish_invoice,
        follows=_(
            "A fully digital invoice over what he paid goes to the mail or mobile phone he names, his own or that of "
            "whoever helps him. Where he names neither, finance prints it and posts it to him."
        ),
    ),
)

"""What is decided about goods that nobody collects, or that their carrier could not deliver."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, calling
from anxin.domain.custody import actions as custody
from anxin.domain.custody.states import DESK
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands.bench_fields import Deposit, Kept, ToldReason
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import situation as rules
from anxin.domain.repairs.rules.situation import RepairSituation

UNCOLLECTED: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="undelivered",
        title=_("The parcel came back undelivered"),
        steps="custody.come_back",
        fields=ToldReason,
        do=calling("row", custody.come_back, "why", of=repairs.custody_of),
        follows=_("It lies here again, ready. The customer is asked where it goes, or to collect it."),
    ),
    Command(
        name="keeping-longer",
        title=_("Keep it longer"),
        who=DESK,
        when=rules.is_uncollected,
        because="custody.term_runs",
        fields=Kept,
        do=calling("row", custody.keep_longer, "until", "why", of=repairs.custody_of),
        follows=_("The customer reads until when, and is reminded again until then."),
    ),
    Command(
        name="home-unasked",
        title=_("Send it home, freight collect"),
        who=DESK,
        when=rules.may_send_home,
        because="custody.term_runs",
        fields=ToldReason,
        do=calling("row", custody.send_home, "why", of=repairs.custody_of),
        follows=_("The outlet is told to send it; the customer pays the freight where he gets it, and reads that now."),
    ),
    Command(
        name="deposit",
        title=_("Handed in at a notary's"),
        steps="custody.deposit",
        when=rules.is_uncollected,
        because="custody.term_runs",
        fields=Deposit,
        do=calling("row", custody.deposit, "office", "reference", "why", of=repairs.custody_of),
        final=True,
        weighs=True,
        follows=_("The customer reads where it lies and gets it there. Our keeping ends; an open bill stays owed."),
    ),
)

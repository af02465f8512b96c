"""What may be done with a technician's wish for leave, or for a swap of days, and with a placement he is asked for."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network.models import Leave, Placement, Swap
from anxin.domain.network.queries import leave_and_swaps
from anxin.domain.network.rules import rosters as rules
from anxin.domain.network.rules.rosters import WishSituation

LEAVES = Table(
    "leave",
    situation=leave_and_swaps.leave_situation,
    commands=(
        Command[Leave, WishSituation](
            name="agree",
            title=pgettext_lazy("of a technician", "Give leave"),
            steps="leave.agree",
            when=rules.leads,
            do=calling("leave", network.agree_leave),
            follows=_(
                "He is away from whom he wished it: one house, or every one he works for. What he holds for them on "
                "these days goes to another at once; the customers are told."
            ),
        ),
        Command(
            name="refuse",
            title=pgettext_lazy("leave", "Refuse"),
            steps="leave.refuse",
            when=rules.leads,
            do=lambda it: network.end_leave(leave=it.row, step="refuse", by=it.by, now=it.now),
        ),
        Command(
            name="withdraw",
            title=_("Take back"),
            steps="leave.withdraw",
            when=rules.asks,
            do=lambda it: network.end_leave(leave=it.row, step="withdraw", by=it.by, now=it.now),
        ),
    ),
)
SWAPS = Table(
    "swap",
    situation=leave_and_swaps.swap_situation,
    commands=(
        Command[Swap, WishSituation](
            name="consent",
            title=_("I take that day"),
            steps="swap.consent",
            when=rules.is_the_colleague,
            do=lambda it: network.end_swap(swap=it.row, step="consent", by=it.by, now=it.now),
            follows=_("Your outlet or the network desk then agrees to it; until then nothing changes."),
        ),
        Command(
            name="agree",
            title=_("Both agree"),
            steps="swap.agree",
            when=rules.leads,
            do=calling("swap", network.agree_swap),
            follows=_("Agreed, the hours of both change at once."),
        ),
        Command(
            name="refuse",
            title=pgettext_lazy("a swap", "Refuse"),
            steps="swap.refuse",
            when=rules.may_answer,
            do=lambda it: network.end_swap(swap=it.row, step="refuse", by=it.by, now=it.now),
        ),
        Command(
            name="withdraw",
            title=_("Take back"),
            steps="swap.withdraw",
            when=rules.may_withdraw,
            do=lambda it: network.end_swap(swap=it.row, step="withdraw", by=it.by, now=it.now),
        ),
    ),
)
PLACEMENTS = Table(
    "placement",
    situation=leave_and_swaps.placement_situation,
    commands=(
        Command[Placement, WishSituation](
            name="agree",
            title=pgettext_lazy("a placement", "Yes"),
            steps="placement.agree",
            when=rules.may_answer,
            do=calling("placement", network.agree_placement),
            follows=_("From now on he is sent from there for this brand, too; who leads that outlet reads his week."),
        ),
        Command(
            name="refuse",
            title=pgettext_lazy("a placement", "No"),
            steps="placement.refuse",
            when=rules.may_answer,
            do=calling("placement", network.refuse_placement),
            follows=_("Nothing changes; the brand is told."),
        ),
    ),
)

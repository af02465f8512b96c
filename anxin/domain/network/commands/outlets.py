"""What may be done with an outlet, day by day."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, RecordedReason, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network.commands import outlet_fields as fields
from anxin.domain.network.commands import outlet_work as work
from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import outlets
from anxin.domain.network.rules import outlets as rules
from anxin.domain.network.rules.outlets import OutletSituation
from anxin.domain.network.states import KEEPERS, LEADS

OUTLETS = Table(
    "outlet",
    situation=outlets.situation,
    commands=(
        Command[Outlet, OutletSituation](
            name="details",
            title=_("Change"),
            who=KEEPERS,
            fields=fields.Details,
            do=work.keep,
            replaces=work.details,
            follows=_(
                "Customers read address, phone and hours; more jobs a day than this are not booked. Of an outlet a "
                "brand vouches for, phone and address change once the brand has signed them; it is asked."
            ),
        ),
        Command(
            name="closure",
            title=_("Close for some days"),
            who=LEADS,
            when=rules.may_close,
            fields=fields.Closure,
            do=calling("outlet", network.close, "from_date", "to_date", "why"),
            follows=_("No window of these days is offered. What is booked goes to another; the customers are told."),
        ),
        Command(
            name="closure-end",
            title=_("Open earlier"),
            who=LEADS,
            when=rules.closes,
            fields=fields.ClosureEnd,
            options={"closure": work.closures},
            do=work.end_closure,
            follows=_("Its windows are offered again at once."),
        ),
        Command(
            name="coverage",
            title=_("Change what it serves"),
            who=KEEPERS,
            fields=fields.Coverage,
            options={"brand": work.brands},
            do=work.serve,
            replaces=work.served,
            follows=_("Customers of these areas are offered its windows from now on; of others not any more."),
        ),
        Command(
            name="stop",
            title=_("No orders for now"),
            who=KEEPERS,
            when=rules.takes,
            fields=RecordedReason,
            do=work.stop,
            follows=_("It is asked for nothing more until you say so. What it has it finishes."),
        ),
        Command(
            name="restart",
            title=_("Takes orders again"),
            who=KEEPERS,
            when=rules.stopped,
            do=work.restart,
            asks=True,
            follows=_("It is asked again at once, wherever it serves."),
        ),
    ),
)

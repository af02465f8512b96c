"""What an outlet may do with a visit offered to it, and a technician with an offer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, calling
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.commands import fields, work
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules import situation as rules
from anxin.domain.visits.rules.situation import OfferSituation, OutletOrderSituation

ORDERS = Table(
    "outlet_order",
    situation=queries.order_situation,
    commands=(
        Command[OutletOrder, OutletOrderSituation](
            name="acceptance",
            title=pgettext_lazy("an outlet order", "Accept"),
            steps="outlet_order.accept",
            when=rules.is_own,
            do=calling("order", visits.accept_order),
            follows=_("Accepted: you see the address, and name a technician before the clock ends."),
        ),
        Command(
            name="technician",
            title=_("Name him"),
            steps="outlet_order.name_technician",
            when=rules.is_own,
            fields=fields.Naming,
            options={"technician": work.own_people},
            do=work.name_technician,
            follows=_(
                "Asked: he has some minutes to answer. Spoken with: the job is his, and the customer is told at once."
            ),
        ),
        Command(
            name="refusal",
            title=_("Refuse"),
            steps="outlet_order.refuse",
            when=rules.is_own,
            fields=fields.Refusal,
            do=calling("order", visits.refuse_order, "why"),
            final=True,
            follows=_("The reason stays in the record; another outlet or technician is looked for at once."),
        ),
        Command(
            name="return",
            title=_("Give back"),
            who="outlet_manager outlet_dispatcher",
            steps="outlet_order.give_back",
            when=rules.may_give_back,
            fields=fields.Refusal,
            do=calling("order", visits.give_back_order, "why"),
            final=True,
            follows=_("The reason stays in the record; another outlet or technician is looked for at once."),
        ),
    ),
)

OFFERS = Table(
    "offer",
    situation=queries.offer_situation,
    commands=(
        Command[Offer, OfferSituation](
            name="acceptance",
            title=_("Take it"),
            who="technician",
            steps="offer.accept",
            when=rules.is_offered_to_him,
            do=calling("offer", visits.accept),
        ),
        Command(
            name="refusal",
            title=_("Decline"),
            who="technician",
            steps="offer.decline",
            when=rules.is_offered_to_him,
            fields=fields.Declining,
            do=calling("offer", visits.decline, "why"),
        ),
    ),
)

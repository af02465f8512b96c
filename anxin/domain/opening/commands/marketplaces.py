"""What an administrator may do with claims on what shops sold: play one, open the house for them, shut it."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, Table, calling
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands import fields, work
from anxin.domain.opening.rules import BrandSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation

MARKETPLACE = Table(
    "claims_opening",
    situation=queries.marketplace_situation,
    commands=(
        Command[Organisation, BrandSituation](
            name="opening",
            title=_("Open for claims"),
            who=ADMINISTERS,
            when=rules.may_open,
            because="opening.not_ready",
            asks=True,
            do=calling("house", opening.open_claims),
            follows=_(
                "Buyers of the shops here can file online from now on; no report of a fault is taken in by it. You can "
                "shut it again; what came in is finished."
            ),
        ),
        Command(
            name="rehearsal",
            title=_("Play a rehearsal"),
            who=ADMINISTERS,
            when=rules.may_rehearse_claim,
            because="opening.not_rehearsable",
            do=work.rehearse_claim,
            follows=_(
                "A test person files a claim on an order of one of your shops, and the shop agrees, by the real ways; "
                "all of it is undone at once, and nobody is told. What the buyer would read stays here."
            ),
        ),
        Command(
            name="shutting",
            title=_("Shut for claims"),
            who=ADMINISTERS,
            when=rules.may_shut,
            fields=fields.Shutting,
            do=calling("house", opening.shut_claims, "why"),
            final=True,
            follows=_("Nothing new is filed online but with brands that are open; open cases go on."),
        ),
    ),
)

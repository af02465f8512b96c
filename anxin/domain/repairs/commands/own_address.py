"""What somebody who proved his phone says of where he lives, while no repair of his is open."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, calling
from anxin.domain.people.commands.own_data import HIMSELF
from anxin.domain.people.models import Person
from anxin.domain.repairs.actions import addresses
from anxin.domain.repairs.commands.fields import Address
from anxin.domain.repairs.queries import own_address
from anxin.domain.repairs.rules import own_address as rules
from anxin.domain.repairs.rules.own_address import OwnAddressSituation

OWN_ADDRESS = Table(
    "own_home",
    situation=own_address.situation,
    commands=(
        Command[Person, OwnAddressSituation](
            name="address",
            title=pgettext_lazy("a correction", "Another address"),
            who=HIMSELF,
            stands=rules.is_kept,
            when=rules.is_free,
            because=addresses.OnItsPage,
            fields=Address,
            do=calling("person", addresses.correct_home, "address"),
            follows=_("For an open repair you correct it on that repair's page, which says who comes."),
        ),
    ),
)

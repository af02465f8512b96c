"""What a seller's people do at the packing table: seal what an order looked like before it went."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Ask, Command, Fields, Files, Given, Table, one_of
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries, rules
from anxin.domain.evidence.choices import OFFERED, SENT
from anxin.domain.evidence.models import Link
from anxin.domain.evidence.rules import SaleSituation
from anxin.domain.goods.models import Purchase


class Sealing(Fields):
    """Pictures and videos, and what they show."""

    files: Files
    role: Annotated[str, one_of(SENT), Ask(label=_("What they show"), names=OFFERED)] = "packing"


def _seal(it: Given[Purchase, Sealing]) -> list[Link]:
    role = it.fields.role
    return [evidence.pack(purchase=it.row, file=file, role=role, by=it.by, now=it.now) for file in it.fields.files]


SALES = Table(
    "sale",
    situation=queries.sale_situation,
    commands=(
        Command[Purchase, SaleSituation](
            name="seal",
            title=pgettext_lazy("a picture", "Seal"),
            who=" ".join(rules.PACKERS),
            when=rules.is_own_sale,
            because=evidence.NotYourSale,
            fields=Sealing,
            do=_seal,
            follows=_("Sealed once, it can't be changed or taken away."),
        ),
    ),
)

"""What a seller says of the goods of the house: which product they are, that they are what they are called like."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Given, Table
from anxin.core.errors import Invalid
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Product
from anxin.domain.goods.queries import catalogue, imports, listings
from anxin.domain.goods.rules import with_brand
from anxin.domain.goods.rules.listings import ListingSituation, may_name
from anxin.domain.people.models import Organisation

SELLERS = "merchant_owner merchant_agent"
MOST = 100
FOLLOWS = _(
    "Orders that come in are of this product from then on, and those that are here become so within minutes; what "
    "somebody named otherwise stays."
)
Codes = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=120)], ...],
    Field(min_length=1, max_length=MOST),
    Ask(label=_("Goods")),
]


MODEL = Ask(label=_("Product"), hint=_("its model or its name; brand:model where several are called so"))


class NoSuchModel(Invalid):
    """No product, or more than one, is called so."""

    code = "goods.no_model"


class NoSuchGoods(Invalid):
    """The house has sold no such goods."""

    code = "goods.no_goods"


class Chosen(Fields):
    """Some goods of the house."""

    codes: Codes


class Naming(Chosen):
    """Some goods of the house, and which product they are."""

    model: Annotated[str, Field(min_length=1, max_length=130), MODEL]


def product_called(written: str) -> Product:
    """Return the product that a person has written; raises `goods.no_model`."""
    try:
        brand, _colon, code = imports.model(written).partition(":")
    except ValueError as error:
        raise NoSuchModel("model", expected="one product", got=written[:40]) from error
    return catalogue.product(brand=brand, code=code)


def models() -> list[tuple[str, str]]:
    """Return what may be written for each product, with its name."""
    return [(f"{one.brand}:{one.code}", with_brand(one.brand_name, one.name)) for one in catalogue.products()]


def _offered(row: Organisation, case: ListingSituation, now: datetime, _by: Actor) -> Sequence[tuple[str, str]]:
    """Return the goods asked about, each with its title; where none are, those of most orders that nobody named."""
    chosen = case.chosen or tuple(one.code for one in listings.unnamed(row.pk, now=now).rows)
    titles = listings.titles_of(row.pk, chosen[:MOST])
    return [(code, f"{title} · {code}" if title != code else title) for code, title in titles.items()]


def _known(it: Given[Organisation, Any]) -> tuple[str, ...]:
    """Return the goods that were chosen; raises `goods.no_goods` for what the house never sold."""
    codes: tuple[str, ...] = it.fields.codes
    known = listings.titles_of(it.row.pk, codes)
    strange = next((code for code in codes if code not in known), None)
    if strange is not None:
        raise NoSuchGoods("codes", expected="goods of an order of this house", got=strange[:40])
    return codes


def _name(it: Given[Organisation, Any]) -> int:
    product = product_called(it.fields.model)
    return goods.name_goods(seller=it.row, codes=_known(it), product=product, by=it.by, now=it.now)


def _say_nothing(it: Given[Organisation, Any]) -> int:
    return goods.name_goods(seller=it.row, codes=_known(it), product=None, by=it.by, now=it.now)


def _confirm(it: Given[Organisation, Any]) -> int:
    """Name each of the goods as it is called; those that are called like none stay as they are."""
    found = listings.suggestions(it.row.pk, _known(it))
    rows = {one.pk: one for one in catalogue.products_by_key({like.id for like in found.values()})}
    named = {code: rows[like.id] for code, like in found.items()}
    return goods.name_each(seller=it.row, named=named, by=it.by, now=it.now)


TABLE = Table(
    "listings",
    situation=listings.situation,
    commands=(
        Command[Organisation, ListingSituation](
            name="naming",
            title=_("Say which product it is"),
            who=SELLERS,
            when=may_name,
            fields=Naming,
            options={"codes": _offered},
            suggests={"model": lambda _row, _case, _now, _by: models()},
            do=_name,
            follows=FOLLOWS,
        ),
        Command(
            name="confirmation",
            title=_("Each is what it is called like"),
            who=SELLERS,
            when=may_name,
            fields=Chosen,
            options={"codes": _offered},
            do=_confirm,
            follows=FOLLOWS,
        ),
        Command(
            name="nothing",
            title=_("Nothing that is repaired"),
            who=SELLERS,
            when=may_name,
            fields=Chosen,
            options={"codes": _offered},
            do=_say_nothing,
            follows=_("They are asked for no more. It can be said otherwise at any time."),
        ),
    ),
)

"""What a merchant may do with the shops of the house: connect one, ask it no more, say that an order goes out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Code, Command, Fields, Given, Table, calling, one_of
from anxin.core.money import format_fen
from anxin.domain.claims.states import SELLER
from anxin.domain.goods.actions.buyer_links import make_link
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries.shop_book import unnamed_refunds
from anxin.domain.people.models import Organisation
from anxin.domain.shops import actions as shops
from anxin.domain.shops import queries, rules
from anxin.domain.shops.providers import SECRETS
from anxin.domain.shops.rules import OrderSituation, ShopSituation
from anxin.domain.shops.wording import COURIERS, PLATFORMS

OWNER = "merchant_owner"
KEPT = _("Left empty, what was kept before stays.")
FOLLOWS = _(
    "Then try it: nothing is read before the trial went well. From then on orders and claims of the last 15 days come "
    "in, and what changes, every five minutes. Of a buyer only the masked name is kept."
)
Known = Annotated[str, Field(max_length=24), Ask(hidden=True)]
Title = Annotated[
    str, Field(min_length=1, max_length=60), Ask(label=_("What the shop is called"), hint=_("as your people know it"))
]
AppKey = Annotated[
    str,
    Field(pattern=r"^[0-9A-Za-z-]{4,64}$"),
    Ask(
        label=_("Key of the app (App Key, client_id)"),
        hint=_("4 to 64 letters, digits and dashes, as the platform shows it"),
    ),
]
Secret = Annotated[str, Field(max_length=128), Ask(label=_("Secret of the app"), hint=KEPT, secret=True)]
Session = Annotated[
    str,
    Field(max_length=300),
    Ask(
        label=_("Permission of the shop (access token, session)"),
        hint=_("It ends some day: then renew it there and paste it here. Left empty, what was kept before stays."),
        secret=True,
    ),
]


class ByToken(Fields):
    """A shop whose permission is given on the platform and pasted here."""

    shop: Known = ""
    title: Title
    app: AppKey
    secret: Secret = ""
    session: Session = ""


class ByNumber(Fields):
    """A shop on Douyin with an app of its own: its permission is asked for by its number."""

    shop: Known = ""
    title: Title
    app: AppKey
    secret: Secret = ""
    number: Annotated[str, Field(pattern=r"^[0-9]{4,20}$"), Ask(label=_("Number of the shop (shop_id)"))]
    address: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,20}$"),
        Ask(label=_("Number of the address for returns"), hint=_("digits; empty where you agree to returns there")),
    ] = ""


class ByApp(Fields):
    """A shop whose own app is its permission."""

    shop: Known = ""
    title: Title
    app: Annotated[
        str, Field(pattern=r"^wx[0-9a-f]{16}$"), Ask(label=_("App number (AppID)"), hint=_("wx and 16 characters"))
    ]
    secret: Secret = ""


class Ending(Fields):
    """Which shop is asked no more."""

    shop: Known


class Looking(Fields):
    """Which shop gave back what was looked at, and under which number."""

    shop: Known
    ref: Annotated[str, Field(min_length=1, max_length=64), Ask(hidden=True)]


class Sending(Fields):
    """By which of the house's shops an order was sold, and what it went out with."""

    shop: Annotated[str, Field(min_length=1, max_length=24), Ask(label=_("Shop"))]
    courier: Annotated[Code, one_of(COURIERS), Ask(label=_("Courier"), names=COURIERS)]
    waybill: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Waybill"))]


class Naming(Fields):
    """Which refund of an order, and for which of its lines it was."""

    refund: Annotated[Code, Ask(label=_("What went back in the shop"))]
    line: Annotated[Code, Ask(label=_("For which line"))]


FIELDS: dict[str, type[Fields]] = dict.fromkeys(("taobao", "jd", "pinduoduo"), ByToken)
FIELDS |= {"douyin": ByNumber, "wechat": ByApp}


def _connect(platform: str) -> Any:
    def connect(it: Given[Organisation, Any]) -> None:
        told = dict(it.fields)
        key, title = told.pop("shop"), told.pop("title")
        secrets = {one: told.pop(one) for one in SECRETS[platform]}
        shops.connect(
            organisation=it.row,
            platform=platform,
            title=title,
            values={"shop" if name == "number" else name: value for name, value in told.items()},
            secrets=secrets,
            by=it.by,
            now=it.now,
            known=queries.shop(key, actor=it.by) if key else None,
        )

    return connect


def _kept(row: Organisation, _now: datetime) -> Mapping[str, str]:
    """Return what is kept of each shop of a house; secrets stand nowhere."""
    return queries.standing(row)


def _send(it: Given[Purchase, Any]) -> None:
    told, shop = it.fields, queries.shop(it.fields.shop, actor=it.by)
    shops.send_out(purchase=it.row, shop=shop, courier=told.courier, waybill=told.waybill, by=it.by, now=it.now)


def _send_again(it: Given[Purchase, Any]) -> None:
    told, shop = it.fields, queries.shop(it.fields.shop, actor=it.by)
    shops.send_again(purchase=it.row, shop=shop, courier=told.courier, waybill=told.waybill, by=it.by, now=it.now)


def _refunds(row: Purchase, _case: OrderSituation, _now: datetime, _by: Actor) -> list[tuple[str, str]]:
    """Return what went back of an order for no known line, with its number there."""
    said = {key: [format_fen(one.fen), one.reference] for key, one in unnamed_refunds(row).items()}
    return [(key, " · ".join(filter(None, told))) for key, told in said.items()]


def _lines(row: Purchase, _case: OrderSituation, _now: datetime, _by: Actor) -> list[tuple[str, str]]:
    """Return the lines of an order with what was paid for each."""
    rows = row.lines.order_by("position")
    return [(str(one.position), f"{one.position}. {one.title} {format_fen(one.amount_fen)}") for one in rows]


def _end(it: Given[Organisation, Any]) -> None:
    shops.disconnect(shop=queries.shop(it.fields.shop, actor=it.by), by=it.by, now=it.now)


def _look(it: Given[Organisation, Any]) -> None:
    shop = queries.shop(it.fields.shop, actor=it.by)
    shops.look(organisation=it.row, shop=shop, ref=it.fields.ref, by=it.by, now=it.now)


TABLE = Table(
    "shops",
    situation=queries.situation,
    commands=(
        *(
            Command[Organisation, ShopSituation](
                name=name,
                title=title,
                who=OWNER,
                when=rules.may_sell,
                fields=FIELDS[name],
                do=_connect(name),
                replaces=_kept,
                follows=FOLLOWS,
            )
            for name, title in PLATFORMS.items()
        ),
        Command(
            name="ending",
            title=_("Ask it no more"),
            who=OWNER,
            when=rules.may_sell,
            fields=Ending,
            do=_end,
            final=True,
            asks=True,
            follows=_("Its keys are erased. What came in stays; answers are then given on the platform alone."),
        ),
        Command(name="look", title=_("I have looked at it"), who=OWNER, when=rules.may_sell, fields=Looking, do=_look),
    ),
)

ORDERS = Table(
    "shop_order",
    situation=queries.order_situation,
    commands=(
        Command[Purchase, OrderSituation](
            name="sending",
            title=_("It goes out: tell the platform"),
            who=SELLER,
            when=rules.may_send_out,
            fields=Sending,
            options={"shop": lambda _row, _case, _now, actor: queries.titles(actor)},
            do=_send,
        ),
        Command(
            name="sending-again",
            title=_("Tell the platform again, or another waybill"),
            who=SELLER,
            when=rules.may_send_again,
            fields=Sending,
            options={"shop": lambda _row, _case, _now, actor: queries.titles(actor)},
            do=_send_again,
        ),
        Command(
            name="line",
            title=_("Say for which line it went back"),
            who=SELLER,
            when=rules.may_name_line,
            fields=Naming,
            final=True,
            asks=True,
            options={"refund": _refunds, "line": _lines},
            do=calling("purchase", shops.name_line, "refund", "line"),
            follows=_("It counts for that line; what is left of the others can be claimed whole. It can't be undone."),
        ),
        Command(
            name="buyer-link",
            title=_("Make the buyer's after-sales link"),
            who=SELLER,
            when=rules.may_make_link,
            do=calling("purchase", make_link),
            follows=_("Send it in the platform's chat to this buyer alone. It is good for 72 hours and once."),
        ),
    ),
)

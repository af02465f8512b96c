"""What an administrator may do with those who do something for the house outside: payment, text messages."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, Table
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.rules import HouseSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation

type OfHouse = Given[Organisation, Any]
WHOLE = _("Paste the whole file, with its BEGIN and END lines. Left empty, what was kept before stays.")
Key = Annotated[
    str, Field(max_length=8000), Ask(label=_("Our private key (apiclient_key.pem)"), hint=WHOLE, secret=True)
]
Gateway = Annotated[
    str,
    Field(max_length=200),
    Ask(label=_("Another address of the interface"), hint=_("empty: the provider's own, as documented")),
]


class WeChatPay(Fields):
    """What a merchant of its own has at WeChat Pay."""

    merchant: Annotated[
        str,
        Field(pattern=r"^[0-9]{8,12}$", max_length=12),
        Ask(label=_("Merchant number (mchid)"), hint=_("8 to 12 digits")),
    ]
    app: Annotated[
        str,
        Field(pattern=r"^wx[0-9a-f]{16}$", max_length=18),
        Ask(label=_("App number (appid) bound to it"), hint=_("wx and 16 characters")),
    ]
    serial: Annotated[
        str,
        Field(pattern=r"^[0-9A-Fa-f]{32,40}$", max_length=40),
        Ask(label=_("Serial number of our certificate"), hint=_("32 to 40 hexadecimal characters")),
    ]
    private_key: Key = ""
    api_key: Annotated[
        str,
        Field(max_length=32),
        Ask(label=_("APIv3 key"), hint=_("32 characters. Left empty, what was kept before stays."), secret=True),
    ] = ""
    platform_key_number: Annotated[
        str,
        Field(pattern=r"^(PUB_KEY_ID_[0-9A-Za-z]+)?$", max_length=64),
        Ask(label=_("Number of WeChat Pay's public key"), hint=_("PUB_KEY_ID_ and digits; empty with a certificate")),
    ] = ""
    platform_key: Annotated[
        str,
        Field(max_length=20000),
        Ask(
            label=_("WeChat Pay's public key, or its platform certificates"),
            rows=6,
            hint=_("While you change from one to the other, paste both."),
        ),
    ]
    gateway: Gateway = ""


class AlipayAccount(Fields):
    """What a merchant of its own has at Alipay."""

    app: Annotated[
        str,
        Field(pattern=r"^[0-9]{16}$", max_length=16),
        Ask(label=_("App number (APPID)"), hint=_("16 digits")),
    ]
    seller: Annotated[
        str,
        Field(pattern=r"^2088[0-9]{12}$", max_length=16),
        Ask(label=_("Merchant number (PID)"), hint=_("2088 and 12 digits")),
    ]
    private_key: Annotated[
        str, Field(max_length=8000), Ask(label=_("The app's private key"), hint=WHOLE, secret=True)
    ] = ""
    platform_key: Annotated[
        str,
        Field(max_length=20000),
        Ask(label=_("Alipay's public key"), rows=6, hint=_("Alipay's own, not the app's.")),
    ]
    gateway: Gateway = ""


SECRET = {"wechat": ("private_key", "api_key"), "alipay": ("private_key",)}
FOLLOWS = _("Nothing is asked of it before the trial went well: keep it, then try it.")


def _keep(kind: str, name: str) -> Any:
    def keep(it: OfHouse) -> None:
        told = {one: str(value) for one, value in it.fields.model_dump().items()}
        secrets = {one: told.pop(one) for one in SECRET[name]}
        opening.keep_provider(kind=kind, name=name, values=told, secrets=secrets, by=it.by, now=it.now)

    return keep


def _stop(it: OfHouse) -> None:
    opening.stop_provider(name=it.fields.name, by=it.by, now=it.now)


class Stopping(Fields):
    """Which provider is asked no more."""

    name: Annotated[str, Field(max_length=24), Ask(hidden=True)]


PROVIDERS = Table(
    "providers",
    look=queries.house_situation,
    commands=(
        Command[Organisation, HouseSituation](
            name="wechat",
            title=_("WeChat Pay"),
            who=ADMINISTERS,
            fields=WeChatPay,
            do=_keep("payment", "wechat"),
            follows=FOLLOWS,
        ),
        Command(
            name="alipay",
            title=_("Alipay"),
            who=ADMINISTERS,
            fields=AlipayAccount,
            do=_keep("payment", "alipay"),
            follows=FOLLOWS,
        ),
        Command(
            name="stopping",
            title=_("Ask it no more"),
            who=ADMINISTERS,
            fields=Stopping,
            do=_stop,
            final=True,
            asks=True,
            follows=_("Its keys are erased. What is under way there can't be looked up any more."),
        ),
    ),
)

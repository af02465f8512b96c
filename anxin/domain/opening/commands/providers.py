"""What an administrator may do with those who do something for the house outside: payment, text messages."""

from typing import Annotated, Any, Literal

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


Templates = Annotated[
    str,
    Field(max_length=8000),
    Ask(
        label=_("Templates that were granted"),
        rows=8,
        hint=_("One a line: our name = the provider's number. Which there are, with their text, stands above."),
    ),
]
Price = Annotated[
    str,
    Field(pattern=r"^[0-9]{0,4}$", max_length=4),
    Ask(label=_("Price of one message in 厘 (a thousandth of a yuan)"), hint=_("digits, such as 45; counted as cost")),
]
Rank = Annotated[
    Literal["1", "2"],
    Ask(label=_("When it is asked"), names={"1": _("first"), "2": _("when the first one took nothing")}),
]
KeyId = Annotated[str, Field(min_length=8, max_length=64), Ask(label=_("Key number (AccessKey ID, SecretId)"))]
SecretKey = Annotated[
    str,
    Field(max_length=128),
    Ask(
        label=_("Secret key (AccessKey Secret, SecretKey)"),
        hint=_("Left empty, what was kept before stays."),
        secret=True,
    ),
]
Sign = Annotated[
    str, Field(min_length=2, max_length=20), Ask(label=_("Signature that was granted"), hint=_("without 【】"))
]


class AliyunSms(Fields):
    """What one has at Aliyun's SMS service."""

    rank: Rank
    key_id: KeyId
    secret_key: SecretKey = ""
    sign: Sign
    templates: Templates = ""
    price_mill: Price = ""
    gateway: Gateway = ""


class TencentSms(Fields):
    """What one has at Tencent Cloud's SMS service."""

    rank: Rank
    key_id: KeyId
    secret_key: SecretKey = ""
    app: Annotated[
        str,
        Field(pattern=r"^[0-9]{8,12}$", max_length=12),
        Ask(label=_("SDK AppID of the SMS application"), hint=_("8 to 12 digits")),
    ]
    sign: Sign
    templates: Templates = ""
    price_mill: Price = ""
    gateway: Gateway = ""


SECRET = {"wechat": ("private_key", "api_key"), "alipay": ("private_key",)}
SECRET |= {"aliyun": ("secret_key",), "tencent": ("secret_key",)}
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
            name="aliyun",
            title=_("Aliyun SMS"),
            who=ADMINISTERS,
            fields=AliyunSms,
            do=_keep("sms", "aliyun"),
            follows=FOLLOWS,
        ),
        Command(
            name="tencent",
            title=_("Tencent Cloud SMS"),
            who=ADMINISTERS,
            fields=TencentSms,
            do=_keep("sms", "tencent"),
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

"""What is asked for each of those who do something for the house outside."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields

KEPT = _("Left empty, what was kept before stays.")
WHOLE = _("Paste the whole file, with its BEGIN and END lines. Left empty, what was kept before stays.")
Key = Annotated[
    str, Field(max_length=8000), Ask(label=_("Our private key (apiclient_key.pem)"), hint=WHOLE, secret=True)
]
Gateway = Annotated[
    str,
    Field(max_length=200),
    Ask(label=_("Another address of the interface"), hint=_("empty: the provider's own; another needs the keys anew")),
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
    pages: Annotated[
        Literal["qr", "jsapi", "h5"],
        Ask(
            label=_("Granted for pages"),
            names={
                "qr": _("nothing: a code to scan everywhere"),
                "jsapi": _("inside WeChat (JSAPI)"),
                "h5": _("inside WeChat and in a phone's browser (JSAPI and H5)"),
            },
            hint=_("JSAPI needs the service account of the same app number."),
        ),
    ] = "qr"
    gateway: Gateway = ""


class AlipayAccount(Fields):
    """What a merchant of its own has at Alipay."""

    app: Annotated[
        str, Field(pattern=r"^[0-9]{16}$", max_length=16), Ask(label=_("App number (APPID)"), hint=_("16 digits"))
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
    Ask(label=_("Secret key (AccessKey Secret, SecretKey)"), hint=KEPT, secret=True),
]


class Authority(Fields):
    """What one has at an authority that stamps times (RFC 3161)."""

    title: Annotated[
        str, Field(min_length=2, max_length=60), Ask(label=_("What it is called"), hint=_("stands in dossiers"))
    ]
    url: Annotated[
        str,
        Field(min_length=8, max_length=200),
        Ask(label=_("Its address"), hint=_("https://… or http://…; the answer is signed either way")),
    ]
    roots: Annotated[
        str,
        Field(max_length=20000),
        Ask(
            label=_("Certificates trusted (PEM)"),
            rows=6,
            hint=_("The authority's root, from its own pages; its certificates between go along."),
        ),
    ]
    user: Annotated[str, Field(max_length=100), Ask(label=_("User"), hint=_("empty where it asks for none"))] = ""
    password: Annotated[str, Field(max_length=200), Ask(label=_("Password"), hint=KEPT, secret=True)] = ""
    pace: Annotated[
        Literal["each", "day"],
        Ask(label=_("How often"), names={"each": _("each hour's checkpoint"), "day": _("once a day")}),
    ]
    price_mill: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,6}$", max_length=6),
        Ask(label=_("Price of one stamp in 厘 (a thousandth of a yuan)"), hint=_("digits; empty where it is free")),
    ] = ""


class MapService(Fields):
    """What one has at a map service that says where an address stands."""

    rank: Rank
    key: Annotated[str, Field(max_length=80), Ask(label=_("Key of the web service"), hint=KEPT, secret=True)] = ""
    purpose: Annotated[
        str,
        Field(min_length=10, max_length=300),
        Ask(
            label=_("Contract and purpose"),
            rows=3,
            hint=_("By which contract they may have addresses, and what for. Without it none is sent."),
        ),
    ]
    price_mill: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,4}$", max_length=4),
        Ask(label=_("Price of one question in 厘 (a thousandth of a yuan)"), hint=_("digits; empty where it is free")),
    ] = ""
    gateway: Gateway = ""


class OpenIdApp(Fields):
    """What one has at a company that speaks OpenID Connect."""

    issuer: Annotated[
        str,
        Field(pattern=r"^https?://[^\s?#]+$", max_length=200),
        Ask(label=_("Issuer"), hint=_("as its discovery says it, such as https://login.company.example/realm")),
    ]
    client_id: Annotated[str, Field(min_length=1, max_length=200), Ask(label=_("Client number (client_id)"))]
    client_secret: Annotated[str, Field(max_length=400), Ask(label=_("Client secret"), hint=KEPT, secret=True)] = ""


class CompanySignIn(OpenIdApp):
    """What this installation has at the company's sign-in."""

    acr: Annotated[
        str,
        Field(max_length=200),
        Ask(
            label=_("The acr that stands for two factors"),
            hint=_("empty: only “mfa” in amr does; else our second step is asked for"),
        ),
    ] = ""


class NuonuoInvoices(Fields):
    """What a seller has at Nuonuo, and what his invoices say."""

    app_key: Annotated[str, Field(min_length=6, max_length=40), Ask(label=_("App number (AppKey)"))]
    app_secret: Annotated[str, Field(max_length=64), Ask(label=_("AppSecret"), hint=KEPT, secret=True)] = ""
    tax_number: Annotated[
        str,
        Field(pattern=r"^[0-9A-Z]{15,20}$", max_length=20),
        Ask(label=_("Tax number of the seller"), hint=_("15 to 20 digits and capitals")),
    ]
    tel: Annotated[
        str, Field(max_length=20), Ask(label=_("Telephone of the seller"), hint=_("as it stands on the invoice"))
    ] = ""
    address: Annotated[
        str, Field(max_length=80), Ask(label=_("Address of the seller"), hint=_("as it stands on the invoice"))
    ] = ""
    clerk: Annotated[
        str,
        Field(min_length=1, max_length=20),
        Ask(label=_("Who issues it"), hint=_("the name known at the tax office")),
    ]
    extension: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,5}$", max_length=5),
        Ask(label=_("Extension number"), hint=_("digits; empty where there is one only")),
    ] = ""
    goods_name: Annotated[
        str, Field(min_length=1, max_length=90), Ask(label=_("What is charged"), hint=_("such as 维修费"))
    ]
    goods_code: Annotated[
        str,
        Field(pattern=r"^[0-9]{19}$", max_length=19),
        Ask(label=_("Its tax code"), hint=_("19 digits; ask your tax adviser which")),
    ]
    tax_rate: Annotated[
        str,
        Field(pattern=r"^0(\.[0-9]{1,3})?$", max_length=5),
        Ask(label=_("Its tax rate"), hint=_("such as 0.13, 0.06 or 0.01")),
    ]
    price_mill: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,6}$", max_length=6),
        Ask(label=_("Price of one invoice in 厘 (a thousandth of a yuan)"), hint=_("digits; empty where it is free")),
    ] = ""
    gateway: Gateway = ""


class PlatformApp(Fields):
    """What one has at a platform whose people come in by it: an app of its own company."""

    company: Annotated[
        str,
        Field(min_length=4, max_length=64),
        Ask(label=_("Number of the company"), hint=_("WeCom and DingTalk: CorpId; Feishu: tenant_key")),
    ]
    client_id: Annotated[
        str,
        Field(min_length=1, max_length=64),
        Ask(label=_("Number of the app"), hint=_("WeCom: AgentId; DingTalk: AppKey; Feishu: App ID")),
    ]
    client_secret: Annotated[str, Field(max_length=200), Ask(label=_("Secret of the app"), hint=KEPT, secret=True)] = ""


class PlatformSignIn(PlatformApp):
    """What this installation has at such a platform."""

    gateway: Gateway = ""

"""What is asked for of who carries messages."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields
from anxin.domain.opening.commands.check_file_fields import CheckFile
from anxin.domain.opening.commands.provider_fields import KEPT, Gateway, KeyId, Price, Rank, SecretKey

Templates = Annotated[
    str,
    Field(max_length=8000),
    Ask(
        label=_("Templates that were granted"),
        rows=8,
        hint=_("One a line: our name = the provider's number. Which there are, with their text, stands above."),
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


class Service(Fields):
    """What one has with a verified service account in WeChat."""

    app: Annotated[
        str,
        Field(pattern=r"^wx[0-9a-f]{16}$", max_length=18),
        Ask(label=_("App number (AppID)"), hint=_("wx and 16 characters")),
    ]
    secret: Annotated[str, Field(max_length=64), Ask(label=_("AppSecret"), hint=KEPT, secret=True)] = ""
    token: Annotated[
        str,
        Field(max_length=32),
        Ask(label=_("Token of the server"), hint=_("3 to 32 letters and digits, as entered there"), secret=True),
    ] = ""
    aes_key: Annotated[
        str,
        Field(max_length=43),
        Ask(label=_("EncodingAESKey"), hint=_("43 letters and digits; choose safe mode there"), secret=True),
    ] = ""
    templates: Annotated[
        str,
        Field(max_length=8000),
        Ask(
            label=_("Templates that were granted"),
            rows=8,
            hint=_("One a line: our name = template id, then field=part; the part text is the whole sentence."),
        ),
    ] = ""
    check_file: CheckFile = ""
    gateway: Gateway = ""


class Group(Fields):
    """A group, and the robot in it."""

    title: Annotated[str, Field(min_length=2, max_length=40), Ask(label=_("What the group is called"))]
    platform: Annotated[
        Literal["wecom", "dingtalk", "feishu"],
        Ask(label=_("Platform"), names={"wecom": _("WeCom"), "dingtalk": _("DingTalk"), "feishu": _("Feishu")}),
    ]
    webhook: Annotated[
        str,
        Field(max_length=300),
        Ask(
            label=_("The robot's address (webhook)"),
            hint=_("https://… with its key. Left empty, what was kept before stays."),
            secret=True,
        ),
    ] = ""
    secret: Annotated[
        str,
        Field(max_length=120),
        Ask(
            label=_("Secret to sign with"),
            hint=_("DingTalk and Feishu, where signing is switched on; WeCom has none."),
            secret=True,
        ),
    ] = ""


class GroupRobot(Group):
    """A robot in a group of the desk's people, and what they want to be told there."""

    facts: Annotated[
        tuple[Literal["late", "numbers", "visits", "customers", "money", "gaps", "endings", "house"], ...],
        Field(min_length=1),
        Ask(
            label=_("What is told there"),
            names={
                "late": _("a promise was not kept"),
                "numbers": _("a false number was reported"),
                "visits": _("nobody is found for a visit, or something was odd at the door"),
                "customers": _("a customer urges, or says it is not right"),
                "money": _("money or an invoice waits for a person of finance"),
                "gaps": _("where nobody can go tomorrow (each morning)"),
                "endings": _("authorisations, certificates and keys that end"),
                "house": _("what the house depends on, when it fails and when it works again"),
            },
        ),
    ]

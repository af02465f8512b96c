"""What an administrator may do with those who do something for the house outside."""

from typing import Annotated, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, Table, calling
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands.message_fields import AliyunSms, GroupRobot, Service, TencentSms
from anxin.domain.opening.commands.number_fields import AliyunNumbers
from anxin.domain.opening.commands.provider_fields import (
    AlipayAccount,
    Authority,
    CompanySignIn,
    MapService,
    NuonuoInvoices,
    PlatformSignIn,
    WeChatPay,
)
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes
from anxin.domain.opening.rules import HouseSituation, ProviderChangeSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation

type OfHouse = Given[Organisation, Any]
SECRET = {"aliyun_numbers": ("secret_key",), "wechat": ("private_key", "api_key"), "alipay": ("private_key",)}
SECRET |= {"aliyun": ("secret_key",), "tencent": ("secret_key",)}
SECRET |= {"company": ("client_secret",), "nuonuo": ("app_secret",)}
SECRET |= {"stamps": ("password",), "stamps_2": ("password",), "service_account": ("secret", "token", "aes_key")}
PAYING = _(
    "Where there is a second administrator he agrees first; until then what is there goes on. Then try it: nothing is "
    "asked of it before the trial went well."
)
MAPS = {
    "map_amap": _("AMap (Gaode)"),
    "map_tencent": _("Tencent Maps"),
    "map_tianditu": _("Tianditu"),
    "map_baidu": _("Baidu Maps"),
}
SECRET |= dict.fromkeys(MAPS, ("key",))
PLATFORMS = {"wecom": _("WeCom"), "dingtalk": _("DingTalk"), "feishu": _("Feishu")}
SECRET |= dict.fromkeys(PLATFORMS, ("client_secret",))
ROBOTS = ("robot_1", "robot_2", "robot_3", "robot_4")
SECRET |= dict.fromkeys(ROBOTS, ("webhook", "secret"))
FOLLOWS = _("Nothing is asked of it before the trial went well: keep it, then try it.")


def _keep(kind: str, name: str) -> Any:
    def keep(it: OfHouse) -> None:
        told = {one: value if isinstance(value, str) else " ".join(value) for one, value in dict(it.fields).items()}
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
    situation=queries.house_situation,
    commands=(
        Command[Organisation, HouseSituation](
            name="wechat",
            title=_("WeChat Pay"),
            who=ADMINISTERS,
            fields=WeChatPay,
            do=_keep("payment", "wechat"),
            follows=PAYING,
        ),
        Command(
            name="alipay",
            title=_("Alipay"),
            who=ADMINISTERS,
            fields=AlipayAccount,
            do=_keep("payment", "alipay"),
            follows=PAYING,
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
            name="aliyun_numbers",
            title=_("Aliyun privacy numbers"),
            who=ADMINISTERS,
            fields=AliyunNumbers,
            do=_keep("privacy_numbers", "aliyun_numbers"),
            follows=_(
                "Name it in the privacy notice: the phones of customer and technician go there. Once its trial went "
                "well, choose under settings how both ring each other."
            ),
        ),
        Command(
            name="service_account",
            title=_("WeChat service account"),
            who=ADMINISTERS,
            fields=Service,
            do=_keep("service_account", "service_account"),
            follows=_("Then enter the server's address there, in safe mode, and this server's own address as allowed."),
        ),
        Command(
            name="stamps",
            title=_("An authority for time"),
            who=ADMINISTERS,
            fields=Authority,
            do=_keep("stamps", "stamps"),
            follows=_(
                "A trial asks for one stamp over nothing of yours; an authority that charges by the stamp counts it."
            ),
        ),
        Command(
            name="stamps_2",
            title=_("A second authority for time"),
            who=ADMINISTERS,
            fields=Authority,
            do=_keep("stamps", "stamps_2"),
            follows=_("Both stamp, each for itself: where one ends or is no longer trusted, the other's word stays."),
        ),
        *(
            Command[Organisation, HouseSituation](
                name=name,
                title=title,
                who=ADMINISTERS,
                fields=MapService,
                do=_keep("maps", name),
                follows=_("Name it in the privacy notice. Division and street up to the house go there, nothing else."),
            )
            for name, title in MAPS.items()
        ),
        Command(
            name="company",
            title=_("Company sign-in (OpenID Connect)"),
            who=ADMINISTERS,
            fields=CompanySignIn,
            do=_keep("oidc", "company"),
            follows=PAYING,
        ),
        Command(
            name="nuonuo",
            title=_("Nuonuo (诺税通)"),
            who=ADMINISTERS,
            fields=NuonuoInvoices,
            do=_keep("invoices", "nuonuo"),
            follows=_("Name it in the privacy notice: what who asks says of himself or his company goes there."),
        ),
        *(
            Command[Organisation, HouseSituation](
                name=name,
                title=title,
                who=ADMINISTERS,
                fields=PlatformSignIn,
                do=_keep("oidc", name),
                follows=PAYING,
            )
            for name, title in PLATFORMS.items()
        ),
        *(
            Command[Organisation, HouseSituation](
                name=name,
                title=format_lazy(_("Group {n}"), n=name[-1]),
                who=ADMINISTERS,
                fields=GroupRobot,
                do=_keep("robots", name),
                follows=_("Only numbers and links go there, nobody's name. A trial says a line in the group."),
            )
            for name in ROBOTS
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

CHANGES = Table(
    "provider_change",
    situation=provider_changes.provider_change_situation,
    commands=(
        Command[ProviderChange, ProviderChangeSituation](
            name="agreement",
            title=pgettext_lazy("a change of an account", "Agree"),
            steps="provider_change.agree",
            when=rules.is_second,
            because="opening.second_needed",
            do=calling("change", opening.agree),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a change of an account", "Refuse"),
            steps="provider_change.refuse",
            when=rules.is_second,
            do=calling("change", opening.refuse),
            final=True,
        ),
        Command(
            name="withdrawal",
            title=pgettext_lazy("a change of an account", "Take it back"),
            steps="provider_change.withdraw",
            when=rules.is_own_asking,
            do=calling("change", opening.withdraw),
        ),
    ),
)

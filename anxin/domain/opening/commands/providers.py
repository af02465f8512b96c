"""What an administrator may do with those who do something for the house outside."""

from typing import Annotated, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, Table, calling
from anxin.core.commands.fields import Text
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands.check_file_fields import WeComSignIn
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
from anxin.domain.opening.rules import InstallationSituation, accounts
from anxin.domain.opening.rules import provider_changes as changes
from anxin.domain.opening.rules.provider_changes import ProviderChangeSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation

type OfHouse = Given[Organisation, Any]
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
PLATFORMS = {"wecom": _("WeCom"), "dingtalk": _("DingTalk"), "feishu": _("Feishu")}
ROBOTS = ("robot_1", "robot_2", "robot_3", "robot_4")
MAPS_FOLLOW = _("Name it in the privacy notice. Division and street up to the house go there, nothing else.")
ROBOTS_FOLLOW = _("Only numbers and links go there, nobody's name. A trial says a line in the group.")
FOLLOWS = _("Nothing is asked of it before the trial went well: keep it, then try it.")


def _account(
    kind: str, name: str, title: Text, fields: type[Fields], follows: Text = FOLLOWS
) -> Command[Organisation, InstallationSituation]:
    def keep(it: OfHouse) -> None:
        told = {one: value if isinstance(value, str) else " ".join(value) for one, value in dict(it.fields).items()}
        secrets = {one: told.pop(one) for one in fields.secrets()}
        opening.keep_provider(kind=kind, name=name, values=told, secrets=secrets, by=it.by, now=it.now)

    weighs = kind in accounts.TAKES_TWO
    return Command(name=name, title=title, who=ADMINISTERS, fields=fields, do=keep, follows=follows, weighs=weighs)


def _stop(it: OfHouse) -> None:
    opening.stop_provider(name=it.fields.name, by=it.by, now=it.now)


class Stopping(Fields):
    """Which provider is asked no more."""

    name: Annotated[str, Field(max_length=24), Ask(hidden=True)]


PROVIDERS = Table(
    "providers",
    situation=queries.house_situation,
    commands=(
        _account("payment", "wechat", _("WeChat Pay"), WeChatPay, PAYING),
        _account("payment", "alipay", _("Alipay"), AlipayAccount, PAYING),
        _account("sms", "aliyun", _("Aliyun SMS"), AliyunSms, PAYING),
        _account("sms", "tencent", _("Tencent Cloud SMS"), TencentSms, PAYING),
        _account(
            "privacy_numbers",
            "aliyun_numbers",
            _("Aliyun privacy numbers"),
            AliyunNumbers,
            _(
                "Name it in the privacy notice: the phones of customer and technician go there. Once its trial went "
                "well, choose under settings how both ring each other."
            ),
        ),
        _account(
            "service_account",
            "service_account",
            _("WeChat service account"),
            Service,
            _("Then enter the server's address there, in safe mode, and this server's own address as allowed."),
        ),
        _account(
            "stamps",
            "stamps",
            _("An authority for time"),
            Authority,
            _("A trial asks for one stamp over nothing of yours; an authority that charges by the stamp counts it."),
        ),
        _account(
            "stamps",
            "stamps_2",
            _("A second authority for time"),
            Authority,
            _("Both stamp, each for itself: where one ends or is no longer trusted, the other's word stays."),
        ),
        *(_account("maps", name, title, MapService, MAPS_FOLLOW) for name, title in MAPS.items()),
        _account("oidc", "company", _("Company sign-in (OpenID Connect)"), CompanySignIn, PAYING),
        _account(
            "invoices",
            "nuonuo",
            _("Nuonuo (诺税通)"),
            NuonuoInvoices,
            _("Name it in the privacy notice: what who asks says of himself or his company goes there."),
        ),
        *(
            _account("oidc", name, title, WeComSignIn if name == "wecom" else PlatformSignIn, PAYING)
            for name, title in PLATFORMS.items()
        ),
        *(
            _account("robots", name, format_lazy(_("Group {n}"), n=name[-1]), GroupRobot, ROBOTS_FOLLOW)
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
            when=changes.is_second,
            because="opening.second_needed",
            do=calling("change", opening.agree),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a change of an account", "Refuse"),
            steps="provider_change.refuse",
            when=changes.is_second,
            do=calling("change", opening.refuse),
            final=True,
        ),
        Command(
            name="withdrawal",
            title=pgettext_lazy("a change of an account", "Take it back"),
            steps="provider_change.withdraw",
            when=changes.is_own_asking,
            do=calling("change", opening.withdraw),
        ),
    ),
)

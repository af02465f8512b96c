"""What the leads of a house may do with the company sign-in of its own people: two put it, one stops it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core.carriers import oidc
from anxin.core.commands import Command, Fields, Given, Table, calling
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands.check_file_fields import WeComApp
from anxin.domain.opening.commands.provider_fields import OpenIdApp, PlatformApp
from anxin.domain.opening.commands.providers import PLATFORMS
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people.models import Organisation
from anxin.domain.staff.states import LEADS

FOLLOWS = _(
    "It lets in people of your house alone, each as the account he was invited to, and our own second step stays. "
    "Another lead of your house agrees first, or an administrator of the operator where you are the only one; then try "
    "it: nobody comes in by it before its trial went well."
)


def _keep(way: str) -> Any:
    def keep(it: Given[Organisation, Any]) -> None:
        values = dict(it.fields)
        secret = values.pop("client_secret")
        opening.keep_company(house=it.row, way=way, values=values, secret=secret, by=it.by, now=it.now)

    return keep


def _standing(way: str) -> Callable[[Organisation, datetime], Mapping[str, str]]:
    def standing(row: Organisation, _now: datetime) -> Mapping[str, str]:
        kept = queries.company_of(row)
        values = dict(kept.values) if kept else {}
        return values if values.get("way") == way else {f"kept:{name}": value for name, value in values.items()}

    return standing


def _kept(way: str, title: Any, fields: type[Fields]) -> Command[Organisation, CompanySituation]:
    return Command[Organisation, CompanySituation](
        name=way,
        title=title,
        who=LEADS,
        when=rules.is_own_house,
        fields=fields,
        do=_keep(way),
        replaces=_standing(way),
        follows=FOLLOWS,
    )


HOUSE_COMPANIES = Table(
    "house_company",
    situation=queries.company_situation,
    commands=(
        _kept(oidc.NAME, _("Company sign-in (OpenID Connect)"), OpenIdApp),
        *(_kept(name, title, WeComApp if name == "wecom" else PlatformApp) for name, title in PLATFORMS.items()),
        Command(
            name="stopping",
            title=_("Let nobody in by it any more"),
            who=LEADS,
            when=rules.has_company,
            do=calling("house", opening.stop_company),
            final=True,
            asks=True,
            follows=_(
                "At once, and nobody has to agree; the other leads of your house and the administrators are told. Your "
                "people go on by password or passkey; who never chose one asks you for a new link. To put it again "
                "takes two."
            ),
        ),
    ),
)

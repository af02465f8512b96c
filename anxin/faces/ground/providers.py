"""Providers as pages show them: which there are, how one goes, what it is to be told, what a trial of it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.forms import MultipleChoiceField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from anxin.core import settings, wording
from anxin.core.carriers import companies, oidc, robots, sms, wechat
from anxin.core.checkpoints import timestamping
from anxin.core.providers import ProviderAccess, ProviderHealth, Spent
from anxin.domain.invoices import providers as issuers
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger.wording import PROVIDERS as PAYMENTS
from anxin.domain.notices import queries as notices
from anxin.domain.opening.commands.providers import MAPS, PLATFORMS, PROVIDERS, ROBOTS
from anxin.domain.opening.wording import faults
from anxin.domain.places.geocoding import accounts
from anxin.domain.privacy_numbers import providers as numbers

if TYPE_CHECKING:
    from anxin.faces.ground.commands import Opened

KINDS: Mapping[str, tuple[str, ...]] = {
    "payment": ("wechat", "alipay"),
    "sms": ("aliyun", "tencent"),
    "service_account": ("service_account",),
    "privacy_numbers": ("aliyun_numbers",),
    "stamps": ("stamps", "stamps_2"),
    "maps": tuple(MAPS),
    "invoices": ("nuonuo",),
    "robots": ROBOTS,
    "oidc": ("company", *PLATFORMS),
}
HEADINGS = {
    "payment": gettext_lazy("Payment and refunds"),
    "sms": gettext_lazy("Text messages"),
    "service_account": gettext_lazy("WeChat"),
    "privacy_numbers": gettext_lazy("Privacy numbers"),
    "stamps": gettext_lazy("Time stamps (RFC 3161)"),
    "maps": gettext_lazy("Where an address stands"),
    "invoices": gettext_lazy("Invoices (数电票)"),
    "robots": gettext_lazy("Robots of groups (WeCom, DingTalk, Feishu)"),
    "oidc": gettext_lazy("Sign-in of staff"),
}
WORKED = {
    "payment": gettext_lazy("It answered, and both signatures hold."),
    "sms": gettext_lazy("Signature and templates are granted."),
    "service_account": gettext_lazy("Its keys fit, and the templates are granted."),
    "privacy_numbers": gettext_lazy("Its keys fit, and it knows your numbers."),
    "maps": gettext_lazy("It found an address everybody knows."),
    "stamps": gettext_lazy("It gave a stamp, and its chain leads to the certificates you trust."),
    "invoices": gettext_lazy("Keys and seller fit: it knows no invoice nobody wrote."),
    "robots": gettext_lazy("It said a line in the group."),
    "oidc": gettext_lazy("It answered, and knows this app."),
}
UNTOLD = gettext_lazy(
    "It answered, and both signatures hold. But it tells of payments at encrypted addresses only, and this site's is "
    "{address}: until it begins with https://, no payment can be begun."
)
NAMES = {one: PAYMENTS.get(one) or PROVIDERS.commands[one].title for names in KINDS.values() for one in names}
MARKS: Mapping[str, Callable[[int, str], str]] = {
    "aliyun": lambda place, part: f"${{{part}}}",
    "tencent": lambda place, part: f"{{{place}}}",
    "service_account": lambda place, part: f"{{{part}}}",
}


@dataclass(frozen=True, kw_only=True)
class ProviderLine:
    """One provider as the list shows it; `health` is None where nothing was kept."""

    name: str
    title: str
    health: ProviderHealth | None
    spent: Spent | None
    hook: str
    settings: str = ""
    """Where it is chosen, if not here."""
    unnamed: bool = False
    """Whether the privacy notice in force lacks it."""

    @property
    def fault(self) -> str:
        """Return its last fault as it said it."""
        return (self.health.fault or self.health.trial_fault) if self.health else ""

    @property
    def means(self) -> str:
        """Return what that means; empty where nobody knows."""
        return faults.means(self.fault)

    @property
    def cost_fen(self) -> int:
        """Return what it cost, in fen."""
        return (self.spent.cost_mill + 5) // 10 if self.spent else 0


def tried(kept: ProviderAccess, *, now: datetime) -> str:
    """Ask a provider something that changes nothing; return what is wrong, empty where nothing is."""
    if kept.kind == wechat.KIND:
        return wechat.trial(kept.values, sms.templates_of(kept.values), now=now)
    if kept.kind == accounts.KIND:
        return accounts.trial(kept.values, kept.name, now=now)
    if kept.kind == issuers.KIND:
        return issuers.trial(kept.values, kept.name, now=now)
    if kept.kind == numbers.KIND:
        return numbers.trial(kept.values, kept.name, now=now)
    if kept.kind == robots.KIND:
        return robots.trial(kept.values, wording.message("robots.trial", {}), now=now)
    if kept.kind == oidc.KIND:
        return companies.trial(kept)
    if kept.kind == timestamping.KIND:
        return timestamping.trial(kept.values, now=now)
    ask = sms.trial if kept.kind == sms.KIND else payments.trial
    return ask(kept.values, kept.name, now=now)


def say_worked(request: HttpRequest, kept: ProviderAccess, *, now: datetime) -> None:
    """Say that a trial went well, and what stands in the way all the same."""
    home = str(settings.get("notices.address", at=now))
    if payments.refuses_to_tell(kept.name, home):
        messages.warning(request, str(UNTOLD).format(address=home))
    else:
        messages.success(request, WORKED[kept.kind])


def line(name: str, health: ProviderHealth | None, spent: Spent | None, home: str) -> ProviderLine:
    """Show one provider; `home` is the public address, under which it tells us things."""
    where = reverse("hooks:payment", args=[name]) if name in KINDS["payment"] else ""
    if name in KINDS[oidc.KIND]:
        where = reverse("sign_in:company_back")
    if name == wechat.NAME:
        where = reverse("hooks:wechat")
    if name in (*KINDS["sms"], *KINDS["privacy_numbers"]):
        token = health.values.get("hook", "") if health else ""
        heard = "hooks:receipts" if name in KINDS["sms"] else "hooks:calls"
        where = reverse(heard, args=[name, token]) if token else ""
    hook = f"{home}{where}" if home and where else ""
    title = (health.values.get("title") if health else "") or str(NAMES[name])
    return ProviderLine(name=name, title=title, health=health, spent=spent, hook=hook)


def templates(name: str) -> list[tuple[str, str]]:
    """Return our messages as a provider wants them written: by names at Aliyun and in WeChat, by places at Tencent."""
    if name not in MARKS:
        return []
    found = []
    for ours, text in notices.templates().items():
        names = wording.names_in(text)
        found.append((ours, text.format_map({one: MARKS[name](place, one) for place, one in enumerate(names, 1)})))
    return found


def fill(opened: "Opened", health: ProviderHealth | None) -> None:
    """Have an unsent form of a provider come up as it was kept; keys are shown nowhere again."""
    if health is None or opened.form.is_bound:
        return
    for field, value in health.values.items():
        if field in opened.form.fields:
            several = isinstance(opened.form.fields[field], MultipleChoiceField)
            opened.form.fields[field].initial = value.split() if several else value

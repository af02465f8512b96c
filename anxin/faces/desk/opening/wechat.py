"""The service account's menu, and codes to print that lead to the check, a report or a device."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import providers, settings
from anxin.core.carriers import wechat as service
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.wechat import ServiceAccount, WechatRefusal
from anxin.domain.notices.queries import followers
from anxin.faces import shared
from anxin.faces.desk.opening import checklist
from anxin.faces.ground import qr_codes, staff


class WechatCodeForm(forms.Form):
    """What a code leads to."""

    scene = forms.CharField(
        max_length=64,
        label=gettext_lazy("What it leads to"),
        help_text=gettext_lazy("check:technician/HY-T-0002, report:heyan/S3 or device:heyan/S3/SERIAL"),
    )

    def clean_scene(self) -> str:
        """Refuse what leads nowhere."""
        given = str(self.cleaned_data["scene"]).strip()
        if not followers.path_of(given) or given.startswith("case:"):
            raise forms.ValidationError(_("Expected check:…, report:… or device:…, as in the example."))
        return given


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(checklist.STAFF)
def codes(request: HttpRequest) -> HttpResponse:
    """Make a code that lives for good, and draw it to be printed."""
    account = _account()
    form, drawn, fault = WechatCodeForm(request.POST or None), "", ""
    if form.is_valid():
        shared.limit(request, "provider_trial", burst=10, per_min=6)
        try:
            drawn = qr_codes.qr(account.code_for(form.cleaned_data["scene"]), scale=6)
        except (WechatRefusal, NoAnswer, NotReached, KeyError) as error:
            fault = _why(error)
    slip = _("The service account answered: {fault}").format(fault=fault) if fault else ""
    return _page(request, form, drawn, slip)


@never_cache
@require_POST
@shared.for_roles(checklist.STAFF)
def menu(request: HttpRequest) -> HttpResponse:
    """Write the account's menu anew: report, my cases, check."""
    account, home = _account(), followers.home(now=timezone.now())
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    if not home:
        return _page(
            request, WechatCodeForm(), "", _("Without a public address the menu leads nowhere. Say it under set-up.")
        )
    try:
        account.ask("/cgi-bin/menu/create", {"button": _buttons(home)})
    except (WechatRefusal, NoAnswer, NotReached, KeyError) as error:
        return _page(
            request, WechatCodeForm(), "", _("The service account answered: {fault}").format(fault=_why(error))
        )
    messages.success(request, _("The menu is written; followers see it within a day."))
    return HttpResponseRedirect(reverse("opening:wechat_codes"))


def _buttons(home: str) -> list[dict[str, str]]:
    """Return the menu in the language notices are written in: its readers are customers, not who presses here."""
    with translation.override(str(settings.get("notices.language", at=timezone.now()))):
        there = ((_("Report a fault"), "/report/"), (_("My cases"), "/customer/sign-in/"), (_("Check"), "/verify/"))
        return [{"type": "view", "name": name[:16], "url": f"{home}{path}"} for name, path in there]


def _account() -> ServiceAccount:
    kept = providers.account(service.NAME)
    if kept is None:
        raise Http404
    return ServiceAccount(kept.values)


def _why(error: Exception) -> str:
    return str(error.facts.get("why", "")) if isinstance(error, NoAnswer | NotReached) else str(error)


def _page(request: HttpRequest, form: WechatCodeForm, drawn: str, slip: str) -> HttpResponse:
    status = 502 if slip else 422 if form.is_bound and not drawn else 200
    facts = {**staff.frame(request, face="desk", now=timezone.now()), "form": form, "drawn": drawn, "slip": slip}
    return render(request, "desk/opening/wechat.html", facts, status=status)

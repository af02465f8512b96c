"""The public check: is this hotline, technician or outlet genuine? And reports of false ones."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from anxin.core import phones, wording
from anxin.core.carriers import sms
from anxin.core.errors import Invalid, Missing
from anxin.core.files import SealedFile
from anxin.domain.contacts import queries as contacts
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.rules import identifiers
from anxin.domain.opening import queries as opening
from anxin.domain.people import queries as people
from anxin.domain.privacy_numbers import queries as privacy_numbers
from anxin.faces import shared
from anxin.faces.customer import last_checks
from anxin.faces.customer.cards import card_of
from anxin.faces.ground import appearance, consent_words, editions, uploads
from anxin.faces.ground.check_limit import limited
from anxin.faces.public import dossier_keys, page_descriptions

KINDS = (("hotline", _("Hotline")), ("technician", _("Technician")), ("outlet", _("Outlet")))
REPORTED = "customer_reported"


class CheckForm(forms.Form):
    """The question: what kind of number, and which."""

    kind = forms.ChoiceField(choices=KINDS)
    code = forms.CharField(label=_("Number or name"), max_length=40)
    badge = forms.CharField(required=False, max_length=40)
    goods = forms.CharField(required=False, max_length=24)
    brand = forms.CharField(required=False, max_length=64)


class ReportForm(forms.Form):
    """Somebody's word that a number poses as official."""

    kind = forms.ChoiceField(choices=KINDS, label=_("What it claims to be"), widget=forms.RadioSelect)
    code = forms.CharField(label=pgettext_lazy("a phone or a badge", "Number"), max_length=40)
    note = forms.CharField(
        label=_("What happened"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Where you found the number, what was asked for. No names needed."),
    )
    phone = forms.CharField(
        label=_("Your phone, if we may tell you what came of it"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    brand = forms.ChoiceField(label=_("Whose name does it use?"), required=False)
    shared = forms.BooleanField(
        label=_("The brand whose name it uses may read my words and see my pictures; never my phone"), required=False
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        """Ask for the brand where there are several."""
        super().__init__(*args, **named)
        several = [(one.slug, one.name) for one in people.organisations_of("brand")]
        choices: Any = self.fields["brand"]
        choices.choices = [("", _("I don't know")), *several]
        if len(several) < 2:
            del self.fields["brand"]

    def clean_code(self) -> str:
        """Refuse what holds no number."""
        if not identifiers.number_in(self.cleaned_data["code"]):
            raise forms.ValidationError(_("We need the number itself: a phone, or what stands on the badge."))
        return str(self.cleaned_data["code"])

    def clean_phone(self) -> str:
        """Refuse what is no phone."""
        given = str(self.cleaned_data["phone"])
        try:
            if given:
                phones.of_a_person(given)
        except Invalid:
            raise forms.ValidationError(
                _("We can't read this number. A mobile, or area code and number, please.")
            ) from None
        return given


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Answer the question in the address, so that an answer can be asked for by link or QR code."""
    kind = request.GET.get("kind", "hotline")
    if kind not in dict(KINDS):
        raise queries.UnknownKind({"kind": kind})
    _wear(request)
    form = CheckForm({"kind": kind, **request.GET.dict()}) if request.GET.get("code", "").strip() else None
    context: dict[str, object] = {
        "kind": kind,
        "code": request.GET.get("code", ""),
        "kinds": _tabs(kind),
        "form": form,
        "page_edition": _edition("check"),
    }
    if form is None:
        context["tally"] = queries.false_tally()
        context["described"] = page_descriptions.page(
            request,
            title=gettext("Genuine or not? Check a hotline, technician or outlet"),
            text=gettext("Who vouches for a number, until when; and which numbers pose as official."),
            path=reverse("customer:check"),
        )
        context["waits"] = contacts.waits(now=timezone.now())
    elif form.is_valid():
        asked = form.cleaned_data
        limited(request, asked["code"])
        card = shared.act(request, lambda: _ask(asked))
        card = _yours(request, card) if card.may_be_yours else card
        context |= {"card": card_of(card), "kind": card.kind, "kinds": _tabs(card.kind)}
        context |= _asked_for_the_number(card) if card.is_badge_alone else {}
        context["last"] = last_checks.before(request, card)
    return render(request, "customer/check.html", context, status=422 if form is not None and form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a report of a number that poses as official."""
    form = ReportForm(request.POST or None, initial=request.GET.dict())
    keys, files = _pictures(request, form) if request.method == "POST" else ([], [])
    if not form.is_valid():
        return _report_form(request, form, keys)
    if form.cleaned_data["phone"] and (unsent := consent_words.unsent(request)):
        form.add_error(None, unsent)
        return _report_form(request, form, keys)
    shared.limit(request, "report", burst=5, per_min=2)
    told, now = network.NumberReport(**form.cleaned_data, consent_version=consent_words.agreed(request)), timezone.now()
    try:
        row = shared.act(request, lambda: network.report(told=told, files=files, by=shared.actor_of(request), now=now))
    except network.EnoughPictures as error:
        form.add_error(None, wording.error(error))
        return _report_form(request, form, [])
    request.session[REPORTED] = [row.kind, row.bare, row.number, bool(told.phone)]
    return HttpResponseRedirect(reverse("customer:number_reported"))


def _report_form(request: HttpRequest, form: ReportForm, keys: list[str]) -> HttpResponse:
    shown = {
        "form": form,
        "photos": uploads.shown(keys),
        "most": network.OF_A_REPORT,
        "page_edition": _edition("number_report"),
        "words": consent_words.words(),
        "agreed_texts": consent_words.named(),
    }
    return render(request, "customer/report_number.html", shown, status=422 if form.errors else 200)


def _pictures(request: HttpRequest, form: ReportForm) -> tuple[list[str], list[SealedFile]]:
    """Take the pictures that came along; what can't be taken is said at the form, and all of them are chosen anew."""
    by, most = uploads.uploader(request), network.OF_A_REPORT
    sent = request.FILES.getlist("photo_files")[:most]
    if sent:
        shared.limit(request, "uploads", burst=40, per_min=40)
    try:
        keys = [*request.POST.getlist("photo"), *uploads.received(request, sent, by=by)][:most]
        files = uploads.opened(keys, by=by)
        network.pictures_only(files)
    except Invalid as error:
        form.add_error(None, wording.error(error))
        return [], []
    return keys, files


@never_cache
@require_GET
def reported(request: HttpRequest) -> HttpResponse:
    """Show what becomes of a report, and what is known of the number."""
    kind, bare, number, answered = request.session.get(REPORTED) or ("", "", "", False)
    known = card_of(queries.genuine_card(kind=kind, code=bare, now=timezone.now())) if bare else None
    card = {**known, "report_url": ""} if known else None  # it is reported by now
    told = {"card": card, "code": bare, "number": number, "answered": answered, "texts": sms.is_there()}
    return render(request, "customer/number_reported.html", {**told, "page_edition": _edition("number_report")})


def _edition(page: str) -> editions.Footing:
    return editions.footing(opening.house_page(page), now=timezone.now())


@require_GET
@cache_control(no_cache=True)
def well_known(request: HttpRequest, brand: str = "") -> HttpResponseBase:
    """Answer with the keys of a brand as its own domain publishes them, and with those dossiers are signed with.

    A copy stays good until one of them changed.
    """
    shared.limit(request, "published", burst=20, per_min=20)
    now, host = timezone.now(), request.get_host().partition(":")[0]
    statement = queries.well_known_of(slug=brand, now=now) if brand else queries.well_known_at(host=host, now=now)
    if statement is None and brand:
        raise Http404
    told: Mapping[str, object] = statement or {"anxin": 1, "issued_at": now.isoformat()}
    told = {**told, "dossiers": dossier_keys.published()}
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["ETag"] = _mark(told)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def _mark(statement: Mapping[str, object]) -> str:
    """Return what stays the same until something a brand publishes changed: when it was asked doesn't count."""
    lasting = json.dumps({**statement, "issued_at": ""}, sort_keys=True)
    return quote_etag(hashlib.sha256(lasting.encode()).hexdigest())


def _wear(request: HttpRequest) -> None:
    """Wear the brand of the case the visitor comes from; who comes by himself sees the site's own."""
    try:
        appearance.wear(request, people.organisation(request.GET.get("brand", "")))
    except Missing:
        return


def _ask(asked: dict[str, str]) -> queries.GenuineCard:
    told = {name: asked[name] for name in ("kind", "code", "goods", "brand")}
    return network.check_number(**told, token=asked["badge"], now=timezone.now())


def _yours(request: HttpRequest, card: queries.GenuineCard) -> queries.GenuineCard:
    """Tell a customer whose case is open here that a number is his technician's."""
    found = privacy_numbers.caller(card.bare, by=shared.customer_of(request), now=card.checked_at)
    if found is None:
        return card
    return replace(card, status="yours", kind="technician", called=found.called, code=found.number, near=())


def _asked_for_the_number(card: queries.GenuineCard) -> dict[str, object]:
    """Return the form as it asks for the number beside the characters of a badge, which stand where they belong."""
    return {"kind": "technician", "kinds": _tabs("technician"), "code": "", "badge": card.code}


def _tabs(kind: str) -> list[tuple[str, object, bool]]:
    return [(reverse("customer:check", query={"kind": key}), name, key == kind) for key, name in KINDS]

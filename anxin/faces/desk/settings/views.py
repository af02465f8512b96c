"""The pages of settings, and the changes made from them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import settings, wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.core.settings import Setting
from anxin.domain.opening.commands import SETTING_CHANGES, SETTINGS
from anxin.domain.opening.queries.setting_changes import hold_house, house_of, kept, scope_of
from anxin.domain.opening.states import CONFIRMS, KEEPS
from anxin.faces import shared
from anxin.faces.desk.settings import rows
from anxin.faces.desk.settings.forms import SettingChangeForm
from anxin.faces.desk.settings.shaped import SHAPES
from anxin.faces.ground import staff
from anxin.faces.words import moment

LOOKS = CONFIRMS
CHANGE = SETTINGS.commands["change"]


def _frame(request: HttpRequest) -> dict[str, Any]:
    actor = shared.actor_of(request)
    own = bool(scope_of(actor))
    face = "merchant" if own else "desk"
    frame = staff.frame(request, face=face, now=timezone.now())
    return {**frame, "face": face, "may_change": CHANGE.is_for(actor), "own": own}


@never_cache
@require_safe
@shared.for_roles(LOOKS)
def listed(request: HttpRequest) -> HttpResponse:
    """List all settings with what counts today, what waits, and who changed what last."""
    now, actor = timezone.now(), shared.actor_of(request)
    frame = _frame(request)
    scope = scope_of(actor)
    context = {
        "groups": rows.groups(actor, now=now),
        "waiting": rows.rows_of(settings.waiting(organisation=scope), actor=actor, now=now),
        "recent": rows.rows_of(settings.recent(organisation=scope), actor=actor, now=now),
    }
    return render(request, "desk/settings/list.html", {**frame, **context})


@never_cache
@require_safe
@shared.for_roles(LOOKS)
def setting(request: HttpRequest, name: str) -> HttpResponse:
    """Show one setting: what counts, its history, and the form of a change: of one part, or of all as text."""
    return _page(request, kept(shared.actor_of(request), name), text=request.GET.get("as") == "text")


def _page(
    request: HttpRequest,
    one: Setting,
    *,
    form: SettingChangeForm | None = None,
    slip: str = "",
    status: int = 200,
    text: bool = False,
) -> HttpResponse:
    now, actor = timezone.now(), shared.actor_of(request)
    frame = _frame(request)
    scope = scope_of(actor)
    value = settings.valid(one.name, at=now, organisation=scope)
    changes = settings.history(one.name, organisation=scope)
    part = _part(request, one, value.value)
    context: dict[str, Any] = {
        "setting": one,
        "title": str(one.title),
        "key": one.name if actor.may(frozenset({"operator"})) else "",
        "value": rows.value_words(one, value.value, whole=True),
        "lies": one.kind in (list, dict),
        "as_text": text or one.name not in SHAPES,
        "lines": rows.lines_of(one, value.value),
        **_more(one, value.value if frame["may_change"] else None),
        **part,
        "origin": rows.ORIGINS[value.origin],
        "from_at": value.valid_from,
        "source": value.source or one.source,
        "bounds": _bounds(one, most=settings.get(one.name, at=now) if scope and one.capped else one.most),
        "one": {"own": [] if scope else rows.own_of(one, now=now)},
        "delivered": rows.value_words(one, one.default),
        "rows": rows.rows_of(changes, actor=actor, now=now),
        "versions": [
            (one_, rows.value_words(one, one_.value)) for one_ in sorted(one.versions, key=_by_day, reverse=True)
        ],
        "slip": slip,
        "notes": SHAPES[one.name].notes(scope, now) if one.name in SHAPES else (),
    }
    if frame["may_change"] and not one.by_command and (form or text or not _is_apart(one) or part["part"]):
        context["form"] = form or SettingChangeForm(setting=one, value=value.value, part=part["part"], text=text)
    return render(request, "desk/settings/setting.html", {**frame, **context}, status=status)


def _more(one: Setting, value: Any) -> dict[str, Any]:
    """Return which parts could be given something of their own, and how that is asked; none where nobody may."""
    shape = SHAPES.get(one.name)
    return {"more": shape.more(value), "more_asks": shape.asks} if shape and value is not None else {"more": []}


def _is_apart(one: Setting) -> bool:
    """Return whether one part of a value is changed at a time."""
    return one.name in SHAPES and SHAPES[one.name].apart


def _part(request: HttpRequest, one: Setting, value: Any) -> dict[str, str]:
    """Return which part of a value is asked for, with its name; none where there is no such part."""
    asked = (request.POST if request.method == "POST" else request.GET).get("of", "")[:60]
    if not _is_apart(one) or not asked or not SHAPES[one.name].has(asked, value):
        return {"part": "", "part_name": ""}
    return {"part": asked, "part_name": SHAPES[one.name].called(asked)}


def _by_day(version: Any) -> Any:
    return version.valid_from


def _bounds(one: Setting, *, most: Any) -> str:
    if one.kind is not int or (one.least is None and most is None):
        return ""
    least, most = (None if edge is None else rows.value_words(one, edge) for edge in (one.least, most))
    if least and most:
        return _("from {least} to {most}").format(least=least, most=most)
    return _("at least {least}").format(least=least) if least else _("at most {most}").format(most=most)


@never_cache
@require_POST
@shared.for_roles(KEEPS)
def changes(request: HttpRequest, name: str) -> HttpResponse:
    """Propose a change; what is refused stands beside its field, and what was typed is kept."""
    actor, now = shared.actor_of(request), timezone.now()
    one = kept(actor, name)
    text, turn = "value" in request.POST, request.POST.get("turn", "")[:12]

    def _valid(at: datetime) -> Any:
        return settings.valid(one.name, at=at, organisation=scope_of(actor)).value

    base = _valid(now)
    part = _part(request, one, base)["part"]
    if _is_apart(one) and not text and not part:
        return _page(request, one, slip=_("Choose first which of them you change."), status=422)
    form = SettingChangeForm(request.POST, setting=one, value=base, part=part, text=text, turn=turn)
    if turn:
        return _page(request, one, form=form)
    if not form.is_valid():
        return _page(request, one, form=form, status=422, text=text)
    given = form.cleaned_data

    def work() -> object:
        house = house_of(actor)
        hold_house(house)  # before the whole is read that one part is put into
        begun = timezone.now()
        at = form.moment(now=begun)
        told = {"name": one.name, "value": form.value_in(_valid(at)), "valid_from": at}
        told |= {"why": given["why"], "source": given["source"]}
        return SETTINGS.give("change", row=house, by=actor, now=begun, fields=told)

    try:
        staff.act_once(request, work)
    except settings.NoticeTooShort as error:
        earliest = moment(settings_day(error))
        form.add_error("day", _("This change can count from {earliest} at the earliest.").format(earliest=earliest))
    except settings.LiesAhead as error:
        form.add_error("day", wording.error(error))
    except Invalid as error:
        form.add_error("value" if "value" in form.fields else None, wording.error(error))
    else:
        return HttpResponseRedirect(f"{reverse('desk:setting', args=[name])}#history")
    return _page(request, one, form=form, status=422, text=text)


def settings_day(error: AnxinError) -> datetime:
    """Read the earliest moment out of a refusal."""
    return datetime.fromisoformat(str(error.facts["earliest"]))


@never_cache
@require_POST
@shared.for_roles(LOOKS)
def confirmation(request: HttpRequest, name: str, change: UUID) -> HttpResponse:
    """Confirm somebody else's proposal."""
    return _conclude(request, name, change, "confirmation")


@never_cache
@require_POST
@shared.for_roles(KEEPS)
def withdrawal(request: HttpRequest, name: str, change: UUID) -> HttpResponse:
    """Take back a change that does not count yet."""
    return _conclude(request, name, change, "withdrawal")


def _conclude(request: HttpRequest, name: str, change: UUID, command: str) -> HttpResponse:
    actor = shared.actor_of(request)
    one = kept(actor, name)

    def work() -> object:
        row = settings.change(change, name=one.name, organisation=scope_of(actor))
        return SETTING_CHANGES.give(command, row=row, by=actor, now=timezone.now(), fields={})

    try:
        shared.act(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, one, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(f"{reverse('desk:setting', args=[name])}#history")

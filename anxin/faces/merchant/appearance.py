"""How the brand shows itself: chosen, looked at beforehand, with every edition before it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import colours, wording
from anxin.core.errors import Invalid
from anxin.domain.network import queries
from anxin.domain.network.commands.appearance import APPEARANCE, OWNER, described, parts_of
from anxin.domain.network.rules import appearance
from anxin.domain.network.rules.situation import AppearanceSituation
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground.commands import Opened, Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant.frame import frame

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


type OwnAppearance = RowCase[Organisation, AppearanceSituation]
"""How a brand shows itself, as one request of its owner sees it."""


@never_cache
@require_safe
@shared.for_roles(OWNER)
def page(request: HttpRequest) -> HttpResponse:
    """Show how the brand shows itself; `?do=` opens the form of a command."""
    return RUNNER.show(request, "")


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(OWNER)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Change how the brand shows itself."""
    return RUNNER.give(request, "", name)


def _find(request: HttpRequest, _key: str) -> OwnAppearance:
    actor = shared.actor_of(request)
    return row_case(
        request,
        people.organisation_by_key(actor.organisation),
        url=reverse("merchant:look"),
        read=queries.appearance_situation,
    )


def _page(request: HttpRequest, case: OwnAppearance, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the page in the brand's own colours: as it is, or as what is typed would look."""
    worn = queries.appearance_of(case.row, now=case.now)
    tried = _tried(worn, shown.opened)
    request.anxin_appearance = tried or worn  # type: ignore[attr-defined]  # a request takes what is noted on it
    editions = queries.appearance_editions(case.row, now=case.now)
    names = people.account_names(one.by.rpartition(":")[2] for one in editions)
    facts = {
        "look": tried or worn,
        "is_tried": tried is not None,
        "editions": [(described(one), names.get(one.by.rpartition(":")[2], "")) for one in editions],
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "look_text": _("Preview"),
        "vectors": reverse("ground:vectors"),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "merchant/look.html", {**frame(request, now=case.now), **facts}, status=status)


def _tried(worn: queries.Appearance, opened: Opened | None) -> queries.Appearance | None:
    """Return what is typed as it would look; nothing where nothing is, or where it can't be read."""
    if opened is None or not opened.form.is_bound or not opened.understood or _slip(opened.form.typed):
        return None
    parts = parts_of(dict(opened.form.typed))
    name = parts["name"] or worn.name
    return replace(worn, name=name, mark=parts["mark"] or name[:1], accent=parts["accent"], primary=parts["primary"])


def _slip(typed: Mapping[str, str]) -> str:
    parts = {name: text for name, text in parts_of(dict(typed)).items() if text}
    try:
        appearance.check(parts)
    except Invalid as error:
        return wording.error(error)
    return ""


def _contrast(typed: Mapping[str, str]) -> str:
    """Say how well what is typed can be read."""
    if slip := _slip(typed):
        return slip
    parts = parts_of(dict(typed))
    fill = parts["primary"] or parts["accent"]
    if not fill:
        return _("Our own colours: they can be read.")
    white, paper = colours.contrast(fill, colours.WHITE), colours.contrast(parts["accent"] or fill, colours.PAPER)
    return _("Can be read: white on the buttons {white} to 1, links on paper {paper} to 1; 4.5 are needed.").format(
        white=f"{white:.1f}", paper=f"{paper:.1f}"
    )


def _stands(case: OwnAppearance) -> Mapping[str, str]:
    """Return what is chosen now, for the form."""
    worn = queries.appearance_of(case.row, now=case.now)
    return {"name": worn.name, "mark": worn.mark, "accent": worn.accent, "primary": worn.primary}


RUNNER: Runner[OwnAppearance] = Runner(
    APPEARANCE,
    (
        Place(name="look", lead=True, holds=_stands, understood=lambda _case, typed: _contrast(typed)),
        Place(name="picture"),
        Place(name="letters"),
        Place(name="return"),
    ),
    find=_find,
    page=_page,
    done=written_down,
)

"""A brand's network: what can be entered, its keys, and what is taken away to be signed elsewhere."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.core.wording import gap
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import NETWORKS
from anxin.domain.network.queries import scope_readings
from anxin.domain.network.rules import signatures, statements
from anxin.domain.network.rules.statements import Statement
from anxin.domain.network.wording.genuineness import KINDS
from anxin.domain.staff.commands import INVITATIONS
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.authorisations import losses, rows
from anxin.faces.ground.authorisations.desk import AuthorisationDesk, BrandCase
from anxin.faces.ground.commands import Opened, Place, Runner, Shown

LARGEST = 16 * 1024 * 1024
INVITATION = INVITATIONS.commands["invitation"]
LISTED = 200
"""So many statements are listed on the page; a scrolled list of more nobody reads."""
ENTRIES = ("hotline", "outlet", "technician")


class OtherPrint(Invalid):
    """What was signed isn't what the page showed."""

    code = "faces.other_print"


def runner(desk: AuthorisationDesk) -> Runner[BrandCase]:
    """Make the commands of a brand's network at a desk."""

    def find(request: HttpRequest, slug: str) -> BrandCase:
        actor = shared.actor_of(request)
        return BrandCase(actor=actor, now=timezone.now(), row=queries.brand_for(slug, actor=actor), desk=desk)

    def page(request: HttpRequest, case: BrandCase, shown: Shown, status: int = 200) -> HttpResponse:
        return desk.page(request, "brand", facts_of(case, shown, made), now=case.now, status=status)

    def done(request: HttpRequest, case: BrandCase, name: str) -> str:
        if name not in ENTRIES:
            return case.url
        signed = queries.newest_signed(case.row, name)
        if signed is not None:
            day = formats.date_format(signed.from_date, "DATE_FORMAT")
            said = _("Entered and signed: the public check vouches for it from {day}.").format(day=day)
        elif name == "hotline" and (number := queries.newest_in_doubt(case.row)):
            told = _(
                "Entered. The number was found to be false, or was another brand's: our desk looks at it first "
                "({case}); say there whether it is yours."
            )
            said = told.format(case=number)
        else:
            said = _("Entered. It stands on top of the list, with what comes next.")
        messages.success(request, said)
        return f"{desk.url('authorisations')}?brand={case.row.slug}&kind={name}"

    def seen(case: BrandCase) -> dict[str, str]:
        return {"seen": str(case.situation.keys)}

    made = Runner(
        NETWORKS,
        (
            Place(name="hotline", pane="enter", lead=True),
            Place(name="typed-hotline", pane="enter", holds=lambda case: {"number": case.situation.typed}),
            Place(name="outlet", pane="enter"),
            Place(name="technician", pane="enter", understood=lambda _case, fields: scope_readings.typed_said(fields)),
            Place(name="mistake", pane="mistakes"),
            Place(name="mistake-agreement", pane="mistakes"),
            Place(name="mistake-refusal", pane="mistakes"),
            Place(name="key", pane="keys", holds=seen),
            Place(name="public-key", pane="keys", holds=seen),
            Place(name="lost-key", pane="keys"),
        ),
        find=find,
        page=page,
        done=done,
    )
    return made


def facts_of(case: BrandCase, shown: Shown, made: Runner[BrandCase]) -> dict[str, Any]:
    """Return what the page of a brand's network shows."""
    keys = queries.keys_of(case.row, now=case.now)
    sheet = queries.sheet_of(case.row, now=case.now)
    return {
        "brand": case.row,
        "url": case.url,
        "keys": [(one, rows.key_then(one, case.now)) for one in keys],
        "has_key": any(one.living for one in keys),
        "key_here": case.situation.key_here,
        "own": case.situation.own,
        "invite_url": reverse("staff:house", args=[case.row.slug]) if INVITATION.is_for(case.actor) else "",
        "enter": made.buttons(case, pane="enter"),
        "mistakes": queries.waiting_mistakes(case.row),
        "mistake_buttons": made.buttons(case, pane="mistakes"),
        "key_buttons": made.buttons(case, pane="keys"),
        "to_sign": len(sheet.statements),
        "statements": [_said(one) for one in statements.told_by(sheet)[:LISTED]],
        "more": max(0, len(sheet.statements) - LISTED),
        "fingerprint": sheet.fingerprint,
        "public": next((one.public for one in keys if one.living), ""),
        "sign_command": f"anxin sign {case.row.slug}.key < {case.row.slug}-request.json > {case.row.slug}-signed.json",
        "request_url": case.desk.url("network_request", case.row.slug),
        "signed_url": case.desk.url("network_signed", case.row.slug),
        "published_url": reverse("customer:well_known", args=[case.row.slug]),
        "opened": _with_loss(shown.opened, case),
        "slip": shown.slip,
    }


def _with_loss(opened: Opened | None, case: BrandCase) -> Opened | None:
    """Say beside the form of a lost key what goes with it."""
    if opened is None or opened.name != "lost-key":
        return opened
    said = gap().join((opened.then, *losses.of_keys(case.row, on=timezone.localdate(case.now))))
    return replace(opened, then=said.strip())


def _said(one: Statement) -> tuple[Statement, str]:
    """Return a statement with its kind in words, all else as its very text says; and of a technician how it is read."""
    reading = scope_readings.word_said(one.kind, one.goods, one.scope)
    return replace(one, kind=str(KINDS.get(one.kind, one.kind))), reading


def request_file(desk: AuthorisationDesk, request: HttpRequest, slug: str) -> HttpResponse:
    """Return what is to be signed, for `anxin sign` on the brand's own machine."""
    actor = shared.actor_of(request)
    sheet = queries.sheet_of(queries.brand_for(slug, actor=actor), now=timezone.now())
    answer = HttpResponse(signatures.written(sheet), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-request.json"'
    return answer


def signed_file(desk: AuthorisationDesk, made: Runner[BrandCase], request: HttpRequest, slug: str) -> HttpResponse:
    """Take what was signed elsewhere, or in the browser, where it is what the page showed; all of it or nothing."""
    case, given = made.find(request, slug), request.FILES.get("file")
    if given is None or (given.size or 0) > LARGEST:
        said = _("Choose the file that “anxin sign” wrote.")
        return made.page(request, case, Shown(slip=said), status=422)
    taken: list[int] = []

    def work() -> None:
        sheet = signatures.read(given.read(), signed=True)
        if request.POST.get("print", sheet.fingerprint) != sheet.fingerprint:
            raise OtherPrint("print", expected=request.POST["print"][:60], got=sheet.fingerprint)
        taken.append(network.take_signed(brand=case.row, sheet=sheet, by=case.actor, now=case.now))

    try:
        staff.act_once(request, work)
    except AnxinError as error:
        return made.page(request, made.find(request, slug), Shown(slip=wording.error(error)), status=422)
    if taken:
        said = ngettext("{n} signed and in force", "{n} signed and in force", taken[0]).format(n=taken[0])
        messages.success(request, said)
    return HttpResponseRedirect(case.url)

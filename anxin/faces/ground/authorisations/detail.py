"""One authorisation: who or what, from when to when, what the public reads, what happened, what to do next."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anxin.core.files import SealedFile
from anxin.core.pictures import copies
from anxin.core.wording import gap
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import TABLE
from anxin.domain.network.queries import held_changes
from anxin.domain.network.queries.scope_readings import proposed, told_said, word_said
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.scopes import written
from anxin.faces import shared
from anxin.faces.ground import downloads
from anxin.faces.ground.authorisations import losses, rows
from anxin.faces.ground.authorisations.desk import AuthorisationDesk, SeenAuthorisation
from anxin.faces.ground.commands import Opened, Place, Runner, Shown


def runner(desk: AuthorisationDesk) -> Runner[SeenAuthorisation]:
    """Make the commands of an authorisation at a desk."""

    def find(request: HttpRequest, number: str) -> SeenAuthorisation:
        actor, now = shared.actor_of(request), timezone.now()
        return SeenAuthorisation(actor=actor, now=now, row=queries.authorisation(number, actor=actor), desk=desk)

    def page(request: HttpRequest, case: SeenAuthorisation, shown: Shown, status: int = 200) -> HttpResponse:
        return desk.page(request, "one", _facts(case, shown, made), now=case.now, status=status)

    made = Runner(
        TABLE,
        (
            Place(name="check", key="p", lead=True),
            Place(name="authorisation", lead=True),
            Place(name="signature", lead=True),
            Place(name="resumption", lead=True),
            Place(name="renewal", holds=_goods),
            Place(name="goods", holds=_goods, understood=_understood),
            Place(name="portrait"),
            Place(name="scan", pane="scans"),
            Place(name="scan-removal", pane="erasure"),
            Place(name="suspension"),
            Place(name="refusal"),
            Place(name="revocation"),
        ),
        find=find,
        page=page,
    )
    return made


def _goods(case: SeenAuthorisation) -> dict[str, str]:
    return {"goods": proposed(case.row, now=case.now)}


def _understood(_case: SeenAuthorisation, fields: Mapping[str, str]) -> str:
    """Say for which goods it would be, and where its sentence differs."""
    return told_said(goods, fields["scope"]) if (goods := written(fields["goods"].split())) else ""


def _facts(case: SeenAuthorisation, shown: Shown, made: Runner[SeenAuthorisation]) -> dict[str, Any]:
    (view,) = queries.views_of([case.row], now=case.now)
    subject = queries.subject_of(case.row, now=case.now)
    asked = case.row.kind in queries.KINDS
    card = queries.genuine_card(kind=case.row.kind, code=case.row.code, now=case.now) if asked else None
    why_not = made.allowed(case).why_not
    return {
        "one": rows.row_of(view, url=case.url, many=True),
        "reading": word_said(case.row.kind, case.row.goods, case.row.scope),
        "url": case.url,
        "subject": subject,
        "changes": held_changes.changes_of(case.row),
        "papers": [rows.paper_of(one) for one in subject.certificates],
        "scans": rows.scans_of(queries.scan_views(case.row)) if rules.keeps(case.situation) else [],
        "scan_buttons": made.buttons(case, pane="scans"),
        "keeps": rules.keeps(case.situation),
        "portrait_url": f"{case.url}portrait.jpg" if subject.portrait else "",
        "waiting_portrait_url": f"{case.url}waiting-portrait.jpg" if case.row.waiting_portrait else "",
        "card": case.desk.card(card) | {"report_url": "", "official": ""} if card else None,
        "record": rows.record_of(queries.history_of(case.row)),
        "buttons": made.buttons(case),
        "opened": _with_loss(shown.opened, case),
        "slip": shown.slip,
        "why_not": [made.reason(TABLE.commands[name], case) for name in why_not],
        "keys_url": case.desk.url("network", case.row.brand.slug),
        "uploads": reverse("ground:uploads"),
        "documents": reverse("ground:documents"),
    }


def _with_loss(opened: Opened | None, case: SeenAuthorisation) -> Opened | None:
    """Say beside a form that ends a word what goes with it."""
    if opened is None or opened.name not in losses.ENDING:
        return opened
    said = gap().join((opened.then, *losses.said([case.row])))
    return replace(opened, then=said.strip())


def scan(desk: AuthorisationDesk, request: HttpRequest, number: str, key: object) -> HttpResponseBase:
    """Open a scan for whoever keeps the network; that he did stands in the record."""
    actor, now = shared.actor_of(request), timezone.now()

    def work() -> SealedFile:
        row = queries.authorisation(number, actor=actor)
        return network.open_scan(authorisation=row, scan=str(key), by=actor, now=now)

    found = shared.act(request, work)
    return downloads.file(found, f"{number}-{str(key)[:8]}.{rows.ENDINGS.get(found.kind, 'bin')}", keep=False)


def portrait(desk: AuthorisationDesk, request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the picture customers see of a technician."""
    row = queries.authorisation(number, actor=shared.actor_of(request))
    return _picture(queries.subject_of(row, now=timezone.now()).portrait, number)


def waiting_portrait(desk: AuthorisationDesk, request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the picture that is to be shown once an authorisation is signed."""
    return _picture(queries.authorisation(number, actor=shared.actor_of(request)).waiting_portrait, number)


def _picture(sha256: str, number: str) -> HttpResponseBase:
    if not sha256:
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=timezone.now()), f"{number}.jpg")

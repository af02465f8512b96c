"""Stock by part and place: the list, as a file, and one stock with its movements and what may be done; of any face."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.parts.choices import WHY
from anxin.domain.parts.commands import STOCKS
from anxin.domain.parts.queries import stock as queries
from anxin.domain.parts.rules import StockSituation
from anxin.domain.parts.wording import STOCK_COLUMNS
from anxin.domain.people import queries as people
from anxin.domain.staff.states import ADMINISTERS
from anxin.faces import pagination, shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import sheets
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.pagination import Filter, Page

if TYPE_CHECKING:
    from anxin.domain.parts.models import Stock

SIZE, MOST = 50, 50_000
type SeenStock = RowCase[Stock, StockSituation]
"""A stock as one request sees it."""
type Frame = Callable[[HttpRequest, datetime], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class StockFace:
    """The pages of one face: for which roles, under which addresses, in which frame; `whole`: it sees all places."""

    roles: str
    at: str
    base: str
    frame: Frame
    whole: bool = False

    def listing(self) -> Callable[..., HttpResponseBase]:
        """Return the view of the list, fifty a page."""

        @never_cache
        @require_safe
        @shared.for_roles(self.roles)
        def listing(request: HttpRequest) -> HttpResponse:
            now, actor, number = timezone.now(), shared.actor_of(request), pagination.asked_for(request)
            sought = _sought(request)
            found = queries.listed(actor, sought, now=now, offset=(number - 1) * SIZE, limit=SIZE + 1)
            brands = people.organisations_of("brand") if self.whole else ()
            facts = {
                **self.frame(request, now),
                "base": self.base,
                "whole": self.whole,
                "imports": self.whole and ADMINISTERS in actor.roles,
                "sought": sought,
                "asks": any((sought.text, sought.brand, sought.place, sought.stands)),
                "brands": [("", _("all brands")), *((one.slug, one.name) for one in brands)],
                "filters": [
                    Filter(value="", name=_("all")),
                    Filter(value=queries.LOW, name=_("below the least")),
                    Filter(value=queries.NONE, name=_("none there")),
                ],
                "url": reverse(self.at),
                "sheet": f"{reverse(f'{self.at}_sheet', args=['xlsx'])}?{request.GET.urlencode()}",
                "lines": [(one, self._url(one.id)) for one in found[:SIZE]],
                "page": Page(rows=tuple(found[:SIZE]), number=number, has_next=len(found) > SIZE),
            }
            return render(request, "stock/list.html", facts)

        return listing

    def sheet(self) -> Callable[..., HttpResponseBase]:
        """Return the view that sends what is asked for as a file, in the columns that an import reads."""

        @never_cache
        @require_safe
        @shared.for_roles(self.roles)
        def sheet(request: HttpRequest, kind: str) -> HttpResponse:
            actor, sought = shared.actor_of(request), _sought(request)
            found = queries.listed(actor, sought, now=timezone.now(), offset=0, limit=MOST)
            lines: list[list[object]] = [
                [one.place, one.brand, one.number, one.name, one.on_hand, one.least, one.most] for one in found
            ]
            return sheets.answer(kind, "stock", [str(one) for one in STOCK_COLUMNS.values()], lines)

        return sheet

    def runner(self) -> Runner[SeenStock]:
        """Return the runner of what may be done with one stock."""
        places: tuple[Place[SeenStock], ...] = (
            Place(name="count", lead=True),
            Place(name="move"),
            Place(name="levels", holds=lambda case: STOCKS.commands["levels"].read_over(case.row, case.now) or {}),
        )
        return Runner(STOCKS, places, find=self._find, page=self._page, done=written_down)

    def _url(self, key: object) -> str:
        return reverse(f"{self.at}_one", args=[key])

    def _find(self, request: HttpRequest, key: str) -> SeenStock:
        row = queries.stock(UUID(key), actor=shared.actor_of(request), now=timezone.now())
        return row_case(request, row, url=self._url(row.pk), read=queries.situation)

    def _page(self, request: HttpRequest, case: SeenStock, shown: Shown, status: int = 200) -> HttpResponse:
        moved = queries.movements(case.row, actor=case.actor, now=case.now)
        (line,) = queries.views(queries.visible_to(case.actor, now=case.now).filter(pk=case.row.pk))
        facts = {
            **self.frame(request, case.now),
            "base": self.base,
            "line": line,
            "category": class_name(line.category),
            "moved": [(one, WHY[one.why]) for one in moved],
            "buttons": self.runner().buttons(case),
            "opened": shown.opened,
            "slip": shown.slip,
            "url": case.url,
            "back": reverse(self.at),
        }
        return render(request, "stock/one.html", facts, status=status)


def _sought(request: HttpRequest) -> queries.StockFilter:
    """Read which stocks are asked for."""
    given = request.GET
    return queries.StockFilter(
        text=given.get("q", "").strip()[:40],
        brand=given.get("brand", "")[:64],
        place=given.get("place", "").strip()[:64],
        stands=given.get("show", "")[:16],
    )

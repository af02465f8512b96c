"""Report repairs, wait where nobody goes yet, list repairs, read one and what happened to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.params.functions import Path
from ninja.responses import Status

from anxin.core.errors import Invalid
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.repairs import actions, queries
from anxin.faces.api import answers
from anxin.faces.api.bodies import only
from anxin.faces.api.keys import KEY, answer_once
from anxin.faces.api.pagination import canonical_number, cursor_of, place_of
from anxin.faces.api.questions import Listing, Reporting, Waiting
from anxin.faces.api.tokens import JSON, by, needs

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

router = Router(tags=[gettext_noop("Repairs")])
NUMBER = Path(..., max_length=40, description=gettext_noop("The number of the repair, such as R-20261124-000123-7"))


@router.post(
    "/repairs",
    response={201: answers.Numbered},
    **needs("repairs:write", body=JSON),
    operation_id="report_repair",
    summary=gettext_noop("Report a fault"),
    description=gettext_noop("It is numbered before the answer leaves. The customer follows it by phone and code."),
)
def report_repair(request: HttpRequest, response: HttpResponse, asked: Reporting, key: str = KEY) -> Status[object]:
    """Report a fault."""
    only(request)
    now, said = timezone.now(), asked.model_dump(mode="json")
    return answer_once(
        request, response, scope="repairs", key=key, asked=said, now=now, work=lambda: _report(asked, request, now)
    )


def _report(asked: Reporting, request: HttpRequest, now: datetime) -> Mapping[str, object]:
    made = actions.report_by_program(asked=asked.report(_product(asked)), by=by(request), now=now)
    row = made.repair
    return {
        "number": row.number,
        "state": row.state,
        "created_at": row.created_at.isoformat(),
        "accept_by": made.accept_by.isoformat(),
    }


def _product(asked: Reporting | Waiting) -> "Product":
    try:
        return goods.product(brand=asked.brand, code=asked.product)
    except goods.UnknownProduct:
        raise Invalid("product", expected=str(_("a product of this brand")), got=asked.product) from None


@router.post(
    "/waiting",
    response={201: answers.Waits},
    **needs("repairs:write", body=JSON),
    operation_id="wait_for_service",
    summary=gettext_noop("Have somebody wait for service"),
    description=gettext_noop(
        "For a place where nobody goes yet, or where all windows are taken; else it is refused. A second time "
        "changes nothing."
    ),
)
def wait_for_service(request: HttpRequest, response: HttpResponse, asked: Waiting, key: str = KEY) -> Status[object]:
    """Put somebody on the waiting list of his county."""
    only(request)
    now, said = timezone.now(), asked.model_dump(mode="json")
    return answer_once(
        request, response, scope="waiting", key=key, asked=said, now=now, work=lambda: _wait(asked, request, now)
    )


def _wait(asked: Waiting, request: HttpRequest, now: datetime) -> Mapping[str, object]:
    product = _product(asked)
    told = asked.model_dump(include={"name", "phone", "address", "consent_version"})
    wish = network.WaitlistEntry(brand=product.brand, category=product.category, channel="api", **told)
    row = actions.wait_by_program(product=product, wish=wish, by=by(request), now=now)
    return {"division": row.division, "division_name": row.division_name}


@router.get(
    "/repairs",
    response=answers.Page,
    **needs("repairs:read"),
    operation_id="list_repairs",
    summary=gettext_noop("List repairs"),
    description=gettext_noop("The repairs your organisation is party to, newest first."),
)
def list_repairs(request: HttpRequest, asked: Query[Listing]) -> answers.Page:
    """List repairs."""
    only(request, *Listing.model_fields)
    wish = queries.RepairFilter(
        states=asked.state,
        kinds=asked.kind,
        brand=asked.brand,
        urgent=asked.urgent,
        created_from=asked.created_from,
        created_to=asked.created_to,
    )
    page = queries.page(by(request), wish=wish, after=place_of(asked.cursor), limit=asked.limit, now=timezone.now())
    return answers.Page(items=[answers.listed(one) for one in page.lines], next=cursor_of(page.next))


@router.get(
    "/repairs/{number}",
    response=answers.Repair,
    **needs("repairs:read"),
    operation_id="get_repair",
    summary=gettext_noop("Read a repair"),
    description=gettext_noop("Knowing a number shows nothing: only who is party to the repair reads it."),
)
def get_repair(request: HttpRequest, number: str = NUMBER) -> answers.Repair:
    """Read a repair."""
    only(request)
    actor, now = by(request), timezone.now()
    row = queries.repair(canonical_number(number, queries.NoSuchRepair), actor=actor, now=now)
    return answers.repair_of(queries.view(row, actor=actor, now=now))


@router.get(
    "/repairs/{number}/timeline",
    response=answers.Timeline,
    **needs("repairs:read"),
    operation_id="get_repair_timeline",
    summary=gettext_noop("Read what happened"),
    description=gettext_noop("Facts with their moment, newest first; private words stay sealed."),
)
def get_timeline(request: HttpRequest, number: str = NUMBER) -> answers.Timeline:
    """Read what happened to a repair."""
    only(request)
    actor = by(request)
    row = queries.repair(canonical_number(number, queries.NoSuchRepair), actor=actor, now=timezone.now())
    lines = queries.timeline_of(row, actor=actor)
    return answers.Timeline(number=row.number, entries=[answers.entry_of(one) for one in lines])

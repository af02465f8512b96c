"""Advance answers: agreed to beforehand, by reason, kind and sum; tried on past claims first; revoked any time."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.domain.claims import queries
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.commands.advance_answers import ADVANCE_ANSWERS, HOUSES, OWNER, AgreedBeforehand
from anxin.domain.claims.rules import AdvanceTerms
from anxin.domain.claims.rules.advance_answers import AdvanceSituation
from anxin.domain.claims.wording import TYPES
from anxin.domain.evidence.wording import ATTENTION
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Opened, Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant import claim_rows
from anxin.faces.merchant.frame import CLAIMS, frame

if TYPE_CHECKING:
    from anxin.domain.claims import models
    from anxin.domain.people.models import Organisation


type AgreeingHouse = RowCase[Organisation, AdvanceSituation]
"""The house that agrees beforehand, as one request sees it."""


type OwnAnswer = RowCase[models.AdvanceAnswer, AdvanceSituation]
"""An advance answer of one's own, as one request sees it."""


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def answers(request: HttpRequest) -> HttpResponse:
    """List the advance answers; try a new one on past claims, then give it."""
    case = _house(request, "")
    if request.method == "GET":
        return _page(request, case)
    if OWNER in case.actor.roles and request.POST.get("how") != "give":
        return _tried(request, case)
    return OF_HOUSE.give(request, "", "give")


def _tried(request: HttpRequest, case: AgreeingHouse) -> HttpResponse:
    """Show which past claims it would have agreed to; nothing is given."""
    opened = OF_HOUSE.open("give", case, data=request.POST)
    told = opened.form.taken(request)
    if not isinstance(told, AgreedBeforehand):
        return _page(request, case, giving=opened, status=422)
    wanted = AdvanceTerms(
        reasons=told.reasons, types=told.types, most_fen=told.most, attention_most=told.attention_most
    )
    return _page(request, case, giving=opened, met=queries.would_meet(case.actor, given=wanted, now=case.now))


def _page(
    request: HttpRequest,
    case: AgreeingHouse | OwnAnswer,
    *,
    giving: Opened | None = None,
    revoking: Opened | None = None,
    met: queries.Met | None = None,
    slip: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, house = case.actor, _house(request, "")
    rows: list[dict[str, Any]] = [
        {
            "view": one,
            "reasons": claim_rows.listed(REASONS, one.reasons),
            "types": claim_rows.listed(TYPES, one.types),
            "attention": wording.words_of(ATTENTION, one.attention_most),
        }
        for one in queries.advance_answers(actor)
    ]
    may_give = "give" in OF_HOUSE.allowed(house)
    facts: dict[str, Any] = {
        "running": [one for one in rows if one["view"].revoked_at is None],
        "over": [one for one in rows if one["view"].revoked_at is not None],
        "giving": giving or (OF_HOUSE.open("give", house) if may_give else None),
        "met": met,
        "met_rows": [claim_rows.row_of(one, url=reverse("merchant:claim", args=[one.number])) for one in met.rows[:20]]
        if met
        else [],
        "owner": may_give,
        "opened": revoking,
        "revoking": case.row.pk if revoking else None,
        "slip": slip,
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "merchant/advance_answers.html", {**frame(request, now=case.now), **facts}, status=status)


def _house(request: HttpRequest, _key: str) -> AgreeingHouse:
    actor = shared.actor_of(request)
    return row_case(
        request,
        people.organisation_by_key(actor.organisation),
        url=reverse("merchant:standing"),
        read=queries.advance_house,
    )


def _giving(request: HttpRequest, case: AgreeingHouse, shown: Shown, status: int = 200) -> HttpResponse:
    return _page(request, case, giving=shown.opened, slip=shown.slip, status=status)


def _answer(request: HttpRequest, key: str) -> OwnAnswer:
    actor = shared.actor_of(request)
    row = queries.advance_answer(key, actor=actor)
    return row_case(request, row, url=f"{reverse('merchant:standing')}{row.id}/", read=queries.advance_situation)


def _revoking(request: HttpRequest, case: OwnAnswer, shown: Shown, status: int = 200) -> HttpResponse:
    return _page(request, case, revoking=shown.opened, slip=shown.slip, status=status)


def _back(request: HttpRequest, case: AgreeingHouse | OwnAnswer, name: str) -> str:
    return reverse("merchant:standing")


OF_HOUSE: Runner[AgreeingHouse] = Runner(HOUSES, (Place(name="give"),), find=_house, page=_giving, done=_back)
OF_ANSWER: Runner[OwnAnswer] = Runner(
    ADVANCE_ANSWERS,
    (Place(name="revocation", submit=gettext_lazy("Take it back now")),),
    find=_answer,
    page=_revoking,
    done=_back,
    apart=True,
)
_one, revocation = OF_ANSWER.pages(OWNER)

"""File a claim, answer one in a person's name, take over what a marketplace decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja.responses import Status

from anxin.domain.claims import queries
from anxin.domain.claims.actions import programs
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.sent_sums import sent_by_answer
from anxin.domain.claims.wording.programs import KEPT
from anxin.faces.api.bodies import only
from anxin.faces.api.claims import answers
from anxin.faces.api.claims.questions import Answering, Claiming, Deciding
from anxin.faces.api.claims.router import NUMBER, router
from anxin.faces.api.keys import KEY, answer_once
from anxin.faces.api.pagination import canonical_number
from anxin.faces.api.tokens import JSON, by, needs

if TYPE_CHECKING:
    from anxin.domain.claims.models import Answer, Outcome

ANSWERS = {"contest": "answer", "agree": "agreement", "offer": "offer"}
"""The command behind each kind of answer."""


@router.post(
    "/claims",
    response={201: answers.Filed},
    **needs("claims:write", body=JSON),
    operation_id="file_claim",
    summary=gettext_noop("File a claim"),
    description=gettext_noop(
        "About lines of an order; give the order along if it isn't known here. The merchant is heard first; a return "
        "the law gives opens at once."
    ),
)
def file_claim(request: HttpRequest, response: HttpResponse, asked: Claiming, key: str = KEY) -> Status[object]:
    """File a claim."""
    only(request)
    now, said = timezone.now(), asked.model_dump(mode="json")
    return answer_once(
        request, response, scope="claims", key=key, asked=said, now=now, work=lambda: _file(asked, request, now)
    )


def _file(asked: Claiming, request: HttpRequest, now: datetime) -> Mapping[str, object]:
    filed = programs.file_by_program(
        seller=asked.seller,
        order_key=asked.order_key,
        order=asked.order.given() if asked.order else None,
        filing=asked.filing(),
        by=by(request),
        now=now,
    )
    row = filed.claim
    return {
        "number": row.number,
        "state": row.state,
        "forum": row.forum,
        "asked_fen": row.asked_fen,
        "created_at": row.created_at.isoformat(),
        "answer_by": row.answer_due_at and row.answer_due_at.isoformat(),
        "kept": [{"field": f"order.buyer.{one}", "message": str(KEPT[one])} for one in filed.kept],
    }


@router.post(
    "/claims/{number}/answer",
    response={201: answers.Answered},
    **needs("claims:write", body=JSON),
    operation_id="answer_claim",
    summary=gettext_noop("Answer as the merchant"),
    description=gettext_noop(
        "Names the person who answers, by sign-in name: who answered a claim never judges it. `contest` and `offer` "
        "need a reason; `agree` pays as soon as every picture has its outcome."
    ),
)
def answer_claim(
    request: HttpRequest, response: HttpResponse, asked: Answering, number: str = NUMBER, key: str = KEY
) -> Status[object]:
    """Answer a claim as the merchant."""
    only(request)
    now, number = timezone.now(), canonical_number(number, queries.NoSuchClaim)
    said = {"number": number, **asked.model_dump(mode="json")}

    def work() -> Mapping[str, object]:
        row = queries.claim(number, actor=by(request), now=now)
        who = programs.person_answering(claim=row, username=asked.person, by=by(request), now=now)
        offered = asked.amount_fen
        sent = sent_by_answer(queries.Records(row, by=who, now=now), kind=asked.answer, offered_fen=offered)
        made: Answer = TABLE.give(ANSWERS[asked.answer], row=row, by=who, now=now, fields=asked.fields())
        state = queries.claim_by_key(str(row.id)).state
        told = {"number": row.number, "state": state, "answer": asked.answer, "person": asked.person}
        return {**told, "sent_fen": sent.fen, "given_fen": sent.given_fen, "at": made.at.isoformat()}

    return answer_once(request, response, scope="answers", key=key, asked=said, now=now, work=work)


@router.post(
    "/claims/{number}/decision",
    response={201: answers.Decided},
    **needs("claims:write", body=JSON),
    operation_id="take_outcome",
    summary=gettext_noop("Take over a marketplace's decision"),
    description=gettext_noop(
        "Only where the forum is `platform`; elsewhere 403, for a signed-in person decides. Money the platform paid "
        "may be asked back."
    ),
)
def take_outcome(
    request: HttpRequest, response: HttpResponse, asked: Deciding, number: str = NUMBER, key: str = KEY
) -> Status[object]:
    """Take over a marketplace's decision."""
    only(request)
    now, number = timezone.now(), canonical_number(number, queries.NoSuchClaim)
    said = {"number": number, **asked.model_dump(mode="json")}

    def work() -> Mapping[str, object]:
        row = queries.claim(number, actor=by(request), now=now)
        made: Outcome = TABLE.give("outcome", row=row, by=by(request), now=now, fields=asked.fields())
        state = queries.claim_by_key(str(row.id)).state
        told = {"number": row.number, "state": state, "outcome": made.what}
        return {**told, "amount_fen": made.amount_fen, "at": made.at.isoformat()}

    return answer_once(request, response, scope="decisions", key=key, asked=said, now=now, work=work)

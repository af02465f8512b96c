"""A merchant agrees to many claims at once: only where nothing in the pictures asks for a look at each of them."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.bulk import BulkAction
from anxin.core.bulk.work import Arguments
from anxin.core.errors import WrongState
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions.answers import NotYourClaim, agree
from anxin.domain.claims.actions.gone_sellers import refuse_gone
from anxin.domain.claims.models import Claim
from anxin.domain.claims.states import SELLER
from anxin.domain.evidence import queries as evidence


class LookFirst(WrongState):
    """Something in this claim's pictures, or a picture not examined yet, asks for a look at it alone."""

    code = "claims.look_first"


def _check(*, key: str, arguments: Arguments, by: Actor, now: datetime) -> Claim:
    row = queries.claim(key, actor=by, now=now)
    if by.organisation != str(row.seller_id) or not by.may(frozenset(SELLER.split())):
        raise NotYourClaim({"number": key})
    refuse_gone(row)
    why = rules.why_not_at_once(
        state=row.state,
        agreed=queries.agreement(row) is not None,
        attention=evidence.attention_of(row.stream()),
        unexamined=bool(evidence.unexamined(row.stream())),
    )
    if why == "answered":
        raise WrongState({"machine": "claim", "state": row.state, "step": "agree"})
    if why:
        raise LookFirst({"number": key})
    return row


def _apply(*, key: str, arguments: Arguments, by: Actor, now: datetime) -> object:
    row = _check(key=key, arguments=arguments, by=by, now=now)
    return agree(claim=row, reason=str(arguments.get("reason", "")), by=by, now=now)


AGREE = BulkAction(name="claims.agree", check=_check, apply=_apply, most=50)

"""What the desk writes down for a buyer who has no page, from the call on which he said it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Sentence, calling
from anxin.core.commands.fields import Text
from anxin.domain.claims.actions.refund_accounts import say_missing_on_call
from anxin.domain.claims.actions.words_on_call import say_on_call
from anxin.domain.claims.commands import proposals
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.claims.wording.hearings import SAID_ON_CALL


class SpokenMissing(Fields):
    """Who called, when, and what he says of a refund that has not arrived."""

    caller: Annotated[str, Field(min_length=2, max_length=80), Ask(label=_("Who called, and from which number"))]
    called_date: Annotated[date, Ask(label=_("On which day"))]
    text: Annotated[Sentence, Ask(label=_("In the buyer's words"), rows=3)]


class SpokenWord(Fields):
    """What the buyer says, who called, and in which words."""

    said: Annotated[
        Literal[
            "accept_offer",
            "refuse_offer",
            "accept",
            "appeal",
            "answer_appeal",
            "appeal_too",
            "nothing_to_add",
            "drop_appeal",
            "withdraw",
        ],
        Ask(label=_("What he says"), names=SAID_ON_CALL),
    ]
    caller: Annotated[str, Field(min_length=2, max_length=80), Ask(label=_("Who called, and from which number"))]
    text: Annotated[Sentence, Ask(label=_("In the buyer's words"), rows=3)]


def _words(row: Claim, case: ClaimSituation, now: datetime, by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer what the buyer may say by now."""
    return [(one, SAID_ON_CALL[one]) for one in rules.words_on_call(case)]


def _read_out(row: Claim, now: datetime) -> Mapping[str, str]:
    """Return what was read out to him: the offer, or the decision."""
    return {**proposals.offered(row, now), **proposals.given(row, now)}


SPOKEN: tuple[Command[Claim, ClaimSituation], ...] = (
    Command(
        name="missing-by-call",
        title=_("The money has not arrived, the buyer says on the phone"),
        who="agent finance",
        when=rules.may_be_missing,
        fields=SpokenMissing,
        do=calling("claim", say_missing_on_call, "caller", "called_date", "text"),
        follows=_(
            "It counts as if he had written it on his page, and says who wrote it down. Ask him for the order's number "
            "and the phone it was placed with first. Finance looks and answers; the buyer reads it."
        ),
    ),
    Command(
        name="word-by-call",
        title=_("The buyer says on the phone: yes, no, or of an appeal"),
        who="agent",
        when=rules.may_say_on_call,
        fields=SpokenWord,
        options={"said": _words},
        shows=_read_out,
        do=calling("claim", say_on_call, "said", "caller", "text"),
        weighs=True,
        follows=_(
            "It counts as if he had pressed it himself, and can't be taken back; the record says who wrote it down. "
            "Read the offer or the decision out first, and ask him for the order's number and the phone it was placed "
            "with. What you read out is kept with a yes."
        ),
    ),
)

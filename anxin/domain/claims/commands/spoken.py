"""What the desk writes down for a buyer who has no page, from the call on which he said it."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Sentence, calling
from anxin.domain.claims.actions.refund_accounts import say_missing_on_call
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import ClaimSituation


class SpokenMissing(Fields):
    """Who called, when, and what he says of a refund that has not arrived."""

    caller: Annotated[str, Field(min_length=2, max_length=80), Ask(label=_("Who called, and from which number"))]
    called_date: Annotated[date, Ask(label=_("On which day"))]
    text: Annotated[Sentence, Ask(label=_("In the buyer's words"), rows=3)]


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
)

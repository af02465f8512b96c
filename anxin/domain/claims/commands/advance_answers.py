"""What a merchant's owner agrees to beforehand, and how he takes it back."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field, WithJsonSchema

from anxin.core.commands import Ask, Command, Fields, Given, Table, calling, one_of
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions.answers import NotYourClaim
from anxin.domain.claims.choices import AGREEABLE
from anxin.domain.claims.commands.fields import Fen
from anxin.domain.claims.models import AdvanceAnswer
from anxin.domain.claims.rules.advance_answers import AdvanceSituation, is_in_force, is_own
from anxin.domain.claims.wording import TYPES
from anxin.domain.evidence.wording import ATTENTION
from anxin.domain.people.models import Organisation

OWNER = "merchant_owner"
LOOKED_AT = "high"
"""What must be looked at first, no advance answer agrees to."""
Several = Annotated[tuple[str, ...], Field(min_length=1)]


class AgreedBeforehand(Fields):
    """What is agreed to beforehand."""

    reasons: Annotated[
        Several,
        WithJsonSchema({"type": "array", "items": {"enum": list(AGREEABLE)}}),
        Ask(label=_("Where the buyer says"), names=AGREEABLE),
    ]
    types: Annotated[
        Several,
        WithJsonSchema({"type": "array", "items": {"enum": list(rules.TYPES)}}),
        Ask(label=_("and asks for"), names=TYPES),
    ]
    most: Annotated[Fen, Ask(label=_("up to how much a claim, in yuan"))]
    attention_most: Annotated[
        str,
        one_of(one for one in ATTENTION if one != LOOKED_AT),
        Ask(label=_("and the pictures ask for no more than"), names=ATTENTION),
    ] = "low"
    reason: Annotated[
        str,
        Field(min_length=1, max_length=300),
        Ask(label=_("Your reason; buyers read it as your answer"), rows=2),
    ]


def _give(it: Given[Organisation, AgreedBeforehand]) -> AdvanceAnswer:
    told = it.fields
    return claims.give_advance_answer(
        organisation=it.row,
        reasons=told.reasons,
        types=told.types,
        most_fen=told.most,
        attention_most=told.attention_most,
        reason=told.reason,
        by=it.by,
        now=it.now,
    )


HOUSES = Table(
    "advance_answers",
    situation=queries.advance_house,
    commands=(
        Command[Organisation, AdvanceSituation](
            name="give",
            title=_("Give this advance answer"),
            who=OWNER,
            when=is_own,
            because=NotYourClaim,
            fields=AgreedBeforehand,
            do=_give,
            follows=_(
                "From the moment you give it, such claims are agreed to in your name, with your reason, without "
                "anybody asking you."
            ),
        ),
    ),
)

ADVANCE_ANSWERS = Table(
    "advance_answer",
    situation=queries.advance_situation,
    commands=(
        Command[AdvanceAnswer, AdvanceSituation](
            name="revocation",
            title=_("Take it back now"),
            who=OWNER,
            stands=is_in_force,
            when=is_own,
            because=NotYourClaim,
            do=calling("advance_answer", claims.revoke_advance_answer),
            asks=True,
            final=True,
            follows=_(
                "What is filed from now on, and what it has not agreed to yet since pictures are still examined, waits "
                "for your own answer again. What it has agreed to stays agreed to."
            ),
        ),
    ),
)

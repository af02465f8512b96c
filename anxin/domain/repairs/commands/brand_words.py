"""That the brand pays for a repair: the desk writes it down, the brand's own people confirm, correct or deny it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Command, Fields, Sentence, calling
from anxin.domain.network.states import CONCERNED
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import fields
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import brand_words as rules
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.states import WORKS


class Denial(Fields):
    """Why the brand does not pay."""

    why: Annotated[Sentence, Ask(label=_("Why you do not pay; the desk and the customer read it"), rows=2)]


def _word(row: Repair, _now: datetime) -> Mapping[str, str]:
    """Return the reference that a yes or no of the brand is said to."""
    return {str(row.pk): row.word_reference}


BRAND_WORDS: tuple[Command[Repair, RepairSituation], ...] = (
    Command(
        name="brand-word",
        title=_("The brand says it is covered"),
        who=f"{WORKS} {CONCERNED}",
        when=rules.may_take_brand_word,
        fields=fields.BrandWord,
        do=calling("repair", repairs.take_brand_word, "said_by", "reference", "why"),
        weighs=True,
        follows=_(
            "The brand's own people are told and may object; it counts once they confirm it, or their time is over "
            "without a word, weekends and public holidays aside. It is not taken back. Then it costs the customer "
            "nothing, whatever term is known here; of a bill that was "
            "agreed to or paid only once finance agrees. Until then he reads that the brand is asked. Where the brand "
            "has nobody here it counts at once, and finance is told to ask it."
        ),
    ),
    Command(
        name="brand-confirmation",
        title=_("Yes, we pay"),
        who=CONCERNED,
        when=rules.may_confirm_brand_word,
        shows=_word,
        do=calling("repair", repairs.confirm_brand_word),
        weighs=True,
        follows=_("It costs the customer nothing; of a bill that was agreed to or paid once finance agrees."),
    ),
    Command(
        name="brand-denial",
        title=_("No, we do not pay"),
        who=CONCERNED,
        when=rules.may_deny_brand_word,
        shows=_word,
        fields=Denial,
        do=calling("repair", repairs.deny_brand_word, "why"),
        weighs=True,
        follows=_("Nothing is free by this reference. The desk and the customer read that you said no, and why."),
    ),
)

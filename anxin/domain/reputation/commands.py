"""What one may do with what is counted on oneself: say that it is wrong."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling
from anxin.domain.reputation import actions, queries, rules
from anxin.domain.reputation.models import Mark
from anxin.domain.reputation.rules import MarkSituation


class Objection(Fields):
    """Why a mark is wrong."""

    why: Annotated[Sentence, Ask(label=_("Why is it wrong? Somebody else looks at it"), rows=2)]


MARKS = Table(
    "mark",
    situation=queries.mark_situation,
    commands=(
        Command[Mark, MarkSituation](
            name="contest",
            title=_("Contest it"),
            steps="mark.contest",
            when=rules.is_counted_on_them,
            because=actions.NotYourMark,
            fields=Objection,
            do=calling("mark", actions.contest, "why"),
        ),
    ),
)

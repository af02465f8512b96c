"""What an appeal is given, what the other side's answer to it, and what an appeal that is such an answer."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Fields
from anxin.domain.claims.commands.fields import Words


class Appeal(Fields):
    """Why somebody else should look."""

    why: Annotated[Words, Ask(label=_("Why; both sides and the reviewer read it"), rows=3)]


class AppealAnswer(Fields):
    """What the other side says to an appeal."""

    text: Annotated[Words, Ask(label=_("Your answer; both sides and the reviewer read it"), rows=3)]


class CounterAppeal(Fields):
    """Why the side that may answer appeals as well."""

    text: Annotated[Words, Ask(label=_("Why; both sides and the reviewer read it"), rows=3)]

"""What a second person says of a request to see plain details after the end."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Table, calling
from anxin.domain.people import rules
from anxin.domain.people.actions.reveals import NotSecond, agree, refuse
from anxin.domain.people.models import RevealRequest
from anxin.domain.people.queries import access
from anxin.domain.people.rules import RequestSituation


class WhyNot(Fields):
    """Why it is refused; who asked reads it."""

    why: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Ask(label=pgettext_lazy("a request", "Why not"), hint=_("Say briefly why not.")),
    ]


REQUESTS = Table(
    "reveal_request",
    situation=access.request_situation,
    commands=(
        Command[RevealRequest, RequestSituation](
            name="agreement",
            title=pgettext_lazy("a request", "Agree"),
            steps="reveal_request.agree",
            when=rules.may_answer,
            because=NotSecond,
            do=calling("request", agree),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a request", "Refuse"),
            steps="reveal_request.refuse",
            when=rules.may_answer,
            because=NotSecond,
            fields=WhyNot,
            do=calling("request", refuse, "why"),
        ),
    ),
)

"""What each command of an outlet order or an offer is given."""

from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Code, Fields, one_of
from anxin.domain.visits.choices import DECLINED, REFUSED


class Naming(Fields):
    """Who goes: asked, or sent after speaking with him."""

    technician: Annotated[Code, Ask(label=_("Who goes"))]
    how: Annotated[Literal["ask", "send"], Ask(hidden=True)] = "ask"


class Refusal(Fields):
    """Why the outlet doesn't go."""

    why: Annotated[str, one_of(REFUSED), Ask(label=_("Why"), names=REFUSED)]


class Declining(Fields):
    """Why the technician doesn't go."""

    why: Annotated[str, one_of(DECLINED), Ask(label=_("Why?"), names=DECLINED)]

"""What each command of an outlet order or an offer is given."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Code, Fields, one_of
from anxin.domain.visits.choices import DECLINED, REFUSED


class Naming(Fields):
    """Who goes."""

    technician: Annotated[Code, Ask(label=_("Who goes"))]


class Refusal(Fields):
    """Why the outlet doesn't go."""

    why: Annotated[str, one_of(REFUSED), Ask(label=_("Why"), names=REFUSED)]


class Declining(Fields):
    """Why the technician doesn't go."""

    why: Annotated[str, one_of(DECLINED), Ask(label=_("Why?"), names=DECLINED)]

"""What each command of an outlet is given, and how it is asked for."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Code, Fields
from anxin.domain.network.commands.roster_fields import FROM, UNTIL

OPENS = _("Such as 周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00 (Saturdays of odd weeks)")


class Details(Fields):
    """How an outlet is reached, and how much it takes."""

    phone: Annotated[Code, Ask(label=pgettext_lazy("a column", "Phone"))]
    address: Annotated[str, Field(min_length=4, max_length=160), Ask(label=_("Address, from the province on"))]
    point: Annotated[
        str,
        Field(max_length=60),
        Ask(
            label=_("On the map: longitude, latitude (WGS-84)"),
            hint=_("Distances count from here. Left as it is, another address moves it to what is known of that one."),
        ),
    ] = ""
    opens: Annotated[str, Field(min_length=1, max_length=120), Ask(label=_("Opening hours"), hint=OPENS)]
    capacity: Annotated[
        int | None, Field(ge=0, le=10_000), Ask(label=_("Jobs a day"), hint=_("Empty: as many as its people can."))
    ] = None
    counter: Annotated[bool, Ask(label=_("Customers may bring goods to the counter"))] = False
    by_mail: Annotated[bool, Ask(label=_("Goods may be sent here in a parcel"))] = False


class Closure(Fields):
    """Days on which an outlet is closed."""

    from_date: Annotated[date, FROM]
    to_date: Annotated[date, UNTIL]
    why: Annotated[str, Field(min_length=1, max_length=120), Ask(label=_("Why; customers don't read it"))]


class ClosureEnd(Fields):
    """Which closure ends."""

    closure: Annotated[Code, Ask(label=_("Which closure"))]


class Coverage(Fields):
    """All that is served for a brand: `kind:division`, where the kind is shared, exclusive, overflow or apart."""

    brand: Annotated[Code, Ask(label=_("Brand"))]
    areas: Annotated[tuple[Code, ...], Field(max_length=3_500), Ask(label=_("Serves"))] = ()

"""A hotline that was found false, or was another brand's: the desk is asked, and until then nobody signs for it."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.domain.network.actions import brands_concerned, reports
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries.doubts import doubt_of
from anxin.domain.network.queries.hotlines import others_hotline

CLAIMED = "network.number_claimed"
WAITS = ("applied", "checked", "suspended")


class InDoubt(WrongState):
    """Somebody of the desk looks at this number before a brand signs for it."""

    code = "network.in_doubt"


def ask(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Ask the desk, in the number's case, whether a hotline is genuine; the brands it was and is to be hear of it."""
    doubt, row = doubt_of(authorisation), authorisation
    if doubt is None:
        return
    case = reports.gathered(row.bare, row.kind, row.code, SYSTEM, now, claimed=True)
    for brand in (row.brand, *doubt.whose):
        brands_concerned.tell_brand(number=case, brand=brand, by=SYSTEM, now=now)
    facts = {"number": case.number, "brand": row.brand.slug, "reference": row.number}
    timeline.write(case.stream(), CLAIMED, by=by, now=now, facts=facts)


def ask_for_others(*, authorisation: Authorisation, now: datetime) -> None:
    """Ask the desk about a number whose word ended, for each other brand that entered it meanwhile and waits."""
    row = authorisation
    if row.kind != Authorisation.Kind.HOTLINE:
        return
    waits = Authorisation.objects.filter(kind=row.kind, bare=row.bare, state__in=WAITS).exclude(brand=row.brand_id)
    for one in waits.select_related("brand").order_by("pk"):
        if not others_hotline(one.code, brand=one.brand.slug):
            ask(authorisation=one, by=SYSTEM, now=now)


def refuse_doubted(authorisation: Authorisation) -> None:
    """Refuse to have a word stand for a hotline in doubt; raises `network.in_doubt`."""
    doubt = doubt_of(authorisation)
    if doubt is not None:
        raise InDoubt({"code": authorisation.code, "case": doubt.case})

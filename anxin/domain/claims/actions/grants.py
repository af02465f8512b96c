"""An authority may read a case, by its letter and until a day; it changes nothing, and sees everybody masked."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.states import lock
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim
from anxin.domain.people import actions as people
from anxin.domain.people.actions import legal_holds
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import kept
from anxin.domain.people.rules import day_of

ROLE = "auditor"
LONGEST = timedelta(days=366)


class NotYoursToOpen(Forbidden):
    """Only the operator opens its cases to an authority."""

    code = "claims.not_yours_to_open"


def open_to(
    *, claim: Claim, organisation: Organisation, until: datetime, letter: str, by: Actor, now: datetime
) -> None:
    """Let an authority read a case until a day; a second time moves the day.

    What an authority reads is kept as it is: a legal hold stands from then on, until a second person lifts it.
    """
    _grantor(claim, by)
    if organisation.kind != Organisation.Kind.AUTHORITY:
        raise Invalid("organisation", expected="an authority", got=organisation.slug)
    if not now < until <= now + LONGEST:
        raise Invalid("until", expected=_("a day within a year from now"), got=until.isoformat())
    if not letter.strip():
        raise Invalid("letter", expected=_("number or subject of the letter"), got="")
    lock(claim)
    stream = claim.stream()
    side = people.Side(role=ROLE, organisation=organisation)
    people.leave(side, stream=stream, at=now)
    people.join(stream=stream, role=ROLE, organisation=organisation, now=now)
    people.leave(side, stream=stream, at=until)
    facts = {"organisation": organisation.slug, "until": until.isoformat(timespec="minutes")}
    timeline.write(stream, "claims.opened_to", by=by, now=now, facts=facts, private={"text": letter.strip()})
    if kept.standing(stream) is None:
        why, day = _("An authority reads it"), day_of(until)
        legal_holds.place(stream=stream, source="authority", letter=letter[:80], why=why, until=day, by=by, now=now)


def close_to(*, claim: Claim, organisation: Organisation, why: str, by: Actor, now: datetime) -> None:
    """End an authority's reading of a case now."""
    _grantor(claim, by)
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(claim)
    people.leave(people.Side(role=ROLE, organisation=organisation), stream=claim.stream(), at=now)
    facts = {"organisation": organisation.slug}
    timeline.write(claim.stream(), "claims.closed_to", by=by, now=now, facts=facts, private={"why": why})


def _grantor(claim: Claim, by: Actor) -> None:
    if by.organisation != str(claim.operator_id) or not rules.opens_cases(by.roles):
        raise NotYoursToOpen({"number": claim.number})

"""End what is personal of cases whose term is over: one case one block, so that a run goes on where it was cut off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from anxin.core import case_contents
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.domain.network import actions as network
from anxin.domain.network.models import Report
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person
from anxin.domain.places import actions as places
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.queries import terms
from anxin.domain.publications.rules import TERMS

GONE = "gone"
"""Somebody else ended it meanwhile, or it is needed again."""


def end(*, what: str, key: UUID, run: datetime, now: datetime) -> str:
    """End one thing whose term is over and count it in the run that found it, or return why it stays."""
    why = {"reports": _report, "persons": _person}.get(what, _case)(what, key, now)
    if not why:
        Erasure.objects.filter(what=what, at=run).update(count=F("count") + 1)
    return why


def _case(what: str, key: UUID, now: datetime) -> str:
    row: Any = terms.row_of(what, key)
    lock(row)
    stream = terms.stream_of(what, key)
    if case_contents.is_emptied([stream]):
        return GONE
    if why := terms.why_kept(what, row, now=now):
        return why
    case_contents.empty(stream, reason=TERMS[what].setting, by=SYSTEM, now=now)
    personal_data.let_go(stream=stream, now=now)
    if what == "repairs" and terms.is_place_free(row):
        places.erase(place=row.place, now=now)
    return ""


def _report(what: str, key: UUID, now: datetime) -> str:
    row = Report.objects.select_related("about", "person").get(pk=key)
    if not terms.reports(now=now).filter(pk=key).exists():
        return GONE
    network.forget_report(report=row, now=now)
    return ""


def _person(what: str, key: UUID, now: datetime) -> str:
    row = Person.objects.select_related("place").get(pk=key)
    lock(row)
    if not terms.persons(now=now).filter(pk=key).exists():
        return GONE
    personal_data.erase(person=row, by=SYSTEM, now=now)
    return ""

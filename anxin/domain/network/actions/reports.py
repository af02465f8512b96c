"""Reports of false numbers: gathered by number, looked at by a person, answered to who reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from anxin.core import numbers, phones, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.domain.network import queries
from anxin.domain.network.actions import brands_concerned, sightings, takedowns
from anxin.domain.network.models import Report, ReportedNumber
from anxin.domain.network.queries.brands_concerned import brand_statements
from anxin.domain.network.rules import identifiers
from anxin.domain.network.rules.situation import may_warn
from anxin.domain.network.wording.reports import nameless
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person

NOTE = "network.report.note"
LONGEST = 500


class VouchedFor(WrongState):
    """A brand vouches for this number, today or from later on: it takes its word back first."""

    code = "network.vouched_for"


@dataclass(frozen=True, kw_only=True)
class NumberReport:
    """What somebody reports: what the number claims to be, what happened, and where to tell him what came of it.

    `brand`: whose name it used, where he says so; `shared`: that brand alone may read his words and see his pictures.
    """

    kind: str
    code: str
    note: str = ""
    phone: str = ""
    brand: str = ""
    shared: bool = False
    consent_version: str = ""


def report(*, told: NumberReport, by: Actor, now: datetime, files: Sequence[SealedFile] = ()) -> ReportedNumber:
    """Take somebody's word that a number is false; every report of one number lies together at the desk.

    `files`: up to three pictures of where he met it.
    """
    bare = identifiers.number_in(told.code)[:40]
    if told.kind not in queries.KINDS:
        raise Invalid("kind", expected=", ".join(queries.KINDS), got=told.kind)
    if not bare:
        raise Invalid("code", expected="a number", got="")
    if told.phone:
        phones.of_a_person(told.phone)  # refuses what is none, by field
    row = gathered(bare, told.kind, told.code, by, now)
    person = people.enrol(name=nameless(), phone=told.phone, now=now) if told.phone else None
    meant = brands_concerned.brand_meant(number=row, named=told.brand)
    report = Report(id=uuid7(), about=row, kind=told.kind, code=bare, person=person, brand=meant, at=now)
    report.shared = told.shared
    report.note_sealed = vault.seal(NOTE, report.id, told.note[:LONGEST]) if told.note else ""
    report.save(force_insert=True)
    sightings.seal_reported(number=row, report=report, files=files, by=by, now=now)
    brands_concerned.tell_brands(number=row, named=told.brand, now=now)
    if person is not None:
        _reads_answer(row, person, now)
        if told.consent_version:
            version = told.consent_version
            personal_data.consent(person=person, purpose="report", version=version, channel="page", by=by, now=now)
    return row


def gathered(bare: str, kind: str, code: str, by: Actor, now: datetime, *, claimed: bool = False) -> ReportedNumber:
    """Find the number among those reported, or begin it; one that was let go waits for a person again.

    `claimed`: nobody reports it, a brand enters it.
    """
    row = ReportedNumber.objects.filter(bare=bare).first()
    if row is None:
        try:
            with transaction.atomic():
                return _begun(bare, kind, code, by, now, claimed)
        except IntegrityError:
            row = ReportedNumber.objects.get(bare=bare)  # somebody reported it at the same moment
    lock(row)
    if row.state in ("undecided", "cleared"):
        transition(row, "report_again", by=SYSTEM, now=now)
    return row


def _begun(bare: str, kind: str, code: str, by: Actor, now: datetime, claimed: bool) -> ReportedNumber:
    number = numbers.issue("F", now=now)
    row = ReportedNumber(id=uuid7(), number=number, bare=bare, kind=kind, code=code.strip()[:40])
    people.join(stream=row.stream(), role="operator", organisation=people_queries.operator(), now=now)
    facts: dict[str, object] = {"number": number, "kind": kind, **({"claimed": True} if claimed else {})}
    begin(row, by=by, now=now, facts=facts, private={"code": row.code})
    return row


def _reads_answer(row: ReportedNumber, person: Person, now: datetime) -> None:
    people.join(stream=row.stream(), role="customer", person=person, now=now)


def confirm(*, number: ReportedNumber, why: str, by: Actor, now: datetime) -> None:
    """Say that a number is false: from now on the check warns of it, with the day and how many reported it."""
    if not may_warn(queries.reported_situation(number, by=by, now=now)):  # the check would go on saying so
        raise VouchedFor({"code": number.code})
    _looked(number, "confirm", why, by, now)


def clear(*, number: ReportedNumber, why: str, by: Actor, now: datetime) -> None:
    """Say that a number is no false one; a warning that was wrong ends with it, and nobody is asked to take it down."""
    _looked(number, "clear", why, by, now)
    takedowns.give_up_all(number=number, why=why.strip()[:LONGEST], by=by, now=now)


def leave_open(*, number: ReportedNumber, why: str, by: Actor, now: datetime) -> None:
    """Say that it cannot be told; a further report brings the number back."""
    _looked(number, "leave_open", why, by, now)


def _looked(number: ReportedNumber, step: str, why: str, by: Actor, now: datetime) -> None:
    if not why.strip():
        raise Invalid("why", expected="what you found", got="")
    lock(number)
    said = [one.says for one in brand_statements(number, opened=False)]
    weighed = {"disowned": said.count("not_ours"), "claimed": said.count("ours")} if said else {}
    facts = {"number": number.number, "reports": number.reports.count(), **weighed}
    transition(number, step, by=by, now=now, why=why.strip()[:LONGEST], facts=facts)
    ReportedNumber.objects.filter(pk=number.pk).update(looked_at=now)
    number.looked_at = now


def forget_report(*, report: Report, now: datetime) -> None:
    """Forget what somebody told of a false number and who he is; that it was reported, and when, stays counted."""
    sightings.forget_pictures(report=report)
    Report.objects.filter(pk=report.pk).update(note_sealed="")
    leave_unnamed(report=report, now=now)


def leave_unnamed(*, report: Report, now: datetime) -> None:
    """Have a report name nobody any more: who reported is told nothing further."""
    Report.objects.filter(pk=report.pk).update(person=None)
    if report.about is None or report.person is None:
        return
    if not Report.objects.filter(about=report.about, person=report.person).exists():
        people.leave(people.Side(role="customer", person=report.person), stream=report.about.stream(), at=now)
        personal_data.let_go_one(person=report.person, now=now)

"""What technicians have to have read: the editions in force, which of them one has acknowledged, who hasn't."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.domain.people.models import Consent
from anxin.domain.publications import rules
from anxin.domain.publications.models import Document, Text
from anxin.domain.publications.queries.texts import NoSuchText
from anxin.domain.publications.rules import NoticeSituation


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """An edition that technicians acknowledge, and when one did; not yet where there is no moment."""

    code: str
    number: int
    since: date
    at: datetime | None = None

    @property
    def version(self) -> str:
        """Return how a consent names the edition."""
        return rules.version(self.code, self.number)


def acknowledgements(*, account: str | None = None, person: UUID | None = None, on: date) -> list[Acknowledgement]:
    """Return the editions technicians acknowledge on a day, with when who is named did (one query)."""
    whose: dict[str, Any] = {"person": person} if person else {"person__technician__account": account}
    named = Concat(
        OuterRef("document__code"), Value("/"), Cast(OuterRef("number"), CharField()), output_field=CharField()
    )
    given = Consent.objects.filter(purpose=OuterRef("document__code"), version=named, withdrawn_at=None, **whose)
    given = given if account or person else Consent.objects.none()
    rows = Text.objects.filter(
        document__code__in=rules.ACKNOWLEDGED, published_at__isnull=False, from_date__lte=on
    ).annotate(given_at=Subquery(given.order_by("given_at").values("given_at")[:1]))
    told = rows.order_by("from_date", "number").values_list("document__code", "number", "from_date", "given_at")
    found = {code: Acknowledgement(code=code, number=number, since=day, at=at) for code, number, day, at in told if day}
    return [found[code] for code in rules.ACKNOWLEDGED if code in found]


def owed(*, by: Actor, on: date) -> list[Acknowledgement]:
    """Return what a technician has yet to acknowledge (one query)."""
    return [one for one in acknowledgements(account=by.id, on=on) if one.at is None]


def versions(found: Iterable[Acknowledgement]) -> tuple[str, ...]:
    """Return how consents name editions."""
    return tuple(one.version for one in found)


def notice(code: str) -> Document:
    """Return the document of a text that technicians acknowledge; raises `NoSuchText`."""
    row = Document.objects.filter(code=code).first() if code in rules.ACKNOWLEDGED else None
    if row is None:
        raise NoSuchText({"code": code[:80]})
    return row


def notice_situation(row: Document, *, by: Actor, now: datetime, under_lock: bool = False) -> NoticeSituation:
    """Return whether a technician has yet to acknowledge a text; `under_lock` locks its document first."""
    if under_lock:
        lock(row)
    return NoticeSituation(owed=any(one.code == row.code for one in owed(by=by, on=timezone.localdate(now))))

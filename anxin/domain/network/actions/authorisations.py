"""Authorisations: applied for, checked, signed by the brand's own key, suspended, revoked, expired."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import files, numbers, timeline, wording
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries
from anxin.domain.network.actions import doubts, withdrawals
from anxin.domain.network.actions.keys import NotThisBrand, check_brand
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries import scope_readings, standings, witnesses
from anxin.domain.network.rules import identifiers
from anxin.domain.network.rules.papers import PAPERS
from anxin.domain.network.rules.standings import PORTRAIT
from anxin.domain.people.models import Organisation

REPLACED = "新的登记代替了这一份"
CHANGE_ASKED = "network.change_asked"
"""That somebody else is to stand behind a number the brand vouches for, on the stream of the brand, for its owner."""


class AskedAlready(WrongState):
    """The same is applied for already."""

    code = "network.asked_already"


def keeps(brand: Organisation, by: Actor) -> None:
    """Refuse whoever neither is of the brand nor administers the house; raises `network.not_this_brand`."""
    if by.organisation != str(brand.id) and not by.may(frozenset({"operator", "system"})):
        raise NotThisBrand({"brand": brand.slug})


def is_owner(brand: Organisation, by: Actor) -> bool:
    """Return whether somebody gives the brand's word himself."""
    return by.organisation == str(brand.id) and "merchant_owner" in by.roles


def apply(
    *,
    brand: Organisation,
    kind: str,
    code: str,
    scope: str,
    from_date: date,
    to_date: date,
    by: Actor,
    now: datetime,
    subject_key: str = "",
    scope_en: str = "",
    goods: str = "",
    hours: str = "",
    lines: int | None = None,
    waiting: Mapping[str, str] | None = None,
) -> Authorisation:
    """Apply for an authorisation of a hotline, an outlet, a technician or a part batch.

    `goods` are the skills a technician's word is for, or `*`; without any its sentence says it. Raises
    `network.asked_already` where the same waits already, `core.invalid` for a code that the check would take for
    another's, and for goods that are none of ours.
    """
    keeps(brand, by)
    if from_date > to_date:
        raise Invalid("to_date", expected=_("{day} or later").format(day=wording.written(from_date)), got=to_date)
    row = Authorisation(
        brand=brand,
        kind=kind,
        code=code,
        bare=identifiers.number_in(code) or identifiers.digits(code),
        scope=scope,
        scope_en=scope_en,
        goods=scope_readings.checked(kind, goods),
        hours=hours,
        lines=lines,
        subject_key=subject_key or None,
        from_date=from_date,
        to_date=to_date,
    )
    return _begun(row, waiting or {}, by=by, now=now)


def _begun(row: Authorisation, waiting: Mapping[str, str], *, by: Actor, now: datetime) -> Authorisation:
    """Begin an application with its number, and with what waits for its signature."""
    _distinct(row.brand, row.kind, row.code, row.bare)
    row.number = numbers.issue("A", now=now)
    row.waiting_sealed = standings.sealed(row.id, waiting)
    row.waiting_portrait = waiting.get(PORTRAIT, "")
    told = {"drawn": witnesses.word_told(row), "ended": None, "signature": ""}
    changes = {"changes": sorted(waiting)} if waiting else {}
    begin(row, by=by, now=now, facts={"kind": row.kind, "brand": row.brand.slug, **changes, **told})
    doubts.ask(authorisation=row, by=by, now=now)
    if waiting and not is_owner(row.brand, by):
        told_of = {"reference": row.number, "kind": row.kind, "changes": sorted(waiting)}
        timeline.write(StreamKey("organisation", str(row.brand_id)), CHANGE_ASKED, by=by, now=now, facts=told_of)
    return row


def _distinct(brand: Organisation, kind: str, code: str, bare: str) -> None:
    if not bare:
        raise Invalid("code", expected=_("a number with digits"), got=code)
    alike = Authorisation.objects.filter(kind=kind, bare=bare)
    other = alike.exclude(code=code).values_list("code", flat=True).first()
    if other is not None and kind != "hotline":
        raise Invalid("code", expected=_("another than {other}, which reads the same").format(other=other), got=code)
    if alike.filter(brand=brand, state__in=["applied", "checked"]).exists():
        raise AskedAlready({"code": code})


def approve(
    *, authorisation: Authorisation, by: Actor, now: datetime, papers: Sequence[str] = (), entered: bool = False
) -> None:
    """Say that the papers behind an application were checked, and which; `entered`: its owner himself, who saw none."""
    keeps(authorisation.brand, by)
    unknown = set(papers) - set(PAPERS)
    if unknown:
        raise Invalid("papers", expected=" ".join(PAPERS), got=", ".join(sorted(unknown)))
    lock(authorisation)
    how: dict[str, object] = {"how": "entered"} if entered else {}
    told = {"papers": list(papers)} if papers else {}
    transition(authorisation, "check", by=by, now=now, facts={**how, **told})


def replace(*, authorisation: Authorisation, now: datetime) -> None:
    """End a word whose successor for the same has begun; twice is once."""
    lock(authorisation)
    if authorisation.state in queries.HELD:
        transition(authorisation, "revoke", by=SYSTEM, now=now, why=REPLACED)
        _end(authorisation, now)


def renew(*, authorisation: Authorisation, to_date: date, by: Actor, now: datetime, goods: str = "") -> Authorisation:
    """Apply for a further time: it begins the day after the last, or today where that is over.

    For goods, where some are said, else for those of before, else for what he can do as far as its sentence goes.
    """
    today = timezone.localtime(now).date()
    from_date = max(authorisation.to_date + timedelta(days=1), today)
    if to_date < from_date:
        raise Invalid("to_date", expected=_("{day} or later").format(day=wording.written(from_date)), got=to_date)
    keeps(authorisation.brand, by)
    row, goods = authorisation, goods or scope_readings.as_before(authorisation, now=now)
    return copy(
        authorisation=row,
        from_date=from_date,
        to_date=to_date,
        waiting={},
        scope=scope_readings.sentence_for(row, goods),
        goods=goods,
        by=by,
        now=now,
    )


def copy(
    *,
    authorisation: Authorisation,
    from_date: date,
    to_date: date,
    waiting: Mapping[str, str],
    by: Actor,
    now: datetime,
    subject_key: UUID | None = None,
    scope: tuple[str, str] | None = None,
    goods: str = "",
) -> Authorisation:
    """Apply for the same word anew, whoever asks for it.

    For other days, for who is to stand behind its number, or for something else (`scope`, and the same in English), or
    other `goods`.
    """
    row, (said, said_en) = authorisation, scope or (authorisation.scope, authorisation.scope_en)
    return _begun(
        Authorisation(
            brand=row.brand,
            kind=row.kind,
            code=row.code,
            bare=row.bare,
            scope=said,
            scope_en=said_en,
            goods=scope_readings.checked(row.kind, goods) or row.goods,
            hours=row.hours,
            lines=row.lines,
            subject_key=subject_key or row.subject_key,
            from_date=from_date,
            to_date=to_date,
        ),
        waiting,
        by=by,
        now=now,
    )


def refuse(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Refuse what was applied for; unless another takes its place, what the brand asks of him is withdrawn with it."""
    keeps(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "refuse", by=by, now=now, why=why)
    wait_no_more(authorisation, now=now)
    if why != REPLACED:
        withdrawals.withdraw_unvouched(authorisation, now=now)


def wait_no_more(row: Authorisation, *, now: datetime) -> None:
    """Forget what waited for a signature; a picture among it stays only where it is shown."""
    if row.waiting_sealed:
        files.leave([row.waiting_portrait], now=now)
        row.waiting_sealed = row.waiting_portrait = ""
        Authorisation.objects.filter(pk=row.pk).update(waiting_sealed="", waiting_portrait="")


def suspend(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for now; the public check says so at once."""
    keeps(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "suspend", by=by, now=now, facts=witnesses.outlet_told(authorisation), why=why)


def resume(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Give the word again."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    doubts.refuse_doubted(authorisation)
    transition(authorisation, "resume", by=by, now=now, facts=witnesses.outlet_told(authorisation))


def revoke(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for good; the number is remembered as retired."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    facts = {} if why == REPLACED and queries.words_before(authorisation) else witnesses.outlet_told(authorisation)
    transition(authorisation, "revoke", by=by, now=now, facts=facts, why=why)
    _end(authorisation, now)


def expire(*, authorisation: Authorisation, now: datetime) -> None:
    """End an authorisation whose last day is over; twice is once."""
    lock(authorisation)
    if authorisation.state in queries.HELD and authorisation.to_date < timezone.localtime(now).date():
        last = queries.held_until(authorisation.brand.slug, authorisation.kind, authorisation.code)
        facts = witnesses.outlet_told(authorisation) if last == authorisation.to_date else {}
        transition(authorisation, "expire", by=SYSTEM, now=now, facts=facts)
        _end(authorisation, now)


def _end(row: Authorisation, now: datetime) -> None:
    Authorisation.objects.filter(pk=row.pk).update(ended_at=now)
    row.ended_at = now
    doubts.ask_for_others(authorisation=row, now=now)
    withdrawals.withdraw_unvouched(row, now=now)

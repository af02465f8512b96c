"""Authorisations: applied for, checked, signed by the brand's own key, suspended, revoked, expired."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import numbers, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.domain.network import queries
from anxin.domain.network.actions.keys import NoKey, NotThisBrand, check_brand
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.queries import witnesses
from anxin.domain.network.rules import identifiers, signatures
from anxin.domain.network.rules.papers import PAPERS
from anxin.domain.people.models import Organisation

REPLACED = "新的登记代替了这一份"


class BadSignature(Invalid):
    """The signature doesn't fit the brand's public key and this statement."""

    code = "network.bad_signature"


class AskedAlready(WrongState):
    """The same is applied for already."""

    code = "network.asked_already"


class AuthorisationOver(WrongState):
    """Its last day is over."""

    code = "network.over"


def keeps(brand: Organisation, by: Actor) -> None:
    """Refuse whoever neither is of the brand nor administers the house; raises `network.not_this_brand`."""
    if by.organisation != str(brand.id) and not by.may(frozenset({"operator", "system"})):
        raise NotThisBrand({"brand": brand.slug})


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
    hours: str = "",
    lines: int | None = None,
) -> Authorisation:
    """Apply for an authorisation of a hotline, an outlet, a technician or a part batch.

    Raises `network.asked_already` where the same waits already, `core.invalid` for a code that the check would take
    for another's.
    """
    keeps(brand, by)
    if from_date > to_date:
        raise Invalid("to_date", expected=_("{day} or later").format(day=from_date), got=to_date)
    bare = identifiers.number_in(code) or identifiers.digits(code)
    _distinct(brand, kind, code, bare)
    row = Authorisation(
        number=numbers.issue("A", now=now),
        brand=brand,
        kind=kind,
        code=code,
        bare=bare,
        scope=scope,
        scope_en=scope_en,
        hours=hours,
        lines=lines,
        subject_key=subject_key or None,
        from_date=from_date,
        to_date=to_date,
    )
    told = {"drawn": witnesses.word_told(row), "ended": None, "signature": ""}
    begin(row, by=by, now=now, facts={"kind": kind, "brand": brand.slug, **told})
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


def authorise(*, authorisation: Authorisation, by: Actor, now: datetime, signature: str = "") -> None:
    """Sign an authorisation with the brand's key, or take the signature made elsewhere after checking it.

    It takes the place of the brand's earlier words for the same: at once, or when its first day comes.
    """
    check_brand(authorisation.brand, by)
    lock(authorisation)
    if authorisation.to_date < timezone.localtime(now).date():
        raise AuthorisationOver({"number": authorisation.number, "to_date": authorisation.to_date.isoformat()})
    key, signature = _signed(authorisation, signature, now=now)
    facts = {"key": key.kid, "signature": witnesses.signature_told(signature)}
    transition(authorisation, "authorise", by=by, now=now, facts=facts)
    _keep(authorisation, key, signature, now)
    if authorisation.from_date <= timezone.localtime(now).date():
        for row in queries.words_before(authorisation):
            revoke(authorisation=row, why=REPLACED, by=by, now=now)


def replace(*, authorisation: Authorisation, now: datetime) -> None:
    """End a word whose successor for the same has begun; twice is once."""
    lock(authorisation)
    if authorisation.state in queries.HELD:
        transition(authorisation, "revoke", by=SYSTEM, now=now, why=REPLACED)
        _end(authorisation, now)


def sign_again(*, authorisation: Authorisation, by: Actor, now: datetime, signature: str = "") -> None:
    """Let another key stand for an authorisation whose own was lost when it signed."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    if authorisation.state != "authorised" or not queries.is_key_lost(authorisation):
        raise WrongState({"machine": "authorisation", "state": authorisation.state, "step": "sign_again"})
    key, signature = _signed(authorisation, signature, now=now)
    facts = {"row": str(authorisation.pk), "key": key.kid, "signature": witnesses.signature_told(signature)}
    timeline.write(authorisation.stream(), "network.signed_again", by=by, now=now, facts=facts)
    _keep(authorisation, key, signature, now)


def _signed(row: Authorisation, signature: str, *, now: datetime) -> tuple[BrandKey, str]:
    """Return the living key and its signature under an authorisation."""
    key = queries.living_keys(row.brand, now=now).first()
    if key is None or (not signature and not key.private_sealed):
        raise NoKey({"brand": row.brand.slug})
    content = queries.statement_of(row)
    if not signature:
        signature = signatures.sign(vault.open_("network.key.private", key.id, key.private_sealed), content)
    if not signatures.fits(key.public, signature, content):
        raise BadSignature("signature", expected="one by the brand's key", got=key.kid)
    return key, signature


def _keep(row: Authorisation, key: BrandKey, signature: str, now: datetime) -> None:
    Authorisation.objects.filter(pk=row.pk).update(signature=signature, key=key, signed_at=now)
    row.signature, row.key, row.signed_at = signature, key, now


def take_signed(*, brand: Organisation, sheet: signatures.SigningSheet, by: Actor, now: datetime) -> int:
    """Take what was signed elsewhere: each signature is held against the row as it is now; all of them or none.

    Raises `network.bad_signature` with the number of the first that doesn't fit.
    """
    check_brand(brand, by)
    if sheet.brand != brand.slug:
        raise Invalid("brand", expected=brand.slug, got=sheet.brand)
    numbers_in = [statement.number for statement in sheet.statements]
    rows = {row.number: row for row in queries.to_sign(brand, on=timezone.localtime(now).date())}
    missing = [number for number in numbers_in if number not in rows]
    if missing:
        raise Invalid("statements", expected="what waits for a signature", got=missing[0])
    for statement in sheet.statements:
        row = rows[statement.number]
        done = authorise if row.state == "checked" else sign_again
        try:
            done(authorisation=row, by=by, now=now, signature=statement.signature)
        except BadSignature as error:
            raise BadSignature("signature", expected="one by the brand's key", got=statement.number) from error
    return len(numbers_in)


def renew(*, authorisation: Authorisation, to_date: date, by: Actor, now: datetime) -> Authorisation:
    """Apply for a further time: it begins the day after the last, or today where that is over."""
    today = timezone.localtime(now).date()
    from_date = max(authorisation.to_date + timedelta(days=1), today)
    if to_date < from_date:
        raise Invalid("to_date", expected=_("{day} or later").format(day=from_date), got=to_date)
    row = authorisation
    return apply(
        brand=row.brand,
        kind=row.kind,
        code=row.code,
        scope=row.scope,
        from_date=from_date,
        to_date=to_date,
        by=by,
        now=now,
        subject_key=str(row.subject_key or ""),
        scope_en=row.scope_en,
        hours=row.hours,
        lines=row.lines,
    )


def refuse(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Refuse what was applied for."""
    keeps(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "refuse", by=by, now=now, why=why)


def suspend(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for now; the public check says so at once."""
    keeps(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "suspend", by=by, now=now, why=why)


def resume(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Give the word again."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "resume", by=by, now=now)


def revoke(*, authorisation: Authorisation, why: str, by: Actor, now: datetime) -> None:
    """Take the word back for good; the number is remembered as retired."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    transition(authorisation, "revoke", by=by, now=now, why=why)
    _end(authorisation, now)


def expire(*, authorisation: Authorisation, now: datetime) -> None:
    """End an authorisation whose last day is over; twice is once."""
    lock(authorisation)
    if authorisation.state in queries.HELD and authorisation.to_date < timezone.localtime(now).date():
        transition(authorisation, "expire", by=SYSTEM, now=now)
        _end(authorisation, now)


def _end(row: Authorisation, now: datetime) -> None:
    Authorisation.objects.filter(pk=row.pk).update(ended_at=now)
    row.ended_at = now

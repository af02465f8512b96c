"""What a brand signs: an authorisation with who stands behind its number, here or where the brand keeps its key."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from anxin.core import timeline, vault
from anxin.core.acting import alone
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import change, lock, transition
from anxin.domain.network import queries
from anxin.domain.network.actions import authorisations, doubts, settlements
from anxin.domain.network.actions.keys import NoKey, check_brand
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.queries import standings, witnesses
from anxin.domain.network.queries.hotlines import others_hotline
from anxin.domain.network.rules import signatures
from anxin.domain.people.models import Organisation


class BadSignature(Invalid):
    """The signature doesn't fit the brand's public key and this statement."""

    code = "network.bad_signature"


class AuthorisationOver(WrongState):
    """Its last day is over."""

    code = "network.over"


class OthersHotline(WrongState):
    """Another brand's word stands for this hotline; no two brands have one."""

    code = "network.others_hotline"


def authorise(*, authorisation: Authorisation, by: Actor, now: datetime, signature: str = "") -> None:
    """Sign an authorisation with the brand's key, or take the signature made elsewhere after checking it.

    It takes the place of the brand's earlier words for the same, and what waited for it stands behind its number: at
    once, or when its first day comes.
    """
    check_brand(authorisation.brand, by)
    _hold_hotlines([authorisation])
    lock(authorisation)
    if authorisation.to_date < timezone.localtime(now).date():
        raise AuthorisationOver({"number": authorisation.number, "to_date": authorisation.to_date.isoformat()})
    if authorisation.kind == "hotline" and (
        other := others_hotline(authorisation.code, brand=authorisation.brand.slug)
    ):
        raise OthersHotline({"number": authorisation.code, "brand": other})
    doubts.refuse_doubted(authorisation)
    key, signature = _signed(authorisation, signature, now=now)
    signed = {"key": key.kid, "signature": witnesses.signature_told(signature)}
    facts = {**signed, **witnesses.outlet_told(authorisation)}
    kept = _kept(authorisation, key, signature, now)
    transition(authorisation, "authorise", by=by, now=now, facts=facts, sets=kept)
    if authorisation.from_date <= timezone.localtime(now).date():
        for row in queries.words_before(authorisation):
            authorisations.revoke(authorisation=row, why=authorisations.REPLACED, by=by, now=now)
        settlements.settle(authorisation=authorisation, by=by, now=now)


def _hold_hotlines(rows: Iterable[Authorisation]) -> None:
    """Have the numbers of hotlines to oneself until the block ends, in one order and before any row is locked."""
    for bare in sorted({row.bare for row in rows if row.kind == "hotline"}):
        alone(f"network.hotline {bare}")


def sign_again(*, authorisation: Authorisation, by: Actor, now: datetime, signature: str = "") -> None:
    """Let another key stand for an authorisation whose own was lost when it signed."""
    check_brand(authorisation.brand, by)
    lock(authorisation)
    if authorisation.state != "authorised" or not queries.is_key_lost(authorisation):
        raise WrongState({"machine": "authorisation", "state": authorisation.state, "step": "sign_again"})
    doubts.refuse_doubted(authorisation)
    key, signature = _signed(authorisation, signature, now=now)
    facts = {"row": str(authorisation.pk), "key": key.kid, "signature": witnesses.signature_told(signature)}
    change(authorisation, _kept(authorisation, key, signature, now))
    timeline.write(authorisation.stream(), "network.signed_again", by=by, now=now, facts=facts)


def _signed(row: Authorisation, signature: str, *, now: datetime) -> tuple[BrandKey, str]:
    """Return the living key and its signature under an authorisation, for who stands behind its number now."""
    key = queries.living_keys(row.brand, now=now).first()
    if key is None or (not signature and not key.private_sealed):
        raise NoKey({"brand": row.brand.slug})
    row.subject = standings.digests([row]).get(row.id, "")
    content = queries.statement_of(row)
    if not signature:
        signature = signatures.sign(vault.open_("network.key.private", key.id, key.private_sealed), content)
    if not signatures.fits(key.public, signature, content):
        raise BadSignature("signature", expected="one by the brand's key", got=key.kid)
    return key, signature


def _kept(row: Authorisation, key: BrandKey, signature: str, now: datetime) -> dict[str, object]:
    """Return what stands at a row once it is signed: before whoever asks about it hears of it."""
    return {"signature": signature, "key": key, "signed_at": now, "subject": row.subject}


def take_signed(*, brand: Organisation, sheet: signatures.SigningSheet, by: Actor, now: datetime) -> int:
    """Take what was signed elsewhere: each signature is held against the row as it is now; all of them or none.

    Raises `network.bad_signature` with the number of the first that doesn't fit, or says something else than its row.
    """
    check_brand(brand, by)
    if sheet.brand != brand.slug:
        raise Invalid("brand", expected=brand.slug, got=sheet.brand)
    numbers_in = [statement.number for statement in sheet.statements]
    rows = {row.number: row for row in queries.to_sign(brand, on=timezone.localtime(now).date())}
    missing = [number for number in numbers_in if number not in rows]
    if missing:
        raise Invalid("statements", expected="what waits for a signature", got=missing[0])
    _hold_hotlines(rows[number] for number in numbers_in)
    texts = {one.number: one.text for one in queries.sheet_of(brand, now=now).statements}
    for statement in sheet.statements:
        row = rows[statement.number]
        if statement.text != texts.get(statement.number):
            raise BadSignature("signature", expected="one of what waits here", got=statement.number)
        done = authorise if row.state == "checked" else sign_again
        try:
            done(authorisation=row, by=by, now=now, signature=statement.signature)
        except BadSignature as error:
            raise BadSignature("signature", expected="one by the brand's key", got=statement.number) from error
    return len(numbers_in)

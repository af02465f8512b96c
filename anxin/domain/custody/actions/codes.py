"""Six digits between the customer's page and the counter: under the receipt, and when the thing goes back."""

from datetime import datetime
from hmac import compare_digest
from secrets import randbelow

from django.db.models import F

from anxin.core import timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.domain.custody import rules
from anxin.domain.custody.models import Custody, HandCode

SEALED_AS = "custody.code"


class WrongHandoverCode(Invalid):
    """Not the digits on the customer's page; so many tries are left."""

    code = "custody.wrong_code"


class HandoverCodeLocked(WrongState):
    """Three wrong tries: the desk speaks with the customer and makes a new code."""

    code = "custody.code_locked"


def issue(row: Custody, purpose: str, *, now: datetime, fresh: bool = False) -> None:
    """Make a code for a purpose; an earlier one of the same purpose counts no more.

    Wrong tries go on counting until the code was used or the desk makes a `fresh` one: the counter, which tries, can't
    get new tries by taking a step back.
    """
    before = row.codes.filter(purpose=purpose, used_at=None).first() if not fresh else None
    row.codes.filter(purpose=purpose).delete()
    key = uuid7()
    sealed = vault.seal(SEALED_AS, key, f"{randbelow(1_000_000):06d}")
    HandCode.objects.create(
        id=key,
        custody=row,
        purpose=purpose,
        code_sealed=sealed,
        created_at=now,
        wrong_tries=before.wrong_tries if before else 0,
        locked_at=before.locked_at if before else None,
    )


def use(row: Custody, purpose: str, code: str, *, now: datetime) -> None:
    """Use a code up; a wrong one is counted although the work is refused. Raises `WrongCode`, `CodeLocked`."""
    known = row.codes.filter(purpose=purpose, used_at=None).select_for_update().first()
    if known is None:
        raise WrongState({"machine": "custody", "state": row.state, "step": purpose})
    if known.locked_at is not None:
        raise HandoverCodeLocked({"number": row.number})
    if compare_digest(vault.open_(SEALED_AS, known.id, known.code_sealed).encode(), code.strip().encode()):
        HandCode.objects.filter(pk=known.pk).update(used_at=now)
        return
    left = rules.TRIES - known.wrong_tries - 1
    facts, keep = {"left": left, "number": row.number}, (lambda: _count(row, known, now),)
    if left:
        raise WrongHandoverCode(
            "code", expected="the digits on the customer's page", got="others", facts=facts, survives=keep
        )
    raise HandoverCodeLocked(facts, survives=keep)


def spend(row: Custody, purpose: str, *, now: datetime) -> None:
    """Have the code of a purpose count no more: a signature stands in its place. Raises `CodeLocked`."""
    living = row.codes.filter(purpose=purpose, used_at=None)
    if living.filter(locked_at__isnull=False).select_for_update().exists():
        raise HandoverCodeLocked({"number": row.number})
    living.update(used_at=now)


def _count(row: Custody, known: HandCode, now: datetime) -> None:
    rows = HandCode.objects.filter(pk=known.pk, locked_at=None, used_at=None, wrong_tries__lt=rules.TRIES)
    if not rows.update(wrong_tries=F("wrong_tries") + 1):
        return
    left = rules.TRIES - HandCode.objects.get(pk=known.pk).wrong_tries
    if not left:
        HandCode.objects.filter(pk=known.pk).update(locked_at=now)
    timeline.write(row.stream(), "custody.code_wrong", by=SYSTEM, now=now, facts={"left": left})


def renew(*, row: Custody, recording: str, by: Actor, now: datetime) -> None:
    """Make a new code for each that is locked, after somebody of the desk spoke with the customer."""
    for one in row.codes.filter(used_at=None, locked_at__isnull=False).order_by("created_at"):
        issue(row, one.purpose, now=now, fresh=True)
        facts = {"purpose": one.purpose, "recording": recording}
        timeline.write(row.stream(), "custody.code_renewed", by=by, now=now, facts=facts)

"""The end of a visit: parts stated, a code that exists only then, three tries, or a recorded call."""

from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import randbelow

from django.db.models import F
from django.utils.crypto import salted_hmac

from anxin.core import timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.inserts import insert_new
from anxin.core.states import change, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.states import BILL
from anxin.domain.visits import queries, rules
from anxin.domain.visits.actions.appointments import NeedsProof, call_of
from anxin.domain.visits.actions.arrivals import kept_by_finish
from anxin.domain.visits.actions.rooms import free_window
from anxin.domain.visits.actions.technician_rights import NotTheTechnician
from anxin.domain.visits.models import CompletionCode, DoorCheck, Signature, Visit

SEALED_AS = "visits.code"


class NoCode(WrongState):
    """The code doesn't exist yet: pictures, parts or the bill are missing."""

    code = "visits.no_code"


class WrongCompletionCode(Invalid):
    """Not the customer's code; so many tries are left."""

    code = "visits.wrong_code"


class CompletionCodeLocked(WrongState):
    """Three wrong tries: an agent confirms by a recorded call."""

    code = "visits.code_locked"


def lacks(visit: Visit) -> tuple[str, ...]:
    """Return what a completion code still waits for."""
    return rules.lacks_for_code(
        wanted=rules.slots_of(visit.record, visit.kind),
        slots=[*visit.photos.values_list("slot", flat=True), *([rules.SIGNED] if _signed(visit) else ())],
        parts_stated=visit.parts_stated_at is not None,
        bill_shown=_billed(visit),
        right_shown=visit.kind != rules.OPENING or DoorCheck.objects.filter(visit=visit, allowed=True).exists(),
        checked=_checked(visit),
    )


def _signed(visit: Visit) -> bool:
    wanted = rules.SIGNED in rules.slots_of(visit.record, visit.kind)
    return wanted and Signature.objects.filter(visit=visit).exists()


def _checked(visit: Visit) -> bool:
    wanted = {one["code"] for one in rules.checks_of(visit.record)}
    return not wanted or wanted <= set(visit.checks.values_list("code", flat=True))


def _billed(visit: Visit) -> bool:
    bill = ledger.latest(visit.stream())
    return bill is not None and bill.state in BILL.capabilities["told"]


def issue_code_if_due(visit: Visit, *, now: datetime) -> None:
    """Make the completion code as soon as pictures, parts and bill are there; expects the visit held."""
    if visit.state != "on_site" or visit.parts_stated_at is None or not _billed(visit):
        return
    if visit.mode in rules.BENCH:  # there the goods go back against a code of their own
        return
    if lacks(visit):
        return
    sealed = vault.seal(SEALED_AS, visit.id, f"{randbelow(1_000_000):06d}")
    if not insert_new(CompletionCode(visit=visit, code_sealed=sealed, created_at=now)):
        return
    timeline.write(visit.stream(), "visits.code_ready", by=SYSTEM, now=now, facts={"row": str(visit.id)})


def state_parts(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Note that the used parts, or that there are none, were stated."""
    lock(visit)
    if visit.state != "on_site":
        raise WrongState({"machine": "visit", "state": visit.state, "step": "state_parts"})
    change(visit, {"parts_stated_at": now})
    issue_code_if_due(visit, now=now)


def bill_shown(*, fact: Entry, now: datetime) -> None:
    """A bill was shown: the completion code may exist now."""
    stream = fact.stream_key
    visit = queries.latest_of(stream)
    if visit is not None and visit.state == "on_site":
        lock(visit)
        issue_code_if_due(visit, now=now)


def finish(*, visit: Visit, code: str, by: Actor, now: datetime) -> None:
    """Finish a visit with the customer's code; a wrong one is counted although the work is refused.

    The same wrong one again from a phone that never got the answer is refused, but not counted again.
    Raises `NoCode`, `WrongCode`, `CodeLocked`.
    """
    lock(visit)
    if by.kind != "technician" or visit.technician is None or str(visit.technician.account_id) != by.id:
        raise NotTheTechnician({"number": visit.number})
    known = CompletionCode.objects.filter(visit=visit).select_for_update().first()
    if known is None or visit.state != "on_site":
        raise NoCode({"lacks": " ".join(lacks(visit)), "number": visit.number})
    if known.locked_at is not None:
        raise CompletionCodeLocked({"number": visit.number})
    if not compare_digest(vault.open_(SEALED_AS, visit.id, known.code_sealed).encode(), code.strip().encode()):
        digest = salted_hmac(SEALED_AS, f"{visit.id}:{code.strip()}", algorithm="sha256").hexdigest()
        again = by.done_at is not None and digest == known.last_wrong
        left = rules.TRIES - known.wrong_tries - (0 if again else 1)
        raise _refused(
            WrongCompletionCode if left else CompletionCodeLocked, left, visit, None if again else digest, by, now
        )
    CompletionCode.objects.filter(pk=known.pk).update(used_at=now)
    _end(visit, how="code", by=by, now=now)


def _refused(
    error: type[WrongCompletionCode] | type[CompletionCodeLocked],
    left: int,
    visit: Visit,
    digest: str | None,
    by: Actor,
    now: datetime,
) -> WrongCompletionCode | CompletionCodeLocked:
    keep = (lambda: _count_wrong(visit, digest, by, now),) if digest else ()
    facts = {"left": left, "number": visit.number}
    if error is WrongCompletionCode:
        return WrongCompletionCode(
            "code", expected="the six digits the customer reads", got="others", facts=facts, survives=keep
        )
    return CompletionCodeLocked(facts, survives=keep)


def _count_wrong(visit: Visit, digest: str, by: Actor, now: datetime) -> None:
    rows = CompletionCode.objects.filter(visit=visit, locked_at=None, used_at=None, wrong_tries__lt=rules.TRIES)
    if not rows.update(wrong_tries=F("wrong_tries") + 1, last_wrong=digest):
        return
    known = CompletionCode.objects.get(visit=visit)
    facts = {"left": rules.TRIES - known.wrong_tries, "row": str(visit.id)}
    timeline.write(visit.stream(), "visits.code_wrong", by=by, now=now, facts=facts)
    if known.wrong_tries >= rules.TRIES:
        CompletionCode.objects.filter(visit=visit).update(locked_at=now)
        timeline.write(visit.stream(), "visits.code_locked", by=SYSTEM, now=now, facts={"row": str(visit.id)})


def finish_by_call(*, visit: Visit, by: Actor, now: datetime) -> None:
    """Finish a visit without the code, on a call that an agent made, recorded and was answered in.

    Raises `NoCode` while pictures, parts or bill are missing, `NeedsProof` without the call.
    """
    lock(visit)
    if "agent" not in by.roles:
        raise NotTheTechnician({"number": visit.number})
    if lacks(visit):
        raise NoCode({"lacks": " ".join(lacks(visit)), "number": visit.number})
    call = call_of(visit, purpose="completion", since=now - timedelta(hours=24))
    if call is None:
        raise NeedsProof({"number": visit.number})
    _end(visit, how="call", by=by, now=now)


def _end(visit: Visit, *, how: str, by: Actor, now: datetime) -> None:
    kept_by_finish(visit, now=now)
    free_window(visit, now=now)
    transition(visit, "finish", by=by, now=now, facts={"how": how}, sets={"outcome": "done"})

"""Who transferred money: opened by a look that stays in the record, and forgotten once it was of no bill for long."""

from datetime import datetime, timedelta

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.files import SealedFile
from anxin.core.states import change, lock
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.queries import payees
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries.refund_cases import case_of
from anxin.domain.ledger.queries.witnesses import remittance_told
from anxin.domain.people import actions as people

AT_ONCE = 200


def forget_aside(*, now: datetime) -> int:
    """Forget who transferred money that was of no bill, and was put aside long enough ago; give how many.

    The slip goes with it: it names him too.
    """
    before = now - timedelta(days=settings.get("ledger.aside_days", at=now))
    rows = list(queries.aside_since(before)[:AT_ONCE])
    for row in rows:
        lock(row)
        change(row, {"payer_sealed": "", "remark_sealed": "", "proof": ""})
        timeline.write(
            row.stream(),
            "remittance.forgotten",
            by=SYSTEM,
            now=now,
            facts={"row": row.pk, "drawn": remittance_told(row)},
        )
    return len(rows)


def open_payer(*, remittance: Remittance, reason: str, by: Actor, now: datetime) -> queries.Payer:
    """Return who paid and what the payer wrote; who looked and why stays in the record, and who paid reads it."""
    lock(remittance)
    _note_look(remittance, "ledger.payer_seen", reason, by=by, now=now)
    return queries.payer_of(remittance)


def open_slip(*, remittance: Remittance, reason: str, by: Actor, now: datetime) -> SealedFile:
    """Return the file that proves it, which names who paid; noted as a look at who paid is."""
    lock(remittance)
    found = queries.proof_of(remittance)
    if found is None:
        raise queries.NoSuchRemittance({"remittance": str(remittance.pk)})
    _note_look(remittance, "ledger.slip_seen", reason, by=by, now=now)
    return found


def _note_look(row: Remittance, code: str, reason: str, *, by: Actor, now: datetime) -> None:
    bill, case = row.bill, case_of(row.payment) if row.payment else None
    owner = payees.owner_of(bill) if bill is not None else None
    if bill is not None and owner is not None:
        people.note_account(person=owner, stream=case or bill.stream(), reason=reason, by=by, now=now)
    timeline.write(row.stream(), code, by=by, now=now, facts={"number": row.reference, "reason": reason})

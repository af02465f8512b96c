"""What somebody bears of a bill beside its payer: charged to him, to another in his place, and paid by him."""

from datetime import date, datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions.postings import post, reverse
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.queries.borne_costs import charged, payments_of, standing


def bear(*, bill: Bill, account: str, amount_fen: int, by: Actor, now: datetime, back: str = "") -> None:
    """Charge what the payer of a bill does not pay to who has to bear it; once a bill, and nobody owes himself.

    What went back to the payer is charged once a refund, the payment whose key `back` is.
    """
    lock(bill)
    if account != bill.payee and not charged(bill, back):
        _charge(bill, account, amount_fen, back, 1, by=by, now=now)


def bear_instead(*, bill: Bill, account: str, amount_fen: int, by: Actor, now: datetime, back: str = "") -> None:
    """Charge it to another in the place of who was said to bear it, whose charge is reversed; the same twice is once.

    The account that the bill pays is charged nothing: then it stays there.
    """
    lock(bill)
    before = charged(bill, back)
    stands = standing(before)
    if stands is not None and stands.debit == account:
        return
    if stands is not None:
        reverse(transfer=stands, now=now)
        told = {"row": bill.pk, "of": stands.key, "account": stands.debit, "amount_fen": stands.amount_fen}
        timeline.write(bill.stream(), f"ledger.{rules.BORNE_BACK}", by=by, now=now, facts=told)
    if account != bill.payee:
        _charge(bill, account, amount_fen, back, len(before) + 1, by=by, now=now)


def charge_instead(*, borne: Transfer, account: str, by: Actor, now: datetime) -> None:
    """Charge what stands charged to somebody to another in his place."""
    if borne.bill is not None:
        back, fen = rules.back_of(borne.key), borne.amount_fen
        bear_instead(bill=borne.bill, account=account, amount_fen=fen, by=by, now=now, back=back)


def _charge(bill: Bill, account: str, amount_fen: int, back: str, turn: int, *, by: Actor, now: datetime) -> None:
    key = rules.borne_key(str(bill.id), back, turn)
    post(bill, debit=account, credit=bill.payee, amount_fen=amount_fen, key=key, reason=rules.BORNE, now=now)
    facts: dict[str, object] = {"row": bill.pk, "account": account, "amount_fen": amount_fen}
    facts |= {"back": back} if back else {}
    facts |= {"turn": turn} if turn > 1 else {}
    timeline.write(bill.stream(), f"ledger.{rules.BORNE}", by=by, now=now, facts=facts)


def borne_paid(*, borne: Transfer, way: str, moved_date: date, reference: str, by: Actor, now: datetime) -> None:
    """Book that who bears a cost has paid it: it came outside of every provider; twice is once."""
    if way not in rules.REMITTED:
        raise Invalid("way", expected=", ".join(rules.REMITTED), got=way)
    bill = borne.bill
    if bill is None:
        raise Invalid("borne", expected="what is borne of a bill", got=borne.key)
    lock(bill)
    before = payments_of(borne)
    if standing(before) is not None:
        return
    turn, account = len(before) + 1, rules.REMITTED[way]
    key, fen, reason = rules.borne_paid_key(str(borne.pk), turn), borne.amount_fen, rules.BORNE_PAID
    post(bill, debit=account, credit=borne.debit, amount_fen=fen, key=key, reason=reason, now=now)
    facts = {"row": bill.pk, "of": borne.key, "account": borne.debit, "way": way, "amount_fen": fen}
    facts |= {"moved": moved_date.isoformat()} | ({"turn": turn} if turn > 1 else {})
    private = {"reference": reference}
    timeline.write(bill.stream(), f"ledger.{reason}", by=by, now=now, facts=facts, private=private)


def borne_unpaid(*, borne: Transfer, by: Actor, now: datetime) -> None:
    """Take back that who bears a cost has paid it: it is owed as before; twice is once."""
    _take_back(borne, rules.BORNE_UNPAID, {}, None, by=by, now=now)


def borne_returned(*, borne: Transfer, moved_date: date, reference: str, by: Actor, now: datetime) -> None:
    """Book that what who bears a cost has paid went back to him, the way it came; twice is once."""
    moved, private = {"moved": moved_date.isoformat()}, {"reference": reference}
    _take_back(borne, rules.BORNE_RETURNED, moved, private, by=by, now=now)


def _take_back(
    borne: Transfer, code: str, said: dict[str, str], private: dict[str, str] | None, *, by: Actor, now: datetime
) -> None:
    bill = borne.bill
    if bill is None:
        raise Invalid("borne", expected="what is borne of a bill", got=borne.key)
    lock(bill)
    paid = standing(payments_of(borne))
    if paid is None:
        return
    reverse(transfer=paid, now=now)
    facts = {"row": bill.pk, "of": paid.key, "account": paid.credit, "from": paid.debit, "amount_fen": paid.amount_fen}
    timeline.write(bill.stream(), f"ledger.{code}", by=by, now=now, facts=facts | said, private=private)

"""Lines of a bank's statement: what is here of one already, and which transfer of ours one that went out is."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from anxin.core.money import format_fen
from anxin.core.tables import Values
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries.refund_cases import is_for_hands, is_paid_out
from anxin.domain.ledger.queries.remittances import payer_of
from anxin.domain.ledger.queries.sent_transfers import waits_for
from anxin.domain.ledger.rules.bank_lines import out_fen, sum_fault, went_out
from anxin.domain.ledger.rules.remittances import numbers_in, plain_reference

NAMED = 20
"""So many refunds that went out twice are named; the others are counted."""


def brought(key: Values) -> Values | None:
    """Return what a line of a bank's statement says that was written down already."""
    plain = plain_reference(str(key["reference"]))
    rows = Remittance.objects.filter(way=rules.BANK, plain=plain).exclude(direction="back", state="aside")
    row = rows.order_by("-direction").first()
    if row is None:
        return None
    told = payer_of(row)
    return {
        "reference": key["reference"],
        "date": row.moved_date.isoformat(),
        "amount": row.amount_fen,
        "payer": told.name or None,
        "remark": told.remark or None,
        "side": row.direction,
        "out": None,
    }


def sent_by(values: Values) -> Remittance | None:
    """Return the transfer of ours that a line which went out is, by its reference (one query)."""
    plain = plain_reference(str(values["reference"]))
    rows = Remittance.objects.filter(direction=Payment.Direction.BACK, way=rules.BANK, plain=plain)
    return rows.exclude(state="aside").first()


def fell_away(values: Values) -> Remittance | None:
    """Return the transfer of a refund of ours, put aside meanwhile, that a line of its reference and sum shows."""
    plain = plain_reference(str(values["reference"]))
    back = Remittance.objects.filter(direction=Payment.Direction.BACK, way=rules.BANK, plain=plain, state="aside")
    rows = back.filter(Q(payment__isnull=False) | Q(beside__isnull=False), amount_fen=out_fen(values))
    return rows.select_related("bill", "payment", "beside").order_by("-updated_at").first()


def repeated_by(values: Values) -> Remittance | None:
    """Return the transfer that a line of another reference repeats: the same sum, for the same refund of ours.

    Not where another refund of that sum waits for its transfer: then it is that one, which is yet to be written down.
    """
    numbers = numbers_in(str(values.get("remark") or ""))
    if not numbers:
        return None
    sent = Remittance.objects.filter(direction=Payment.Direction.BACK, state="booked", repeats=None, returns=None)
    sent = sent.filter(beside=None)
    first = sent.filter(bill__number__in=numbers, amount_fen=out_fen(values)).select_related("bill").first()
    return None if first is None or _waits(first) else first


def _waits(first: Remittance) -> bool:
    open_ones = Payment.objects.filter(bill=first.bill, direction="back", state="unclear", amount_fen=first.amount_fen)
    return any(is_for_hands(one) and not is_paid_out(one) for one in open_ones)


def passes(values: Values) -> bool:
    """Return whether a line says nothing that isn't known: it went out for nothing of ours, or is ticked already."""
    if not went_out(values):
        return False
    sent = sent_by(values) or fell_away(values)
    return sent.seen_date is not None if sent is not None else repeated_by(values) is None


def line_faults(values: Values) -> dict[str, str]:
    """Return why a line can't be: two sums, or a transfer of ours of another sum."""
    fault = sum_fault(values)
    sent = sent_by(values) if not fault and went_out(values) else None
    if sent is not None and out_fen(values) not in (0, sent.amount_fen):
        told = _("our books say {sum} of this transfer").format(sum=format_fen(sent.amount_fen))
        return {"out" if values.get("out") else "amount": told}
    return {fault: _("one of the two: what came, or what went out")} if fault else {}


def _said_twice(first: Remittance, bill: str, reference: str) -> str:
    """Say that a refund went out twice; of one that no statement has, that its reference may be mistyped."""
    told = {"sum": format_fen(first.amount_fen), "bill": bill, "reference": reference, "ours": first.reference}
    if first.seen_date is not None:
        return _("The same refund went out twice: {sum}, bill {bill}, by {reference}.").format(**told)
    said = _("Bill {bill}, {sum}: {reference} is our transfer {ours}, mistyped, or a second one; say which.")
    return said.format(**told)


def _said_gone(fell: Remittance) -> str:
    """Say that a transfer which was put aside has gone: for the refund that waits still, or a second time."""
    if waits_for(fell) is not None:
        said = _(
            "Our transfer {ours} of {sum}, bill {bill}, put aside before, did go: a second person looks at it again."
        )
    else:
        said = _("Our transfer {ours} of {sum}, bill {bill}, put aside before, did go: its refund has gone twice.")
    return said.format(ours=fell.reference, sum=format_fen(fell.amount_fen), bill=fell.bill.number if fell.bill else "")


def what_went(rows: Sequence[Values], _now: datetime) -> list[str]:
    """Say of the lines that went out which are transfers of ours, which went out twice, and how many are none."""
    counts, twice = Counter[str](), list[str]()
    for values in (one for one in rows if one.get("reference") and went_out(one)):
        sent = sent_by(values)
        fell = None if sent else fell_away(values)
        first = None if sent or fell else repeated_by(values)
        counts["twice" if first else "ours" if sent or fell else "left"] += 1
        if fell is not None and fell.seen_date is None and len(twice) < NAMED:
            twice.append(_said_gone(fell))
        if first is not None and first.bill is not None and len(twice) < NAMED:
            twice.append(_said_twice(first, first.bill.number, str(values["reference"])))
    if not counts:
        return []
    said = _("Of what went out {ours} lines are transfers of ours and are ticked; {left} are none and are left out.")
    return [*twice, said.format(ours=counts["ours"], left=counts["left"])]

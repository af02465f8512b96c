"""Money held against the chain: each bill, line, payment and transfer is what the facts make of it, no more, no less.

What a fact does not say (an earlier version said less of payer, lines, provider) can't be compared, and is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from anxin.core import timeline
from anxin.core.streams.hashing import digest
from anxin.core.streams.models import Entry
from anxin.core.timeline import ChainFinding, StreamKey, Witness
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Difference, Payment, Remittance, Statement, Transfer
from anxin.domain.ledger.rules import besides, shops_money

AT_ONCE = 200
POSTED, PENDING, VOID = Transfer.State.POSTED, Transfer.State.PENDING, Transfer.State.VOID


def statement_told(row: Statement) -> str:
    """Return one short text that changes with any line of a statement, or its sums (one query)."""
    lines = row.lines.order_by("id").values_list("direction", "number", "reference", "amount_fen", "fee_fen", "at")
    drawn = [[*line, timeline.told_at(at)] for *line, at in lines.iterator(AT_ONCE)]
    about = [row.provider, row.day.isoformat(), row.count, row.paid_fen, row.back_fen, row.fee_fen]
    return digest(b"anxin.ledger.statement", [*about, drawn])


def difference_told(row: Difference) -> str:
    """Return one short text that changes with anything a difference says, and with how it ended."""
    about = [row.provider, row.kind, row.direction, row.number, row.reference, row.day.isoformat()]
    sums = [str(row.payment_id or ""), row.ours_fen, row.theirs_fen]
    end = [timeline.told_at(row.ended_at), row.ended_by, row.end, row.note]
    proposal = [row.correction, row.voucher, row.proposed_by, timeline.told_at(row.proposed_at)]
    proposal += [row.told_as] if row.told_as else []
    return digest(b"anxin.ledger.difference", [*about, *sums, *end, *(proposal if row.correction else ())])


def remittance_told(row: Remittance) -> str:
    """Return one short text that changes with anything a remittance says but its state, and what is sealed."""
    about = [row.direction, row.way, row.amount_fen, row.moved_date.isoformat(), row.reference, row.proof]
    keys = [str(one or "") for one in (row.bill_id, row.payment_id, row.returns_id)]
    later = [str(row.repeats_id or ""), str(row.seen_date or "")] if row.repeats_id or row.seen_date else []
    later += ["beside", str(row.beside_id)] if row.beside_id else []
    return digest(b"anxin.ledger.remittance", [*about, *keys, row.over_fen, row.proposed_by, *later])


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of what a provider's books say; bills, payments and transfers are compared apart."""
    drawn = {"drawn": "drawn"}
    kept = ("found", "returned", "proposed", "refused", "released", "ended", "named")
    return (
        Witness(
            model=Statement,
            told={"ledger.statement_kept": drawn},
            reads={"drawn": statement_told},
            since="drawn",
            kinds={"statement": "id"},
        ),
        Witness(
            model=Difference,
            told={f"ledger.difference_{one}": drawn for one in kept},
            reads={"drawn": difference_told},
            since="drawn",
            kinds={"difference": "id"},
        ),
        Witness(
            model=Remittance,
            told={"remittance.*": drawn},
            reads={"drawn": remittance_told},
            since="drawn",
            kinds={"remittance": "id"},
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ToldTransfer:
    """A transfer as the facts tell it."""

    debit: str
    credit: str
    amount_fen: int
    state: str
    reason: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(kw_only=True)
class WitnessedBill:
    """Everything of one bill: its rows, and the facts about each."""

    bill: Bill
    facts: dict[str, list[Entry]]
    transfers: dict[str, Transfer] = field(default_factory=dict)

    def of(self, row: Bill | Payment) -> list[Entry]:
        """Return the facts about a row."""
        return self.facts.get(str(row.pk), [])


def money_differs(stream: StreamKey | None) -> Iterator[ChainFinding]:
    """Yield every row of money that says something else than the facts, or that no fact tells of."""
    rows = Bill.objects.order_by("id")
    if stream is not None:
        rows = rows.filter(stream_kind=stream.kind, stream_key=stream.key) if stream.kind in KINDS else rows.none()
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE, strict=False):
        suspects = [one.bill for one in _accounts(some) if _faults(one)]
        for one in _accounts(suspects):  # twice: somebody may be paying between the reads
            for position, row in _faults(one):
                yield timeline.row_differs(one.bill.stream(), position, row)
    if stream is None:
        told = Entry.objects.filter(code__in=KEYED).select_related("stream")
        told_of = {f"{KEYED[one.code]}:{one.pk}": one for one in told}
        for stray in Transfer.objects.filter(bill=None).order_by("id"):
            if not _is_booked(stray, told_of.pop(stray.key, None)):
                yield timeline.row_differs(StreamKey("ledger", str(stray.id)), 0, f"ledger.transfer {stray.id}")
        for key, fact in told_of.items():
            yield timeline.row_differs(fact.stream_key, fact.position, f"ledger.transfer {key}")


def _is_booked(row: Transfer, fact: Entry | None) -> bool:
    """Return whether cash that was handed in, or a correction, is booked as its fact tells."""
    if fact is None or row.state != POSTED:
        return False
    sides = (fact.facts.get("debit"), fact.facts.get("credit"))
    if fact.code == HANDED_IN:
        sides = (rules.HOUSE_CASH, rules.cash_account(fact.stream.key))
    return (row.debit, row.credit) == sides and row.amount_fen == fact.facts.get("amount_fen")


HANDED_IN = "ledger.cash_handed_in"
OVER = {f"ledger.{one}": one for one in (besides.KEPT_OVER, besides.RETURNED_OVER, besides.TWICE, besides.TWICE_BACK)}
KEYED = {HANDED_IN: "hand_in", "ledger.corrected": rules.CORRECTED, **OVER}
"""Facts that book a transfer of no bill, and how its key begins."""
KINDS = ("claim", "purchase", "repair")


def _accounts(bills: Iterable[Bill]) -> list[WitnessedBill]:
    wanted = Bill.objects.filter(pk__in=[one.pk for one in bills]).order_by("id")
    rows = list(wanted.prefetch_related("lines", "payments", "transfers"))
    facts: dict[str, list[Entry]] = defaultdict(list)
    for several in timeline.chains({one.stream() for one in rows}):
        for one in several:
            if one.code.startswith(("bill.", "payment.")) or one.code in BESIDE_STEPS:
                facts[str(one.facts.get("row", ""))].append(one)
    return [
        WitnessedBill(bill=one, facts=facts, transfers={transfer.key: transfer for transfer in one.transfers.all()})
        for one in rows
    ]


def _faults(one: WitnessedBill) -> list[tuple[int, str]]:
    """Return each row that differs, with the position of the last fact about it; 0 where there is none."""
    found: list[tuple[int, str]] = []
    facts = one.of(one.bill)
    if not facts or not _bill_holds(one, facts):
        found.append((facts[-1].position if facts else 0, f"ledger.bill {one.bill.number} {one.bill.id}"))
    for payment in one.bill.payments.all():
        told = one.of(payment)
        if not told or not _payment_holds(payment, told):
            found.append((told[-1].position if told else 0, f"ledger.payment {payment.id}"))
    expected = {key: (movement, at) for key, movement, at in _movements(one)}
    for key in sorted(expected.keys() | one.transfers.keys()):
        movement, at = expected.get(key, (None, 0))
        there = one.transfers.get(key)
        if there is None or movement is None or not _moved(there, movement):
            found.append((at, f"ledger.transfer {there.id if there else key}"))
    return found


def _bill_holds(one: WitnessedBill, facts: list[Entry]) -> bool:
    bill, drawn = one.bill, facts[0].facts
    lowered = [fact.facts["to_fen"] for fact in facts if fact.code == "bill.reduce" and "to_fen" in fact.facts]
    total = lowered[-1] if lowered else drawn.get("total_fen", bill.total_fen)
    drawn_up = sorted(bill.lines.all(), key=lambda line: line.position)
    lines = rules.digest(drawn_up)
    words = {"number": bill.number, "payer": bill.payer, "payee": bill.payee, "lines": lines}
    paid = refunded = reserved = 0
    same = all(drawn.get(name, value) == value for name, value in words.items())
    for payment in bill.payments.all():
        ended = _ended(one.of(payment))
        if payment.direction == Payment.Direction.IN:
            paid += payment.amount_fen if ended == "payment.succeed" else 0
        else:
            refunded += payment.amount_fen if ended == "payment.succeed" else 0
            same &= ended != "payment.succeed" or payment.provider not in rules.OWN or bill.by_hand
            reserved += payment.amount_fen if not ended else 0
    refunded += sum(ELSEWHERE.get(fact.code, 0) * fact.facts["amount_fen"] for fact in facts if fact.code in ELSEWHERE)
    sums = (bill.total_fen, bill.paid_fen, bill.refunded_fen, bill.reserved_fen)
    return same and sums == (total, paid, refunded, reserved)


def _payment_holds(row: Payment, facts: list[Entry]) -> bool:
    begun = {**facts[0].facts, **_way(_on_its_way(facts)[0])}
    back = row.direction == Payment.Direction.BACK
    words = {"amount_fen": row.amount_fen, "provider": row.provider, "method": row.method}
    words["until"] = timeline.told_at(row.until_at)
    reference = rules.digest_of(row.reference)
    told = [fact.facts["reference"] for fact in _on_its_way(facts) if "reference" in fact.facts]
    referred = told[-1] if told else reference
    same = all(begun.get(name, value) == value for name, value in words.items())
    named = {"moved_at": timeline.told_at(row.moved_at), "refund_reference": rules.digest_of(row.refund_reference)}
    named["proof"] = row.proof
    for name, kept in named.items():
        same &= next((fact.facts[name] for fact in reversed(facts) if name in fact.facts), kept) == kept
    return same and bool(begun.get("back")) == back and reference == referred and _shown_as_told(row, facts)


def _way(fact: Entry) -> dict[str, object]:
    return {name: fact.facts[name] for name in ("provider", "method") if name in fact.facts}


def _on_its_way(facts: list[Entry]) -> list[Entry]:
    """Return the facts of the way a payment went at last: those since a refund went another one, else all."""
    turns = [n for n, fact in enumerate(facts) if fact.code == "payment.rerouted"]
    return facts[turns[-1] :] if turns else facts


def _shown_as_told(row: Payment, facts: list[Entry]) -> bool:
    """Return whether what the payer scans is what the provider gave: another code would send his money elsewhere."""
    told = [fact.facts for fact in facts if fact.code == SHOWN]
    return not row.show or (bool(told) and told[-1].get("show") == rules.digest_of(row.show))


def _movements(one: WitnessedBill) -> Iterator[tuple[str, ToldTransfer, int]]:
    """Yield the transfers that the facts about a bill and its payments make, by key, with their fact's position."""
    bill, charges = one.bill, 0
    charged: dict[str, ToldTransfer] = {}
    for fact in one.of(bill):
        if fact.code == "bill.agree" and fact.facts.get("total_fen"):
            charges += 1
            key = f"charge:{bill.id}:{charges}"
            charged[key] = _posted(bill.payer, bill.payee, fact.facts["total_fen"], "charge", fact)
            yield key, charged[key], fact.position
        elif fact.code in ("bill.reduce", "bill.waive", "bill.replace"):
            for key, movement in charged.items():
                row = one.transfers.get(key)
                back = _posted(movement.credit, movement.debit, movement.amount_fen, "reversal", fact)
                yield f"reverse:{row.id if row else key}", back, fact.position
            charged = {}
        elif fact.code in BORNE:
            yield *_of_borne(one, fact), fact.position
    yield from _elsewhere(one)
    yield from _with_shop(one)
    for payment in bill.payments.all():
        yield from _of_payment(bill, payment, one.of(payment))
        yield from _reversed(one, payment)


def _of_borne(one: WitnessedBill, fact: Entry) -> tuple[str, ToldTransfer]:
    """Return what a fact of a cost somebody bears makes: its charge, the opposite of one, that it was paid, or not."""
    told, payee = fact.facts, one.bill.payee
    account, fen = told["account"], told["amount_fen"]
    if fact.code == BORNE[0]:
        key = rules.borne_key(str(one.bill.id), told.get("back", ""), told.get("turn", 1))
        return key, _posted(account, payee, fen, rules.BORNE, fact)
    row = one.transfers.get(told["of"])
    of = str(row.id if row else told["of"])
    if fact.code == BORNE[1]:
        return f"reverse:{of}", _posted(payee, account, fen, "reversal", fact)
    if fact.code in PAID_BACK:
        return f"reverse:{of}", _posted(account, told["from"], fen, "reversal", fact)
    key = rules.borne_paid_key(of, told.get("turn", 1))
    return key, _posted(rules.REMITTED[told["way"]], account, fen, rules.BORNE_PAID, fact)


def _elsewhere(one: WitnessedBill) -> Iterator[tuple[str, ToldTransfer, int]]:
    """Yield what moved in somebody else's books, and what of it was reversed."""
    bill = one.bill
    for fact in one.of(bill):
        if fact.code not in ELSEWHERE:
            continue
        key = rules.elsewhere_key(fact.facts["source"], fact.facts["number"])
        reason = fact.code.partition(".")[2]
        if reason == rules.REVERSED:
            yield from _taken_back(one, key, fact)
            continue
        taker = bill.payee if fact.facts.get(shops_money.FROM_SHOP) else _taker(bill)
        ways = rules.ways_elsewhere(reason, payer=bill.payer, payee=bill.payee, taker=taker)
        for before, debit, credit in ways:
            yield f"{before}{key}", _posted(debit, credit, fact.facts["amount_fen"], reason, fact), fact.position


def _with_shop(one: WitnessedBill) -> Iterator[tuple[str, ToldTransfer, int]]:
    """Yield what books with its shop what an earlier version booked with a provider, and what went over to that."""
    bill, taker = one.bill, _taker(one.bill)
    for fact in one.of(bill):
        row = one.transfers.get(fact.facts["of"]) if fact.code == WITH_SHOP else None
        if fact.code == WENT_OVER:
            sides = (taker, bill.payee) if fact.facts["back"] else (bill.payee, taker)
            key = f"{shops_money.OVER_KEY}{fact.facts['source']}:{fact.facts['number']}"
            yield key, _posted(*sides, fact.facts["amount_fen"], shops_money.OVER, fact), fact.position
        elif row is not None:
            sides = (taker, bill.payee) if row.credit == taker else (bill.payee, taker)
            told = _posted(*sides, row.amount_fen, shops_money.WITH_SHOP, fact)
            yield f"{shops_money.OWN_KEY}{row.key}", told, fact.position


def _taker(bill: Bill) -> str:
    paid = [one for one in bill.payments.all() if (one.direction, one.state) == (Payment.Direction.IN, "succeeded")]
    paid.sort(key=lambda one: one.pk)
    return rules.taken_by(paid[0].provider, reference=paid[0].reference, back=True) if paid else ""


def _of_payment(bill: Bill, payment: Payment, facts: list[Entry]) -> Iterator[tuple[str, ToldTransfer, int]]:
    if not facts:
        return
    begun, end = facts[0], next((one for one in reversed(facts) if one.code in ENDS), None)
    came_back = end if end and end.code == CAME_BACK else None
    end = next((one for one in reversed(facts) if one.code in ENDS and one is not came_back), None)
    back = payment.direction == Payment.Direction.BACK
    sides = (rules.taken_by(payment.provider, reference=payment.reference, back=back), bill.payer)
    debit, credit = reversed(sides) if back else sides
    if end and end.facts.get(shops_money.FROM_SHOP):
        credit = shops_money.gives_from(taker=_taker(bill), payee=bill.payee)
    state = {"": PENDING, "payment.succeed": POSTED, "payment.fail": VOID}[end.code if end else ""]
    movement = ToldTransfer(
        debit=debit,
        credit=credit,
        amount_fen=begun.facts.get("amount_fen", payment.amount_fen),
        state=state,
        reason="refund" if back else "payment",
        created_at=begun.at,
        settled_at=end.at if end else None,
    )
    yield payment.key, movement, (end or begun).position
    if back and end and end.code == "payment.succeed":
        given = _posted(bill.payee, bill.payer, begun.facts.get("amount_fen", payment.amount_fen), "credit", end)
        yield f"credit:{payment.key}", given, end.position
        apart = rules.laid(booked=end.facts.get("booked_with", payment.provider), went_by=payment.provider)
        if apart is not None:
            laid = _posted(*apart, begun.facts.get("amount_fen", payment.amount_fen), rules.LAID, end)
            yield f"{rules.LAID_KEY}{payment.key}", laid, end.position


def _reversed(one: WitnessedBill, payment: Payment) -> Iterator[tuple[str, ToldTransfer, int]]:
    """Yield what takes back the transfers of a refund that its bank sent back."""
    last = next((fact for fact in reversed(one.of(payment)) if fact.code in ENDS), None)
    if last is None or last.code != CAME_BACK:
        return
    yield from _taken_back(one, payment.key, last)


def _taken_back(one: WitnessedBill, key: str, fact: Entry) -> Iterator[tuple[str, ToldTransfer, int]]:
    """Yield the opposite of all that a refund moved, as its fact tells."""
    for named in (key, f"credit:{key}", f"{shops_money.OWN_KEY}{key}"):
        row = one.transfers.get(named)
        if row is not None:
            undone = _posted(row.credit, row.debit, row.amount_fen, "reversal", fact)
            yield f"reverse:{row.id}", undone, fact.position


PAID_BACK = (f"ledger.{rules.BORNE_UNPAID}", f"ledger.{rules.BORNE_RETURNED}")
BORNE = (*(f"ledger.{one}" for one in (rules.BORNE, rules.BORNE_BACK, rules.BORNE_PAID)), *PAID_BACK)
CAME_BACK = "payment.come_back"
WITH_SHOP, WENT_OVER = f"ledger.{shops_money.WITH_SHOP}", f"ledger.{shops_money.OVER}"
ENDS, SHOWN = ("payment.succeed", "payment.fail", CAME_BACK), "ledger.code_shown"
ELSEWHERE = {f"ledger.{rules.GONE}": 1, f"ledger.{rules.CAME}": -1, f"ledger.{rules.REVERSED}": -1}
"""Facts of money that moved in somebody else's books, and whether more or less of the bill has gone back by it."""
BESIDE_STEPS = (SHOWN, WITH_SHOP, WENT_OVER, *BORNE, *ELSEWHERE)


def _ended(facts: list[Entry]) -> str:
    return next((one.code for one in reversed(facts) if one.code in ENDS), "")


def _posted(debit: str, credit: str, amount_fen: int, reason: str, fact: Entry) -> ToldTransfer:
    return ToldTransfer(
        debit=debit,
        credit=credit,
        amount_fen=amount_fen,
        state=POSTED,
        reason=reason,
        created_at=fact.at,
        settled_at=fact.at,
    )


def _moved(row: Transfer, told: ToldTransfer) -> bool:
    return told == ToldTransfer(
        debit=row.debit,
        credit=row.credit,
        amount_fen=row.amount_fen,
        state=row.state,
        reason=row.reason,
        created_at=row.created_at,
        settled_at=row.settled_at,
    )

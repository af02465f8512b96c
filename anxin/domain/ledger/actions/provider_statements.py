"""Statements: kept line by line, held against our payments; each difference is work until somebody ends it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef

from anxin.core import later, providers, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.actions.bindings import release
from anxin.domain.ledger.actions.differences import OPEN_AGAIN, end, end_by_themselves, hold_open, tell
from anxin.domain.ledger.actions.late_payments import count_late
from anxin.domain.ledger.models import Difference, Payment, Statement, StatementLine
from anxin.domain.ledger.providers import IN, PaymentAnswer
from anxin.domain.ledger.providers import ProviderLine as Line
from anxin.domain.ledger.queries.statement_days import StatementDay
from anxin.domain.ledger.queries.witnesses import statement_told
from anxin.domain.ledger.rules import reconciliation
from anxin.domain.ledger.rules.reconciliation import ITSELF, FoundDifference

AT_ONCE = 2000
GIVE_BACK = "anxin.domain.ledger.tasks.give_back_difference"
FETCH_DAY = "anxin.domain.ledger.tasks.fetch_statement"


def keep_statement(*, provider: str, day: date, lines: Sequence[Line], now: datetime) -> Statement:
    """Keep a day's statement and reconcile it, and what waited for it on the days beside; a second one replaces it.

    What only the one before said, and nobody has ended yet, ends with it.
    """
    back = [one for one in lines if one.direction != IN]
    sums = {
        "fetched_at": now,
        "count": len(lines),
        "paid_fen": sum(one.amount_fen for one in lines if one.direction == IN),
        "back_fen": sum(one.amount_fen for one in back),
        "fee_fen": sum(one.fee_fen for one in lines),
    }
    former = Statement.objects.filter(provider=provider, day=day).first()
    said, before = (statement_told(former), _numbers(former)) if former else ("", set())
    row, _new = Statement.objects.update_or_create(provider=provider, day=day, defaults=sums)
    row.lines.all().delete()
    rows = [
        StatementLine(
            statement=row,
            direction=one.direction,
            number=one.number[:64],
            reference=one.reference[:64],
            amount_fen=one.amount_fen,
            fee_fen=one.fee_fen,
            at=one.at,
        )
        for one in lines
    ]
    StatementLine.objects.bulk_create(rows, batch_size=AT_ONCE)
    told = statement_told(row)
    facts = {"row": str(row.pk), "provider": provider, "day": day.isoformat(), "drawn": told}
    timeline.write(StreamKey("statement", str(row.pk)), "ledger.statement_kept", by=SYSTEM, now=now, facts=facts)
    providers.note_cost(provider, day=day, cost_mill=max(row.fee_fen, 0) * 10)
    for one in (day - timedelta(days=1), day, day + timedelta(days=1)):
        if one == day or Statement.objects.filter(provider=provider, day=one).exists():
            found = reconcile(provider=provider, day=one, now=now)
            if one == day and former and said != told:
                _replaced(provider, day, found, before, now)
    _agreed(row, now)
    return row


def _agreed(row: Statement, now: datetime) -> None:
    """End other sums that a notification told of payments, where the statement has them with ours.

    What was booked because of another sum stands for a person, who books it back.
    """
    waits = Difference.objects.filter(provider=row.provider, kind="wrong_sum", ended_at=None, proposed_at=None)
    waits = waits.filter(returning_at=None, payment__state="succeeded", ours_fen=F("payment__amount_fen"))
    waits = waits.exclude(theirs_fen=F("ours_fen"))
    lines = StatementLine.objects.filter(
        statement__provider=row.provider, number=OuterRef("number"), direction=OuterRef("direction")
    )
    ours = Exists(lines.filter(statement=row, amount_fen=OuterRef("ours_fen")))
    end_by_themselves(
        waits.filter(ours, ~Exists(lines.exclude(amount_fen=OuterRef("ours_fen")))), how="agreed", now=now
    )


def _numbers(row: Statement) -> set[str]:
    return set(row.lines.values_list("number", flat=True))


def _replaced(
    provider: str, day: date, found: Iterable[FoundDifference], before: Collection[str], now: datetime
) -> None:
    """End what the statement before said of our books, and this one doesn't; what a notification said stays.

    What was booked because of it stands again: the provider agrees with our books now.
    """
    said = {_key(one) for one in found}
    of_day = Difference.objects.filter(provider=provider, day=day)
    waits, booked = of_day.filter(ended_at=None, returning_at=None), of_day.filter(end="corrected").order_by("id")
    gone, stands = (
        [
            row
            for row in rows
            if _key(row) not in said and (row.kind in reconciliation.ABSENT_THERE or row.number in before)
        ]
        for rows in (waits, booked)
    )
    end_by_themselves(waits.filter(pk__in=[row.pk for row in gone]), how="replaced", now=now)
    kept = [one for one in of_day.filter(end=rules.KEPT) if one.number in before and _key(one) not in said]
    for row in kept:
        release(difference=row, why=row.note, by=SYSTEM, now=now)
    end_by_themselves(of_day.filter(pk__in=[one.pk for one in kept]), how="replaced", now=now)
    for row in stands:
        lock(row)
        change(row, {"theirs_fen": row.ours_fen, **OPEN_AGAIN})
        tell(row, "ledger.difference_found", by=SYSTEM, now=now)


def reconcile(*, provider: str, day: date, now: datetime) -> list[FoundDifference]:
    """Hold a day's statement against our books; what they say moved and ours don't is looked up at once."""
    found = list(queries.differences_of(provider, day))
    at = datetime.combine(day, datetime.min.time(), SHANGHAI)
    note(provider=provider, found=found, at=at, now=now)
    return found


def note(*, provider: str, found: Iterable[FoundDifference], at: datetime, now: datetime) -> None:
    """Write differences down, each once; what needs nobody ends by itself, and ends what it explains.

    One that is known with other sums, or ended because a statement between didn't have it, stands again as it is said.
    """
    found = list(found)
    day = reconciliation.day_of(at)
    rows = [
        Difference(
            provider=provider,
            kind=one.kind,
            direction=one.direction,
            number=one.number,
            reference=one.reference,
            day=day,
            payment_id=one.key or None,
            ours_fen=one.ours_fen,
            theirs_fen=one.theirs_fen,
            found_at=now,
            ended_at=now if one.kind in ITSELF else None,
            ended_by=SYSTEM.key if one.kind in ITSELF else "",
            end="itself" if one.kind in ITSELF else "",
        )
        for one in found
    ]
    of_day = Difference.objects.filter(provider=provider, day=day)
    known = {_key(one): one for one in of_day}
    again = _stand(known, (one for one in found if one.kind not in ITSELF))
    rows = [one for one in rows if _key(one) not in known]
    Difference.objects.bulk_create(rows, batch_size=AT_ONCE)
    rows += again
    for row in rows:
        tell(row, "ledger.difference_found", by=SYSTEM, now=now)
    explained = [one.number for one in rows if one.kind == "other_day"]
    late = Difference.objects.filter(provider=provider, ended_at=None, number__in=explained)
    end_by_themselves(late.filter(kind__in=reconciliation.ABSENT_THERE), now=now)
    open_ones = Payment.objects.filter(pk__in=[one.payment_id for one in rows if one.kind == "not_settled"])
    for payment in open_ones.filter(state__in=payments.OPEN):
        payments.inquire_now(payment=payment, now=now)
    for payment in open_ones.filter(state="failed").exclude(fault__in=rules.PAID_OTHERWISE):
        count_late(payment, at=queries.stated_at(payment) or at, now=now)
    surplus = Difference.objects.filter(provider=provider, kind="not_settled", ended_at=None, returning_at=None)
    for row in surplus.filter(payment__in=open_ones.filter(state="failed", fault__in=rules.PAID_OTHERWISE)):
        give_back(difference=row, why="", by=SYSTEM, now=now)  # it was paid otherwise: what came beside it goes back


def _again(row: Difference | None, said: FoundDifference) -> bool:
    """Return whether what is known is said anew: with other sums, or after it was replaced; what went back stays."""
    if row is None or row.end == "returned" or row.returning_at is not None:
        return False
    same = (row.ours_fen, row.theirs_fen) == (said.ours_fen, said.theirs_fen)
    return not same or row.end in ("replaced", "agreed")


def _stand(known: Mapping[tuple[str, str, str], Difference], found: Iterable[FoundDifference]) -> list[Difference]:
    """Have known differences stand as they are said now, and return those."""
    news = [(row, one) for one in found if _again(row := known.get(_key(one)), one) and row]
    if news:
        lock(*(row for row, _one in news))
    for row, one in news:
        sums = {"ours_fen": one.ours_fen, "theirs_fen": one.theirs_fen, "reference": one.reference}
        change(row, {**sums, **OPEN_AGAIN})
    return [row for row, _one in news]


def _key(one: Difference | FoundDifference) -> tuple[str, str, str]:
    return one.kind, one.direction, one.number


def explain(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """End a difference by saying what it was."""
    hold_open(difference)
    end(difference, how="explained", note=why, by=by, now=now)


def inquire_again(*, difference: Difference, by: Actor, now: datetime) -> None:
    """Ask the provider what became of the payment a difference is about, or for its day's statement anew."""
    hold_open(difference)
    if difference.payment is not None and difference.payment.state in payments.OPEN:
        payments.inquire_now(payment=difference.payment, now=now)
        return
    _put_fetching(difference.provider, difference.day, now)


def fetch_missing(*, statement: StatementDay, now: datetime) -> None:
    """Have a day's statement that isn't there fetched now; a person asked for it."""
    _put_fetching(statement.provider, statement.day, now)


def _put_fetching(provider: str, day: date, now: datetime) -> None:
    key = f"ledger.fetch:{provider}:{day}:{now.isoformat(timespec='seconds')}"
    later.put(FETCH_DAY, arguments={"provider": provider, "day": day.isoformat()}, key=key, now=now)


def give_back(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """Give money back that belongs to nothing here: asked of the provider by the difference's own number."""
    hold_open(difference)
    change(difference, {"returning_at": now, "note": why})
    tell(difference, "ledger.difference_returned", by=by, now=now)
    later.put(GIVE_BACK, arguments={"difference": str(difference.id)}, key=_back_key(difference, 0), now=now)


def gave_back(*, difference: Difference, answer: PaymentAnswer, tries: int, now: datetime) -> None:
    """Write down what became of a refund: the difference ends, opens again (refused) or waits (unclear)."""
    lock(difference)
    if difference.ended_at is not None:
        return
    if answer.outcome == "succeeded":
        end(difference, how="returned", note=difference.note, by=SYSTEM, now=now)
        return
    refused = answer.outcome in ("failed", "unclear")
    sets = {"fault": answer.fault[:60], **({"returning_at": None} if refused else {})}
    Difference.objects.filter(pk=difference.pk).update(**sets)
    if not refused:
        again_at = now + timedelta(seconds=min(3600, 20 * 2 ** min(tries, 10)))
        arguments: dict[str, str | int] = {"difference": str(difference.id), "tries": tries + 1}
        later.put(GIVE_BACK, arguments=arguments, key=_back_key(difference, tries + 1), now=now, run_at=again_at)


def _back_key(difference: Difference, tries: int) -> str:
    """Name one try of one return: after a refusal it is begun anew, by the same number at the provider."""
    return f"ledger.back:{difference.id}:{difference.returning_at:%Y-%m-%dT%H:%M:%S.%f}:{tries}"

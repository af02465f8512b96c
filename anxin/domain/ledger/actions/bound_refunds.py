"""A provider's refund that was given to a bill, and that its shop tells of, too: it counts once, as the provider's.

What the shop's word had moved on the shop's account goes over to the provider's, by entries of now.
"""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import change, lock
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions import elsewhere, postings
from anxin.domain.ledger.actions.differences import tell
from anxin.domain.ledger.models import Bill, Difference, Payment, Transfer
from anxin.domain.ledger.queries import bindings, bound_refunds
from anxin.domain.ledger.rules.shops_money import OVER, OVER_KEY


def level(bill: Bill, *, by: Actor, now: datetime) -> int:
    """Book each refund given to a bill as far as no claim counts it; return what of all only their provider tells.

    Expects the bill held. A second time changes nothing.
    """
    bound = bound_refunds.bound_to(bill) if bill.refunded_fen else []
    shares = bound_refunds.shares_of(bill, bound)
    for one in bound:
        share, source = shares[str(one.pk)], bindings.source_of(one, bill)
        booked, came = queries.elsewhere(bill, source=source)
        if share.booked_fen < booked:
            told = {"gone_fen": share.booked_fen, "came_fen": came}
            elsewhere.put_right_elsewhere(bill=bill, source=source, **told, by=by, now=now)
        elif share.booked_fen > booked:
            more = share.booked_fen - booked
            elsewhere.gone_elsewhere(bill=bill, source=source, amount_fen=more, by=by, now=now)
        _go_over(bill, one.pk.hex, share.claimed_fen, by=by, now=now)
    return sum(one.apart_fen for one in shares.values())


def take_over(bill: Bill, difference: Difference, *, by: Actor, now: datetime) -> None:
    """Book a refund that is given to a bill: so much less its shop gave of its own; expects both held."""
    share, told = bound_refunds.joined(bill, difference)
    _shop_gave(bill, -told, by, now)
    if share.booked_fen:
        source = bindings.source_of(difference, bill)
        elsewhere.gone_elsewhere(bill=bill, source=source, amount_fen=share.booked_fen, by=by, now=now)
    _go_over(bill, difference.pk.hex, share.claimed_fen, by=by, now=now)


def give_up(bill: Bill, difference: Difference, *, by: Actor, now: datetime) -> None:
    """Take back what was booked of a refund: what its shop tells of it is the shop's again; expects both held."""
    _share, told = bound_refunds.joined(bill, difference)
    source = bindings.source_of(difference, bill)
    elsewhere.put_right_elsewhere(bill=bill, source=source, gone_fen=0, came_fen=0, by=by, now=now)
    _go_over(bill, difference.pk.hex, 0, by=by, now=now)
    _shop_gave(bill, told, by, now)


def name_word(bill: Bill, reference: str, *, now: datetime) -> None:
    """Have a shop's mere word be the refund of this sum that its bill was given, where nobody was asked if it is."""
    row = bound_refunds.unasked(bill, reference)
    if row is not None:
        lock(row)
        change(row, {"told_as": reference})
        tell(row, "ledger.difference_named", by=SYSTEM, now=now)


def twin_went_there(bill: Bill, back: Payment, source: str, *, by: Actor, now: datetime) -> None:
    """Book a refund of ours with the provider whose books tell it, which its shop alone had said to have given."""
    if bound_refunds.is_shops_own(bill, back):
        _go_over(bill, source, back.amount_fen, by=by, now=now)


def twin_parted(bill: Bill, source: str, *, by: Actor, now: datetime) -> None:
    """Book a refund of ours with its shop again: the provider's books told another one."""
    _go_over(bill, source, 0, by=by, now=now)


def _shop_gave(bill: Bill, more: int, by: Actor, now: datetime) -> None:
    """Book that the shop of a bill's order gave so much more of its own, or less."""
    source = str(bill.stream_key)
    if more > 0:
        elsewhere.gone_elsewhere(bill=bill, source=source, amount_fen=more, by=by, now=now)
    elif more < 0:
        was, came = queries.elsewhere(bill, source=source)
        told = {"gone_fen": max(was + more, 0), "came_fen": came}
        elsewhere.put_right_elsewhere(bill=bill, source=source, **told, by=by, now=now)


def _go_over(bill: Bill, source: str, fen: int, *, by: Actor, now: datetime) -> None:
    """Have so much of what a claim counts as its shop's be the provider's, in all; months that are over stay."""
    more = fen - bound_refunds.went_over_fen(bill, source)
    if not more:
        return
    named = f"{OVER_KEY}{source}:"
    number = Transfer.objects.filter(bill=bill, key__startswith=named).count() + 1
    there, shop = queries.taker(bill), bill.payee
    debit, credit = (shop, there) if more > 0 else (there, shop)
    postings.post(bill, debit=debit, credit=credit, amount_fen=abs(more), key=f"{named}{number}", reason=OVER, now=now)
    facts = {"row": bill.pk, "source": source, "number": number, "amount_fen": abs(more), "back": more < 0}
    timeline.write(bill.stream(), f"ledger.{OVER}", by=by, now=now, facts=facts)

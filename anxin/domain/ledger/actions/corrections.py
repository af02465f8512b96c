"""What a provider's books and ours differ by is booked by two persons."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions.differences import UNPROPOSED, DifferenceEnded, end, hold_open, tell
from anxin.domain.ledger.models import Difference, Transfer
from anxin.domain.ledger.queries.provider_statements import more_fen


class SecondPerson(Forbidden):
    """Who proposes a correction doesn't agree to it too."""

    code = "ledger.second_person"


def propose_correction(*, difference: Difference, way: str, voucher: str, why: str, by: Actor, now: datetime) -> None:
    """Propose to book what differs; nothing moves until a second person agrees."""
    if way not in rules.WAYS:
        raise Invalid("way", expected=" | ".join(rules.WAYS), got=way)
    if way == "elsewhere" and not voucher:
        raise Invalid("voucher", expected=_("the number of the slip or transfer by which it was paid"), got=voucher)
    hold_open(difference)
    put(difference, way, voucher, why, by=by, now=now)


def propose_owed_back(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """Propose to book a refund that went beside the one sent in its place as owed back; a second person agrees."""
    hold_open(difference)
    put(difference, rules.OWED_BACK, "", why, by=by, now=now)


def propose_counted(*, difference: Difference, why: str, by: Actor, now: datetime) -> None:
    """Propose that a refund which went after all counts as given back; a second person agrees."""
    hold_open(difference)
    put(difference, rules.COUNTED, "", why, by=by, now=now)


def put(
    difference: Difference,
    way: str,
    voucher: str,
    why: str,
    *,
    by: Actor,
    now: datetime,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write down what is proposed about a difference; expects it held."""
    told = {"correction": way, "voucher": voucher, "proposed_by": by.key, "proposed_at": now, "note": why[:500], **more}
    change(difference, told)
    tell(difference, "ledger.difference_proposed", by=by, now=now)


def refuse_correction(*, difference: Difference, by: Actor, now: datetime) -> None:
    """Book nothing after all: the difference waits again."""
    _proposed(difference)
    change(difference, {**UNPROPOSED, "note": ""})
    tell(difference, "ledger.difference_refused", by=by, now=now)


def book_difference(difference: Difference, *, by: Actor, now: datetime) -> None:
    """Book a correction: the provider's account holds what the provider says from now on; expects it held."""
    more = more_fen(difference)
    if not more:
        raise DifferenceEnded({"number": difference.number})
    book(difference, difference.correction, more, by=by, now=now)
    how = rules.KEPT if difference.correction == rules.ADVANCE else "corrected"
    end(difference, how=how, note=difference.note, by=by, now=now)


def book(difference: Difference, way: str, more: int, *, by: Actor, now: datetime) -> None:
    """Post by how much more, or less, the provider's account holds, and tell of it."""
    debit, credit = rules.corrected(difference.provider, way, more)
    facts = {"row": str(difference.pk), "amount_fen": abs(more), "debit": debit, "credit": credit}
    stream = StreamKey("difference", str(difference.pk))
    fact = timeline.write(stream, "ledger.corrected", by=by, now=now, facts=facts)
    Transfer.objects.create(
        debit=debit,
        credit=credit,
        amount_fen=abs(more),
        state=Transfer.State.POSTED,
        key=f"{rules.CORRECTED}:{fact.id}",
        reason=rules.CORRECTED,
        created_at=now,
        settled_at=now,
    )


def hold_proposed(difference: Difference, *, by: Actor) -> None:
    """Hold a difference of which somebody else proposed something."""
    _proposed(difference)
    if difference.proposed_by == by.key:
        raise SecondPerson({"number": difference.number})


def _proposed(difference: Difference) -> None:
    lock(difference)
    if difference.ended_at is not None or difference.proposed_at is None:
        raise DifferenceEnded({"number": difference.number})

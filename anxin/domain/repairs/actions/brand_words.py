"""The brand's own word that it pays, whatever term is known here: by a reference of its own for each repair."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can, lock
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.people.queries import parts
from anxin.domain.repairs import queries, rules
from anxin.domain.repairs.actions.warranty import NotYoursToCheck, keep_cover, reprice, require_checkable
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.brand_words import bears_word
from anxin.domain.repairs.queries.situations import BRAND, cover_here, speaks_for
from anxin.domain.repairs.rules import BRAND_WORD, proofs
from anxin.domain.repairs.rules.brand_words import word_key

PAYING_AGAIN = timedelta(minutes=30)


class WordTaken(Invalid):
    """The brand's word of this reference stands at another repair already."""

    code = "repairs.word_taken"


class WordDenied(Invalid):
    """The brand's own people have said no to this reference here: they alone bring it again."""

    code = "repairs.word_denied"


def take_brand_word(*, repair: Repair, said_by: str, reference: str, why: str, by: Actor, now: datetime) -> None:
    """Write down that the brand says it is covered: who said so, by which reference, and why; a term isn't needed.

    Of the brand's own people it counts at once. What the desk writes down waits until the brand confirms it, or its
    time to object is over; where the brand has nobody here who could object it counts, and finance asks the brand.
    A reference of a brand is of one repair: raises `WordTaken` for another, `WordDenied` where the brand said no to it.
    """
    speaks = speaks_for(repair, by)
    if not speaks:
        raise NotYoursToCheck({"number": repair.number})
    lock(repair)
    require_checkable(repair, "check_cover")
    reference = reference.strip().upper()
    _require_new_word(repair, reference)
    if speaks == "desk":
        _require_undenied(repair, reference)
    if speaks == "brand" or not parts.has_staff(repair.brand_id, BRAND, now=now):
        _count(repair, reference, how=speaks, by=by, now=now)
    else:
        keep_cover(repair, {"word_reference": reference, "word_key": word_key(reference)})
        clock = clocks.start(BRAND_WORD, repair.stream(), whose="brand", now=now)
        facts = {"reference": reference, "until": clock.due_at.isoformat(timespec="minutes")}
        timeline.write(repair.stream(), "repairs.brand_asked", by=by, now=now, facts=facts)
    private = {"note": said_by, "why": why}
    timeline.write(repair.stream(), "repairs.brand_said_by", by=by, now=now, private=private)


def confirm_brand_word(*, repair: Repair, by: Actor, now: datetime) -> None:
    """Say for the brand that what the desk wrote down is its word: it counts from now on."""
    _require_word(repair, by)
    require_checkable(repair, "check_cover")
    _count(repair, repair.word_reference, how="brand", by=by, now=now)


def deny_brand_word(*, repair: Repair, why: str, by: Actor, now: datetime) -> None:
    """Say for the brand that it does not pay by the reference that the desk wrote down; nothing becomes free by it."""
    _require_word(repair, by)
    facts = {"reference": repair.word_reference}
    _end_waiting(repair, now)
    timeline.write(repair.stream(), "repairs.brand_denied", by=by, now=now, facts=facts, private={"why": why})


def brand_word_over(*, stream: timeline.StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody of the brand objected in time: what the desk wrote down counts, where it still changes anything.

    While somebody pays, what that comes to is waited for.
    """
    repair = queries.repair_by_key(stream.key)
    lock(repair)
    bill = ledger_queries.latest(stream)
    if not repair.word_reference:
        return
    if not can(repair, "check_cover") or not proofs.may_be_promised(cover_here(repair)):
        _end_waiting(repair, now)
    elif bill is not None and ledger_queries.is_paying(bill):
        clocks.start(BRAND_WORD, stream, whose="brand", now=now, due_at=now + PAYING_AGAIN)
    else:
        _count(repair, repair.word_reference, how="silence", by=SYSTEM, now=now)


def _count(repair: Repair, reference: str, *, how: str, by: Actor, now: datetime) -> None:
    """Let the brand's word count: of a bill that was agreed to nothing falls until finance agrees, too."""
    kept = {"covered": True, "covered_until": None, "warranty_why": rules.BRAND_SAID, "warranty_source": reference}
    keep_cover(repair, {**kept, "bought_other": None, "word_reference": "", "word_key": word_key(reference)})
    clocks.meet(repair.stream(), BRAND_WORD, now=now)
    facts = {"covered": True, "why": rules.BRAND_SAID, "reference": reference, "how": how}
    timeline.write(repair.stream(), "repairs.brand_said", by=by, now=now, facts=facts)
    reprice(repair, by=by, now=now)


def _end_waiting(repair: Repair, now: datetime) -> None:
    keep_cover(repair, {"word_reference": "", "word_key": ""})
    clocks.meet(repair.stream(), BRAND_WORD, now=now)


def _require_word(repair: Repair, by: Actor) -> None:
    if speaks_for(repair, by) != "brand":
        raise NotYoursToCheck({"number": repair.number})
    lock(repair)
    if not repair.word_reference:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "brand_word"})


def _require_new_word(repair: Repair, reference: str) -> None:
    if not word_key(reference):
        raise Invalid("reference", expected=_("letters or digits"), got=reference)
    lock(repair.brand)
    other = bears_word(repair, reference)
    if other:
        raise WordTaken("reference", expected=_("one of its own"), got=reference, facts={"number": other})


def _require_undenied(repair: Repair, reference: str) -> None:
    denied = timeline.facts_of(repair.stream(), code="repairs.brand_denied")
    if word_key(reference) in {word_key(str(one.facts["reference"])) for one in denied}:
        raise WordDenied("reference", expected=_("one the brand has not said no to"), got=reference)

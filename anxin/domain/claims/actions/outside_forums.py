"""Other forums: a platform's deadline and outcome, legal remedies outside that a side takes."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import clocks, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import platform_money, recoveries, said_refunds, shop_refunds
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.decisions import hear
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.actions.filing import OpenAlready, TooMuch
from anxin.domain.claims.actions.recoveries import NotTheirForum
from anxin.domain.claims.choices import PLATFORM_OUTCOMES
from anxin.domain.claims.models import Claim, ClaimLine, Outcome
from anxin.domain.claims.queries import claimed_pieces
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.wording.outcomes import sealed_outcome
from anxin.domain.goods.choices import FINANCE
from anxin.domain.goods.queries.shop_book import told_under
from anxin.domain.goods.rules.shop_book import plain


class CorrectionOver(WrongState):
    """The days are over in which a platform's decision that was entered wrongly can be put right."""

    code = "claims.correction_over"


class SaidAndClosed(WrongState):
    """A claim ended as was said of a platform: what is only said, too, changes nothing any more."""

    code = "claims.said_and_closed"


class ContradictionOver(WrongState):
    """The days are over in which a buyer contradicts what is said that a platform decided."""

    code = "claims.contradiction_over"


class SaidByYou(WrongState):
    """Who said what a platform decided isn't who finds that it is so."""

    code = "claims.said_by_you"


class DeniedByBuyer(WrongState):
    """The buyer said that it is not as finance found: a person decides here, and nobody of finance in his place."""

    code = "claims.denied_by_buyer"


def take_outcome(
    *, claim: Claim, what: str, amount_fen: int, reference: str, reason: str, by: Actor, now: datetime
) -> Outcome:
    """Write down what a platform decided; where it, or finance, says so, what it gave back is booked as gone.

    What only a side or the desk says is kept as said: no money counts as gone by it, its buyer may contradict, and a
    word that proves takes its place, once it was contradicted and decided here too: how the claim stands it leaves.
    What finance found its buyer may contradict as long; only the platform's own word ends that.
    Raises `claims.not_their_forum` for a claim of our own forum, `claims.too_much` where it would have given back more
    than the order cost.
    """
    _refuse(claim, what, amount_fen, reference)
    lock(claim)
    known, word = Outcome.objects.filter(claim=claim).first(), queries.word_of(claim, by)
    if known is not None and (rules.is_proven(known.told_by) or not rules.is_proven(word)):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "take_outcome"})
    _vouch(claim, known, word, reference=reference, by=by)
    row = Outcome(id=uuid7(), claim=claim, what=what, amount_fen=amount_fen, reference=reference[:64], at=now)
    row.by, row.told_by = by.key, word
    row.reason_sealed = vault.seal("claims.outcome", row.id, reason.strip()) if reason.strip() else ""
    proven = rules.is_proven(word)
    told = {"what": what, "amount_fen": amount_fen, "word": word, "forum": Claim.Forum.PLATFORM}
    told |= {"proven" if proven else "said": True, **({"after": True} if known else {})}
    told |= {"found": True} if word == FINANCE else {}
    if known is not None and CLAIM.step("take_outcome", claim.state) is None:
        told |= {"row": str(claim.pk)}
        timeline.write(claim.stream(), "claims.outcome_proven", by=by, now=now, facts=told, private={"why": reason})
        _keep(row, known, by=by, now=now)
        _ended_as(claim, what, word=word)
        return row
    transition(claim, "take_outcome", by=by, now=now, facts=told, why=reason, sets={"forum": Claim.Forum.PLATFORM})
    _keep(row, known, by=by, now=now)
    final = rules.is_final(word)
    if final and what != "refunded":
        transition(claim, "close", by=SYSTEM, now=now)
    end(claim, outcome=rules.outcome_of(what, word=word), now=now)
    if not final:
        clocks.start(queries.SAID_THERE, claim.stream(), whose="", now=now)
    return row


def said_over(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Nobody contradicted in time what a platform is said, or was found, to have decided: it ends as that."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state != "outcome_taken":
        return
    if queries.is_said(claim):
        transition(claim, "close", by=SYSTEM, now=now, facts={"as_said": True})
        said_refunds.count_said(claim, now=now)
    elif Outcome.objects.get(claim=claim).what != "refunded":
        transition(claim, "close", by=SYSTEM, now=now)


def _vouch(claim: Claim, known: Outcome | None, word: str, *, reference: str, by: Actor) -> None:
    """Refuse a word without the platform's number, and finance's where its own was said or denied before."""
    if not (reference.strip() or rules.is_final(word)):
        raise Invalid("reference", expected=_("the platform's number of its decision"), got="")
    if known is None or word != FINANCE:
        return
    if known.told_by == rules.DENIED and CLAIM.step("take_outcome", claim.state) is not None:
        raise DeniedByBuyer({"number": claim.number})
    if not rules.is_proven(known.told_by) and known.by == by.key:
        raise SaidByYou({"number": claim.number})


def _ended_as(claim: Claim, what: str, *, word: str) -> None:
    """Let a claim that ended by a platform's decision have ended as is told of it now."""
    if claim.outcome.startswith((rules.PLATFORMS, rules.SAYS)):
        Claim.objects.filter(pk=claim.pk).update(outcome=rules.outcome_of(what, word=word))


def _keep(row: Outcome, known: Outcome | None, *, by: Actor, now: datetime) -> None:
    """Keep what was told of a platform's decision, in the place of a word before; book its money where it proves."""
    if known is not None:
        row.corrected_by = known.corrected_by  # as its facts tell
        known.delete()
    row.save(force_insert=True)
    if rules.is_proven(row.told_by):
        platform_money.gone(row.claim, row.amount_fen, by=by, now=now)


def _refuse(claim: Claim, what: str, amount_fen: int, reference: str) -> None:
    if claim.forum != Claim.Forum.PLATFORM and not Outcome.objects.filter(claim=claim).exists():
        raise NotTheirForum({"number": claim.number})
    if what not in PLATFORM_OUTCOMES:
        raise Invalid("what", expected=", ".join(PLATFORM_OUTCOMES), got=what)
    if amount_fen < 0 or (what == "refused") != (amount_fen == 0):
        raise Invalid("amount_fen", expected=_("a sum where money goes back, none where not"), got=amount_fen)
    numbers = {*queries.numbers_there(claim), *([reference] if reference else [])}
    told = {plain(one): told_under(claim.purchase, one) for one in numbers}
    most = queries.paid_for(claim.purchase) + sum(one.fen for one in told.values() if one is not None)
    if amount_fen > most:
        raise TooMuch("amount_fen", expected=f"at most {most}", got=amount_fen, facts={"most_fen": most})


def correct_outcome(
    *, claim: Claim, what: str, amount_fen: int, reference: str, why: str, by: Actor, now: datetime
) -> None:
    """Put right what was entered as a platform's decision; what is asked back of it comes down to what was taken.

    What was booked as gone back of the order is reversed, and booked as it was in truth; what is proven only a word
    that proves puts right, and anything once the claim is closed: its buyer could contradict no more. Raises
    `claims.came_back` below what has come back already, `claims.correction_over` once the days for it are over,
    `claims.said_and_closed`, and what `take_outcome` does.
    """
    _refuse(claim, what, amount_fen, reference)
    lock(claim)
    row, word = Outcome.objects.filter(claim=claim).first(), queries.word_of(claim, by)
    if row is None or (rules.is_proven(row.told_by) and not rules.is_proven(word)):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "take_outcome"})
    if not rules.may_still_correct(row.at, days=settings.get("claims.outcome_d", at=now), now=now):
        raise CorrectionOver({"number": claim.number})
    proven, final = rules.is_proven(word), rules.is_final(word)
    if not proven and claim.state in CLAIM.ends:
        raise SaidAndClosed({"number": claim.number})
    if not rules.is_proven(row.told_by):
        _vouch(claim, row, word, reference=reference or ("" if proven else row.reference), by=by)
    clocks.stop(claim.stream(), queries.SAID_THERE, now=now)
    if not final and claim.state == "outcome_taken":  # its buyer has the whole time for what is said now
        clocks.start(queries.SAID_THERE, claim.stream(), whose="", now=now)
    if proven:
        platform_money.put_right(claim, amount_fen, by=by, now=now)
    facts = {"row": str(claim.pk), "what": what, "amount_fen": amount_fen, "was": row.what, "was_fen": row.amount_fen}
    reference = reference[:64] or row.reference
    sets = {"what": what, "amount_fen": amount_fen, "reference": reference, "corrected_by": by.key, "told_by": word}
    Outcome.objects.filter(pk=row.pk).update(**sets)
    if proven:
        shop_refunds.apply_book(claim.purchase, by=SYSTEM, now=now)
    told = {**facts, "word": word}
    timeline.write(claim.stream(), "claims.outcome_corrected", by=by, now=now, facts=told, private={"why": why})
    _ended_as(claim, what, word=word)
    if final and what != "refunded" and claim.state == "outcome_taken":
        transition(claim, "close", by=SYSTEM, now=now)
    recoveries.lower(claim, amount_fen, by=by, now=now)


def contradict(*, claim: Claim, why: str, by: Actor, now: datetime) -> None:
    """Say as the buyer that it isn't as somebody says the platform decided: a person here decides then.

    What was said is the merchant's hearing; the goods are claimed about anew by this claim. What finance found counts
    for no money any more, until the platform itself says it. Raises
    `claims.open_already` where another claim is open about them by now, `claims.contradiction_over` after its days.
    """
    lock(claim.purchase, claim)
    row = Outcome.objects.filter(claim=claim).first()
    if row is None or rules.is_final(row.told_by) or not by.roles & {"customer"}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "contradict"})
    if not clocks.open_clocks(claim.stream()).filter(kind=queries.SAID_THERE, due_at__gt=now).exists():
        raise ContradictionOver({"number": claim.number})
    lines = ClaimLine.objects.filter(claim=claim).select_related("line__purchase")
    free = claimed_pieces.of_order([one.line for one in lines], but=claim)
    for one in lines:
        if one.quantity > free[one.line_id].count:
            raise OpenAlready({"line": one.line.position, "number": free[one.line_id].claim})
    facts, sets = {"forum": Claim.Forum.OWN}, {"forum": Claim.Forum.OWN, "outcome": ""}
    transition(claim, "contradict", by=by, now=now, facts=facts, why=why, sets=sets)
    lines.update(open=True, freed_at=None)
    if rules.is_proven(row.told_by):
        _deny(row, now=now)
    elif row.told_by == rules.SHOP:
        shop_refunds.apply_book(claim.purchase, by=SYSTEM, now=now)
    said = sealed_outcome("shop" if row.told_by == rules.SHOP else row.what, row.amount_fen, row.reference)
    clocks.stop(claim.stream(), queries.SAID_THERE, now=now)
    hear(claim, kind="contest", reason=said, by=SYSTEM, unit=claim.seller_id, now=now)
    open_dispute(claim, cause="contradicted", by=SYSTEM, now=now)
    clocks.start("claims.ceiling", claim.stream(), whose="", now=now)


def _deny(row: Outcome, *, now: datetime) -> None:
    """Count no money as gone by what finance found, since its buyer says that it is not so; nothing is asked back."""
    if platform_money.came(row.claim):
        raise ContradictionOver({"number": row.claim.number})
    platform_money.put_right(row.claim, 0, by=SYSTEM, now=now)
    recoveries.lower(row.claim, 0, by=SYSTEM, now=now)
    Outcome.objects.filter(pk=row.pk).update(told_by=rules.DENIED)
    shop_refunds.apply_book(row.claim.purchase, by=SYSTEM, now=now)
    facts = {"row": str(row.claim_id), "word": rules.DENIED}
    timeline.write(row.claim.stream(), "claims.outcome_denied", by=SYSTEM, now=now, facts=facts)

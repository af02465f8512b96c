"""A claim as one reader sees it: its head at once, each block when a page shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from anxin.core import settings, vault
from anxin.core.actors import Actor
from anxin.core.imports.queries import old_number_of
from anxin.core.states import buttons, can
from anxin.domain.claims import rules
from anxin.domain.claims.models import Appeal, Claim, Decision
from anxin.domain.claims.queries import blocks, history, law_texts, lookup, outside_blocks
from anxin.domain.claims.queries.appeal_answers import awaited, side_key, waits_until
from anxin.domain.claims.queries.claim_evidence import ClaimEvidence
from anxin.domain.claims.queries.decision import DecisionView, decisions_of, named
from anxin.domain.claims.queries.head import SAME
from anxin.domain.claims.queries.judges import SECOND_LOOK
from anxin.domain.claims.queries.lookup import SAID_THERE
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.queries.sent_sums import sent_of
from anxin.domain.claims.rules import SAYS, Losses, headline, judges
from anxin.domain.claims.rules.denied_refunds import may_answer_denial
from anxin.domain.claims.rules.judges import DecisionLock
from anxin.domain.claims.rules.law import LawRow
from anxin.domain.claims.states import CLAIM, HEARD
from anxin.domain.ledger.rules import IN_SHOP
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.queries import ClockView, EntryLine
from anxin.domain.repairs.queries.history import clock_view
from anxin.domain.reputation import queries as reputation
from anxin.domain.threads import queries as threads
from anxin.domain.threads.queries import MessageView


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClaimView(ClaimEvidence):
    """A claim as one reader sees it; a block costs what `Records` says when it is first shown, and nothing after."""

    # -- what is claimed ------------------------------------------------------------------------------------------

    @property
    def asks_money(self) -> bool:
        """Return whether it asks for money back, so that it names a sum."""
        return rules.asks_money(self.type)

    @cached_property
    def told(self) -> str:
        """Return what the buyer told."""
        return vault.open_("claims.told", self.id, self._row.told_sealed) if self._row.told_sealed else ""

    @cached_property
    def lines(self) -> tuple[blocks.ClaimedLine, ...]:
        """Return the lines claimed about."""
        return blocks.lines_of(self.records)

    @cached_property
    def most_fen(self) -> int:
        """Return how much can go back for these lines at most."""
        return self.records.claimed.most_fen

    @property
    def over(self) -> bool:
        """Return whether it has ended, however."""
        return self.state in CLAIM.ends

    @property
    def before_fen(self) -> int:
        """Return how much of it went back before: by other claims, or in the shop, which counts for this one first."""
        before, told = self.most_fen - self.open_fen, sum(one.line.refunded_fen for one in self.records.lines)
        if told <= before or self.over:
            return before
        return max(before, sent_of(self.records, self.most_fen, since=self.created_at).given_fen)

    @property
    def said_fen(self) -> int:
        """Return how much of it went back by the shop's word alone, which nothing proves."""
        return sum(max(one.line.refunded_fen - one.line.proven_fen, 0) for one in self.records.lines)

    @property
    def open_fen(self) -> int:
        """Return how much of it the shop and other claims have left."""
        return self.records.claimed.open_fen

    @property
    def unnamed_fen(self) -> int:
        """Return how much of its order the shop gave back, nobody knows for which line."""
        return self.records.claimed.unnamed_fen

    @property
    def contests(self) -> bool:
        """Return whether the buyer says that a refund of which the shop tells did not arrive."""
        return self.records.claimed.contests

    @property
    def left_fen(self) -> int:
        """Return how much of it can still go back."""
        return self.records.left_fen

    @cached_property
    def basis(self) -> LawRow | None:
        """Return what a return without a reason stands on."""
        return law_texts.basis(at=self.created_at, now=self.records.now) if self.statutory else None

    @cached_property
    def losses(self) -> tuple[Losses, ...]:
        """Return what each remedy costs the merchant, to himself."""
        return blocks.losses_of(self.records) if self.side == "merchant" else ()

    # -- both sides -----------------------------------------------------------------------------------------------

    @cached_property
    def answers(self) -> tuple[blocks.AnswerView, ...]:
        """Return how the merchant was heard."""
        return blocks.answers_of(self.records)

    @property
    def agreement(self) -> blocks.AnswerView | None:
        """Return the merchant's yes, or the offer of his that was accepted, where it waits for a picture's outcome."""
        return self.answers[-1] if self.records.agreement else None

    @cached_property
    def messages(self) -> tuple[MessageView, ...]:
        """Return what was written (two queries where there is anything)."""
        if not self.records.beside.spoken:
            return ()
        return threads.messages(self._row.stream(), actor=self.records.by, now=self.records.now)

    @cached_property
    def messages_heard(self) -> int:
        """Return how much was written for this reader (one query where there is anything)."""
        if not self.records.beside.spoken:
            return 0
        return threads.count_readable(self._row.stream(), actor=self.records.by, now=self.records.now)

    @property
    def answers_longer(self) -> bool:
        """Return whether the merchant was given more time to answer: something of it must be looked at closely."""
        return self._row.needs_attention

    @cached_property
    def _counts(self) -> dict[tuple[str, UUID], dict[str, int]]:
        subjects = [("organisation", self._row.seller_id)] if self.side != "buyer" else []
        subjects += [("person", self._row.buyer_id)] if self._deep else []
        return reputation.tallies(*subjects, now=self.records.now) if subjects else {}

    @property
    def buyer_counts(self) -> dict[str, int]:
        """Return what counts on the buyer today, for who decides and inspects."""
        return self._counts.get(("person", self._row.buyer_id), {})

    @property
    def seller_counts(self) -> dict[str, int]:
        """Return what counts on the merchant today, to everybody but the buyer."""
        return self._counts.get(("organisation", self._row.seller_id), {})

    # -- decision -------------------------------------------------------------------------------------------------

    @cached_property
    def locks(self) -> tuple[DecisionLock, ...]:
        """Return what stands before a decision."""
        return blocks.locks_of(self.records)

    @cached_property
    def may_judge(self) -> str:
        """Return why this reader may not judge it; empty where he may."""
        return self.records.bars[0] if self._deep else "not_reviewer"

    @property
    def offer(self) -> blocks.AnswerView | None:
        """Return the offer on the table; None where none is."""
        if self.state != "offer_made":
            return None
        return next(answer for answer in reversed(self.answers) if answer.kind == "offer")

    @cached_property
    def decisions(self) -> tuple[DecisionView, ...]:
        """Return the decisions, newest first."""
        return decisions_of(self.records)

    @property
    def decision(self) -> DecisionView | None:
        """Return the newest decision."""
        return self.decisions[0] if self.decisions else None

    @property
    def house(self) -> Organisation:
        """Return the merchant: whether it left, or answers nothing any more."""
        return self._row.seller

    @property
    def sent_back(self) -> DecisionView | None:
        """Return the draft that a second person sent back and that nothing has taken the place of."""
        if can(self._row, "judge_anew"):
            draft = next((one for one in self.decisions if one.kind == Decision.Kind.CORRECTED), None)
        else:
            draft = self.decision if self.state in HEARD.split() else None
        return draft if draft is not None and draft.state == "sent_back" else None

    @cached_property
    def sent_back_because(self) -> str:
        """Return why, in the words of the second person (one query where there is such a draft)."""
        return history.said_last(self._row, "decision.send_back", "why") if self.sent_back else ""

    @property
    def hearing(self) -> str:
        """Return what is open: an appeal or a dispute."""
        one = self.records.hearing
        return "" if one is None else "appeal" if isinstance(one, Appeal) else "dispute"

    @property
    def hearing_cause(self) -> str:
        """Return who or what opened it: no silence of a merchant whose former system brought no answer."""
        cause = self.records.hearing.cause if self.records.hearing else ""
        return "untold" if cause == "unanswered" and any(one.kind == "untold" for one in self.answers) else cause

    @cached_property
    def appealed_because(self) -> str:
        """Return why its decision is appealed, in the words of who does so (one query where somebody does)."""
        return history.appealed_because(self._row) if self.hearing == "appeal" else ""

    @cached_property
    def appeal_answered(self) -> str:
        """Return what the other side said to the appeal (one query where somebody appeals)."""
        return history.said_last(self._row, "claims.appeal_answered", "text") if self.hearing == "appeal" else ""

    @property
    def appeal_waits_until(self) -> datetime | None:
        """Return until when the other side may answer the appeal; None where nobody is waited for."""
        return waits_until(self.records.clocks, now=self.records.now) if self.hearing == "appeal" else None

    @property
    def asked_back(self) -> bool:
        """Return whether this side is waited for, to answer the other's appeal."""
        waits = awaited(self.records.clocks) if self.appeal_waits_until else None
        return waits is not None and waits.whose == side_key(self._row, self.side)

    @cached_property
    def hearing_by(self) -> str:
        """Return who has it, to the desk."""
        return named(self.records.hearing.reviewer, self.records) if self.records.hearing and self._deep else ""

    @cached_property
    def rules_version(self) -> str:
        """Return today's edition of the rules."""
        return str(settings.get("claims.rules_version", at=self.records.now))

    @cached_property
    def second_from_fen(self) -> int:
        """Return from which sum on a second person must agree."""
        most: int = settings.get("claims.second_person_fen", at=self.records.now)
        return most

    # -- time and record ------------------------------------------------------------------------------------------

    @cached_property
    def clocks(self) -> tuple[ClockView, ...]:
        """Return the clocks, stopped ones left out, in the order they began."""
        told = (clock for clock in self.records.clocks if clock.kind != SECOND_LOOK)
        return tuple(clock_view(clock, now=self.records.now) for clock in told)

    @property
    def second_due(self) -> datetime | None:
        """Return when who may be the second person is reminded next; None where none is waited for."""
        waits = (one.due_at for one in self.records.clocks if one.kind == SECOND_LOOK)
        return max(waits, default=None) if any(one.proposed for one in self.decisions) else None

    @property
    def clock_now(self) -> ClockView | None:
        """Return the clock that counts now."""
        due = [(one.kind, one.due_at) for one in self.clocks if one.state != "met"]
        kind = headline.counting(due, claim=self.state, now=self.records.now)
        return next((one for one in self.clocks if one.kind == kind and one.state != "met"), None)

    @property
    def unsent(self) -> datetime | None:
        """Return the day to whose end somebody is waited for who may be sent; None where nobody is."""
        days = (clock.due_at - timedelta(minutes=1) for clock in self.clocks if clock.kind == headline.UNSENT)
        return next(days, None) if self.state == "executing" else None

    @cached_property
    def timeline(self) -> tuple[EntryLine, ...]:
        """Return the record, newest first (two queries)."""
        return history.timeline_of(self._row, actor=self.records.by, called=self.records.called)

    # -- what follows ---------------------------------------------------------------------------------------------

    @cached_property
    def payouts(self) -> tuple[blocks.PayoutView, ...]:
        """Return the money on its way."""
        return blocks.payouts_of(self.records)

    @property
    def repairing(self) -> bool:
        """Return whether the repair that was decided is under way."""
        decided = self.decision is None or self.decision.remedy == "repair"
        return self.state == "executing" and bool(self.repair_number) and decided

    @property
    def only_shop_says(self) -> bool:
        """Return whether all that was paid of it only its shop says to have given back."""
        return {one.way for one in self.payouts if one.arrived} == {IN_SHOP}

    @property
    def platform_outcome(self) -> str:
        """Return what the platform decided."""
        return self.records.beside.outcome

    @property
    def is_over(self) -> bool:
        """Return whether nobody waits for an answer in it any more."""
        return self.state in CLAIM.capabilities["over"]

    @property
    def is_only_said(self) -> bool:
        """Return whether it ended by what a platform is only said to have decided."""
        return self.outcome.startswith(SAYS)

    @property
    def contradictable_until(self) -> datetime | None:
        """Return until when its buyer may contradict what is said of the platform; None where he may not."""
        waits = self.clock_now
        return waits.due_at if waits and waits.kind == SAID_THERE and waits.due_at > self.records.now else None

    @property
    def platform_fen(self) -> int:
        """Return how much the platform gave back."""
        return self.records.beside.outcome_fen

    @cached_property
    def recovery(self) -> outside_blocks.RecoveryView | None:
        """Return what was asked back, to everybody but the buyer."""
        return outside_blocks.recovery_of(self.records) if self.side != "buyer" else None

    @cached_property
    def referrals(self) -> tuple[outside_blocks.ReferralView, ...]:
        """Return the doors outside that were used."""
        return outside_blocks.referrals_of(self.records, side=self.side)

    @property
    def doors(self) -> tuple[str, ...]:
        """Return the doors outside that lie open to this side."""
        return rules.outside_remedies(self.side) if can(self._row, "refer") else ()

    @cached_property
    def return_to(self) -> str:
        """Return where the goods go back to."""
        waits = self.state == "waiting_return"
        return lookup.return_address(self._row, now=self.records.now) if waits else ""

    @property
    def nowhere(self) -> bool:
        """Return whether goods are to come back, and their buyer knows no address for them."""
        return self.coming_back and not self.return_to and not self.return_waybill

    @cached_property
    def address_needed(self) -> bool:
        """Return whether the buyer should say where somebody is to come to (one query where he hasn't)."""
        return self.side == "buyer" and self.records.address_needed

    @property
    def visit_number(self) -> str:
        """Return the inspection visit."""
        return self.records.beside.visit_number

    @property
    def visit_state(self) -> str:
        """Return where the inspection visit stands."""
        return self.records.beside.visit_state

    @property
    def waits_there(self) -> bool:
        """Return whether the merchant has answered and only the platform's outcome is awaited."""
        return judges.is_there(forum=self.forum, state=self.state) and bool(self.records.answers)


def view(row: Claim, *, actor: Actor, now: datetime, records: Records | None = None) -> ClaimView:
    """Return a claim as a reader sees it (the row as `claim()` finds it; no query).

    `records` are what the request has read of it already.
    """
    side, read = threads.side_of(actor), records or Records(row, by=actor, now=now)
    return ClaimView(
        **{name: getattr(row, name) for name in SAME},
        seller=row.seller.name,
        platform=row.platform.name if row.platform else "",
        order_key=row.purchase.order_key,
        waybill=row.purchase.waybill,
        buyer=people.masked(row.buyer),
        needed=rules.needed(row.reason),
        may_bring=side != "auditor" and (can(row, "bring") or may_answer_denial(side=side, denied=read.beside.denied)),
        side=side,
        buttons=tuple(buttons(row, actor)),
        old_number=old_number_of(row),
        records=read,
    )

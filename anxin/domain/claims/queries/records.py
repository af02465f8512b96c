"""The rows beside a claim, as one request or one locked command looks at them: each kind is asked for once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.base import Model
from django.utils.timezone import localtime

from anxin.core import timeline
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.clocks import Clock
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.states import can
from anxin.domain.claims.models import (
    Answer,
    Appeal,
    Claim,
    ClaimLine,
    Decision,
    Dispute,
    Outcome,
    Payout,
    Recovery,
    Referral,
)
from anxin.domain.claims.queries import companions, judges, line_money, lookup, piece_places, returned_goods, shop_debts
from anxin.domain.claims.queries.companions import OPEN
from anxin.domain.claims.queries.denied_refunds import denials
from anxin.domain.claims.queries.line_money import ClaimedLines
from anxin.domain.claims.rules import judges as judge_rules
from anxin.domain.claims.rules import remedies
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Challenge, Examination, Link
from anxin.domain.goods.queries.waybills import WaybillChange, was_corrected, waybill_changes
from anxin.domain.ledger.queries.shop_words import proofs_of
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.people.models import Party, Reveal
from anxin.domain.people.queries import access, kept
from anxin.domain.people.queries.parts import is_away
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.history import SHOWN_OF_CLOCK
from anxin.domain.threads.models import Message
from anxin.domain.visits.models import Visit


@dataclass(frozen=True, kw_only=True)
class ClaimCompanions:
    """What there is beside a claim at all: what isn't there is not asked for."""

    dispute: Dispute | None
    outcome: str
    outcome_fen: int
    outcome_word: str
    outcome_by: str
    outcome_at: datetime | None
    followed: str
    visit_key: str
    visit_number: str
    visit_state: str
    looked_state: str
    referred: bool
    recovered: bool
    paid: bool
    denied: bool
    said: bool
    challenged: bool
    spoken: bool
    granted: bool
    carried: bool
    held_by: str
    rewritten: bool
    own: bool
    away: bool
    unnamed: bool
    ended_at: datetime | None
    clocks: tuple[Clock, ...]
    hotlines: tuple[str, ...]


class Records:
    """The rows beside a claim for one reader; each kind is asked for when it is first looked at, and then kept."""

    def __init__(self, row: Claim, *, by: Actor, now: datetime) -> None:
        self.row, self.by, self.now = row, by, now
        self._names: dict[str, str] = {}

    @cached_property
    def beside(self) -> ClaimCompanions:
        """Return what there is at all (one query); who holds the claim needs not ask for it again."""
        (found,) = _rows(
            key=self.row.pk,
            stream=str(self.row.id),
            order=str(self.row.purchase_id),
            by=self.by,
            now=self.now,
            on=localtime(self.now).date(),
        )
        dispute: Dispute | None = getattr(found, "open_dispute", None)  # not there where it found none
        companions.know(self.row, dispute=dispute, challenged=found.challenged)
        judges.know_buyer(self.row, self.by, own=found.own)
        outcome, offer = getattr(found, "platform_outcome", None), getattr(found, "exchange_offer", None)
        return ClaimCompanions(
            dispute=self._mine(dispute) if dispute else None,
            outcome=outcome.what if outcome else "",
            outcome_fen=outcome.amount_fen if outcome else 0,
            outcome_word=outcome.told_by if outcome else "",
            outcome_by=outcome.by if outcome else "",
            outcome_at=outcome.at if outcome else None,
            followed=offer.repair_number if offer else "",
            visit_key=str(found.visit_key or ""),
            visit_number=found.visit_number or "",
            visit_state=found.visit_state or "",
            looked_state=found.looked_state or "",
            referred=found.referred,
            recovered=found.recovered,
            paid=found.paid,
            denied=found.denied,
            said=found.said,
            challenged=found.challenged,
            spoken=found.spoken,
            granted=found.granted,
            carried=found.carried,
            held_by=found.held_by,
            rewritten=found.rewritten,
            own=found.own,
            away=found.away,
            unnamed=found.product is None,
            ended_at=found.ended_at,
            clocks=tuple(Clock(**clock) for clock in found.clocks),
            hotlines=network.holding(getattr(found, "hotlines", ())),
        )

    def _mine[R: Model](self, row: R) -> R:
        row.claim = self.row  # type: ignore[attr-defined]  # each of these rows is a claim's
        return row

    @cached_property
    def decisions(self) -> list[Decision]:
        """Return the decisions, newest first, with the appeals against them (one query)."""
        return companions.decisions_of(self.row)

    @cached_property
    def hearing(self) -> Dispute | Appeal | None:
        """Return the open appeal or dispute."""
        return companions.appeal_against(self.decisions) or self.beside.dispute

    @cached_property
    def answers(self) -> list[Answer]:
        """Return how the merchant was heard, oldest first (one query)."""
        return companions.answers_of(self.row)

    @property
    def agreement(self) -> Answer | None:
        """Return the merchant's yes that waits: no decision has used it, nothing has overtaken it, he is there."""
        waits = can(self.row, "judge") and not lookup.is_gone(self.row)
        last = self.answers[-1] if waits and self.answers else None
        used = {decision.answer_id for decision in self.decisions} if last else set()
        return last if last is not None and last.id not in used and lookup.is_yes(last) else None

    @cached_property
    def looks(self) -> list[tuple[Link, Examination | None]]:
        """Return every original with its latest examination (one query)."""
        return companions.looks_of(self.row)

    @property
    def pictures(self) -> list[tuple[Link, Examination | None]]:
        """Return the originals that are examined."""
        return evidence.pictured(self.looks)

    @cached_property
    def challenges(self) -> list[Challenge]:
        """Return what was asked for, newest first, with the look at each answer (one query where there is any)."""
        return companions.challenges_of(self.row) if self.beside.challenged else []

    @property
    def capture_open(self) -> bool:
        """Return whether an answer is still being looked at."""
        return companions.capture_open(self.challenges)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Return the pictures that looked otherwise to who drew up the proposal (one query where there is one)."""
        proposed = next((decision for decision in self.decisions if decision.state == "proposed"), None)
        return lookup.unread_of(proposed, self.pictures) if proposed else ()

    @cached_property
    def claimed(self) -> ClaimedLines:
        """Return the lines claimed about, and what of their price can still go back (one query)."""
        return line_money.of_claim(self.row)

    @property
    def goods_until(self) -> datetime | None:
        """Return until when the merchant has to send the goods back to the buyer; None where that time doesn't run."""
        sends = returned_goods.SENDS
        return next((one.due_at for one in self.clocks if one.kind == sends and one.met_at is None), None)

    def goods_after(self, remedy: str, amount_fen: int, *, agreed: bool) -> str:
        """Return what becomes of goods that lie with the merchant, or by what is `agreed` of those on their way."""
        away = returned_goods.are_away(self.row)
        claimed = self.claimed if away else None
        return returned_goods.goods_after(self.row, remedy, amount_fen, agreed=agreed, claimed=claimed)

    @property
    def lines(self) -> list[ClaimLine]:
        """Return the lines claimed about in the order's order (one query)."""
        return self.claimed.lines

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Return the clocks, stopped ones left out, in the order they began."""
        return self.beside.clocks

    @cached_property
    def referrals(self) -> list[Referral]:
        """Return the doors outside that any side used, oldest first (one query where there is any)."""
        return (
            [self._mine(referral) for referral in self.row.referrals.order_by("created_at")]
            if self.beside.referred
            else []
        )

    @cached_property
    def recovery(self) -> Recovery | None:
        """Return the newest recovery (one query where there is any)."""
        found = self.row.recoveries.order_by("-created_at").first() if self.beside.recovered else None
        return self._mine(found) if found else None

    @cached_property
    def payouts(self) -> list[Payout]:
        """Return the money on its way, oldest first (one query where there is any)."""
        return list(self.row.payouts.select_related("payment").order_by("at")) if self.beside.paid else []

    @cached_property
    def said_beside(self) -> list[Outcome]:
        """Return what its shop says that it gave for the same goods by other claims (two queries where it may)."""
        return shop_debts.said_beside(self.row) if self.beside.said else []

    @cached_property
    def proofs(self) -> list[dict[str, Any]]:
        """Return what the list of the order's shop proved, by number (one query)."""
        return proofs_of(self.row.purchase_id)

    @cached_property
    def waybills(self) -> tuple[WaybillChange, ...]:
        """Return how the order's waybill was put right, oldest first (one query where it was)."""
        return waybill_changes(self.row.purchase) if self.beside.rewritten else ()

    @cached_property
    def address_asked(self) -> datetime | None:
        """Return when the buyer was asked last where somebody is to come to (one query)."""
        return lookup.address_asked(self.row)

    @cached_property
    def address_needed(self) -> bool:
        """Return whether the buyer should say where somebody is to come to (one query where he hasn't)."""
        return lookup.address_needed(self.row)

    @cached_property
    def nobody_sent(self) -> str:
        """Return why nobody may be sent to repair the goods; empty where it isn't known where they are."""
        unheard = self.beside.carried and access.is_unheard(self.row.buyer, self.row.stream())
        return lookup.nobody_sent(self.row, self.lines[0].line.product, unheard=unheard, now=self.now)

    @cached_property
    def barred(self) -> Mapping[str, str]:
        """Return the remedies that the claim can't be given now, each with why."""
        back, left, most = bool(self.row.return_waybill), self.rulable_fen, self.claimed.most_fen
        there, sums = returned_goods.are_there(self.row), {"left_fen": left, "most_fen": most}
        here = piece_places.are_with_buyer(self.row, self.lines, self.claimed.placed)
        no_repair = "" if there else self.nobody_sent
        return remedies.barred(
            self.row.reason, no_repair=no_repair, came_back=back, there=there, with_buyer=here, **sums
        )

    @cached_property
    def left_fen(self) -> int:
        """Return what can still go back for the lines, and is here still where a payment is known (one query)."""
        return self.claimed.left_fen(lookup.left_of(self.row.purchase))

    @cached_property
    def meanwhile_fen(self) -> int:
        """Return what the shop gave towards the decision both sides read, which the next one takes over."""
        return shop_debts.given_meanwhile(self.row, self.lines, self.decisions)

    @property
    def rulable_fen(self) -> int:
        """Return the most a ruling can give: what can still go back, and what went towards the one it replaces."""
        return self.left_fen + self.meanwhile_fen

    def called(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the names of these accounts, and of no others; those its rows name are asked for along (one query)."""
        wanted = {*keys} - {""}
        if not self._names.keys() >= wanted:
            said = [answer.by for answer in self.answers] + [self.hearing.reviewer if self.hearing else ""]
            said += [by for decision in self.decisions for by in (decision.decided_by, decision.confirmed_by)]
            unknown = (wanted | {one.partition(":")[2] for one in said}) - {""} - self._names.keys()
            known = people.account_names(unknown)
            self._names |= {key: known.get(key, "") for key in unknown}
        return {key: self._names[key] for key in wanted}

    @cached_property
    def bars(self) -> tuple[str, str]:
        """Return why this reader may not judge the claim, and why not if nobody had taken it."""
        if "reviewer" not in self.by.roles:
            return "not_reviewer", "not_reviewer"
        drafters = [answer.by for answer in self.answers]
        own = self.beside.own if self.by.kind in ACCOUNTS else judges.is_buyer(self.by, self.row)
        judge, case = judges.judging(self.row, self.by, self.hearing, self.decisions, drafters, own=own)
        taken = self.hearing.reviewer if self.hearing else ""
        return judge_rules.why_not_judge(judge, case.assigned(taken)), judge_rules.why_not_judge(judge, case)


@compiled
def _rows(*, key: UUID, stream: str, order: str, by: Actor, now: datetime, on: date) -> QuerySet[Any]:
    looked = Repair.objects.filter(number=OuterRef("inspection_number")).exclude(number="")
    on_it = Visit.objects.filter(stream_kind="repair", stream_key=OuterRef("looked_key"))
    visit = on_it.order_by("-created_at", "-id")
    granted = Party.objects.filter(role="auditor", organisation__isnull=False, from_at__lte=now)
    parties = _streamed(granted).filter(Q(to_at=None) | Q(to_at__gt=now))
    first = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by("line__position")
    clocks = Clock.objects.filter(stream_kind="claim", stream_key=stream, stopped_at=None)
    rows: Any = Claim.objects.filter(pk=key)
    told: QuerySet[Any] = rows.annotate(
        open_dispute=FilteredRelation("disputes", condition=Q(disputes__state__in=OPEN)),
        looked_key=Subquery(looked.values("id")[:1]),
        looked_state=Subquery(looked.values("state")[:1]),
        visit_key=Subquery(visit.values("id")[:1]),
        visit_number=Subquery(visit.values("number")[:1]),
        visit_state=Subquery(visit.values("state")[:1]),
        challenged=Exists(_streamed(Challenge.objects.all())),
        spoken=Exists(_streamed(Message.objects.all())),
        granted=Exists(parties),
        carried=Exists(_streamed(Reveal.objects.filter(field="phone", carried=True))),
        held_by=kept.held_by("claim"),
        rewritten=was_corrected(order),
        own=judges.bought_by(by),
        away=is_away(by),
        product=Subquery(first.values("line__product")[:1]),
        ended_at=Subquery(timeline.end_of("claim", stream)),
        clocks=Gathered(clocks.order_by("started_at", "due_at"), *SHOWN_OF_CLOCK),
        hotlines=network.vouched_hotlines("seller", on=on),
        referred=Exists(Referral.objects.filter(claim=OuterRef("pk"))),
        recovered=Exists(Recovery.objects.filter(claim=OuterRef("pk"))),
        paid=Exists(Payout.objects.filter(claim=OuterRef("pk"))),
        denied=Exists(denials().filter(claim=OuterRef("pk"))),
        said=Exists(shop_debts.said().filter(claim__purchase=OuterRef("purchase")).exclude(claim=OuterRef("pk"))),
    ).select_related("open_dispute", "platform_outcome", "exchange_offer")
    return told


def _streamed[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Narrow to what lies on the stream of the claim outside."""
    return rows.filter(stream_kind="claim", stream_key=OuterRef("pk"))

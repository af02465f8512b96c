"""A crowd on a few claims: everybody presses what he sees, at once, on connections of their own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.db import connections

from anxin.core import clocks, later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.core.files import SealedFile
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import PictureGiven, Ruling
from anxin.domain.claims.models import Claim
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.gateway import ExaminationOutcome
from anxin.domain.evidence.models import Capture, Examination
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import providers
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import online
from anxin.domain.people.queries import actors
from tests.claim_builders import FACTS, Walked, drawn, jpeg, refund, refuse, sealed
from tests.patience import PATIENCE_S

SEATS = 6
TRIES = 3
STRIDES = (1, 1, 5, 30, 60, 60 * 5, 60 * 26)
REVIEWERS = (cast.LIN, cast.QIAO, cast.CHENG, cast.YAN)
SIDES = (
    *("buyer", "buyer", "buyer", "seller", "seller", "seller", "reviewer", "reviewer", "reviewer", "reviewer"),
    *("desk", "finance", "inside"),
)
Work = Callable[[], object]
HEARD = "merchant_answer offer_made review need_evidence"
SEEN_IN = {  # where a page shows the button; the others are tried too, only not as often
    **dict.fromkeys(("accept", "appeal"), "decided"),
    **dict.fromkeys(("accept_offer", "refuse_offer"), "offer_made"),
    **dict.fromkeys(("take_case", "ask_evidence", "propose", "confirm", "send_back", "drop_appeal"), "review"),
    **dict.fromkeys(("ship_back", "receive_back"), "waiting_return"),
    **dict.fromkeys(("pass_inspection", "fail_inspection"), "inspecting"),
    **dict.fromkeys(("pay_again", "send_replacement"), "executing"),
    **dict.fromkeys(("hand_in", "agree", "take_outcome", "withdraw"), HEARD),
    **{
        "answer_challenge": "need_evidence",
        "answer": "merchant_answer",
        "offer": "merchant_answer review",
        "demand": "outcome_taken closed",
    },
}


class Provider:
    """A provider with books: the same key is answered alike, some refunds don't go through, some answers get lost."""

    def __init__(self, random: Random) -> None:
        self.books: dict[str, tuple[str, int, bool]] = {}
        self._random, self._lock = random, threading.Lock()

    def __call__(self, request: providers.PaymentRequest) -> providers.PaymentAnswer:
        """Book what is asked for once; say so, or nothing clear."""
        with self._lock:
            known = self.books.get(request.key)
            if known is None:
                known = request.direction, request.amount_fen, self._random.random() < 0.75
                self.books[request.key] = known
            if self._random.random() < 0.2:
                return providers.PaymentAnswer(outcome="unclear")
        return providers.PaymentAnswer(outcome="succeeded" if known[2] else "failed", reference=f"F-{len(self.books)}")

    def moved(self, key: str) -> bool:
        """Look a payment up in the books, as a person does."""
        return self.books[key][2]


def examines(random: Random) -> Callable[..., ExaminationOutcome]:
    """Fake the engine: an outcome drawn by lot, in the shapes the door gives."""

    def examine(row: Examination, *, now: datetime) -> ExaminationOutcome:
        if random.random() < 0.25:
            return ExaminationOutcome(why=random.choice(["unreadable", "lost", "tampered"]))
        band, reason = random.choice([("none", ()), ("low", ("label.edited",)), ("high", ("reuse.automatic",))])
        return ExaminationOutcome(
            attention=band, reasons=reason, engine="fake", report='{"checks": [], "findings": []}'
        )

    return examine


def verifies(random: Random) -> Callable[..., ExaminationOutcome]:
    """Fake the look at a capture: an outcome drawn by lot, in the shapes the door gives."""

    def verify(row: Capture) -> ExaminationOutcome:
        if random.random() < 0.25:
            return ExaminationOutcome(why=random.choice(["unreadable", "lost", "tampered"]))
        return ExaminationOutcome(report='{"checks": [], "findings": []}')

    return verify


def ruling(random: Random, most: int) -> Ruling:
    """Rule by lot."""
    fraud, lot = random.random() < 0.2, random.random()
    if lot < 0.4:
        return refuse(fraud_said=fraud)
    if lot < 0.6:
        return Ruling(remedy="return", amount_fen=most, reason="寄回后退", found=FACTS)
    if lot < 0.7:
        return Ruling(remedy=random.choice(["exchange", "repair"]), reason="换一件,或修好", found=FACTS)
    return refund(random.choice([most, most // 2, most * 3]), fraud_said=fraud)


RARELY = {"hand_in": 0.3, "agree": 0.08, "offer": 0.3, "accept_offer": 0.4, "withdraw": 0.03, "refund": 0.3}
RARELY |= {"ask_evidence": 0.2, "take_case": 0.3, "take_outcome": 0.3}


@dataclass(kw_only=True)
class Crowd:
    """Claims, who is about them, and what time it is."""

    walks: list[Walked]
    provider: Provider
    random: Random
    now: datetime
    pressed: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._pictures: Iterator[SealedFile] = cycle(
            [sealed(jpeg(drawn(900 + seed, size=(96, 72))), now=self.now) for seed in range(24)]
        )
        self._barrier = threading.Barrier(SEATS)
        self._pool = ThreadPoolExecutor(SEATS, thread_name_prefix="crowd")
        self._count = threading.Lock()

    def round(self, hot: Walked) -> None:
        """Let every seat press something at the same moment, most of them on the same claim."""
        self.now += timedelta(minutes=self.random.choice(STRIDES))
        jobs = [self._worker, *([self._clock] if self.random.random() < 0.5 else [])]
        seats = [Random(self.random.random()) for _ in range(SEATS - len(jobs))]
        works = [*jobs, *(self._seat(seat, hot) for seat in seats)]
        running = [self._pool.submit(self._at_once, work) for work in works]
        for one in running:
            one.result(timeout=2 * PATIENCE_S)

    def close(self) -> None:
        """Send everybody home, each closing his own connection."""
        for one in [self._pool.submit(self._at_once, connections.close_all) for _ in range(SEATS)]:
            one.result(timeout=2 * PATIENCE_S)
        self._pool.shutdown()

    def _at_once(self, work: Work) -> None:
        self._barrier.wait(PATIENCE_S)
        work()

    def _clock(self) -> None:
        clocks.sweep(self.now)

    def _worker(self) -> None:
        later.run_due(self.now, raising=False, most=12)

    def _seat(self, random: Random, hot: Walked) -> Work:
        one = hot if random.random() < 0.75 else random.choice(self.walks)
        side = random.choice(SIDES)
        by = self._who(side, one, random)
        row = queries.claim_by_key(str(one.claim.id))
        return lambda: self._presses(side if random.random() < 0.85 else random.choice(SIDES), row, by, random)

    def _who(self, side: str, one: Walked, random: Random) -> Actor:
        if side == "buyer":
            return actors.actor_of_link(one.token, now=self.now)
        if side == "inside":  # of the seller's unit, and has somehow got a reviewer's role
            owner = actor(cast.MERCHANT_OWNER, now=self.now)
            return Actor(kind="staff", id=owner.id, organisation=owner.organisation, roles=frozenset({"reviewer"}))
        members = {"seller": (cast.MERCHANT_OWNER,), "reviewer": REVIEWERS, "finance": (cast.QIAN,)}
        return actor(random.choice(members.get(side, (cast.XIAO_CHEN,))), now=self.now)

    def _presses(self, side: str, row: Claim, by: Actor, random: Random) -> None:
        """Try some of a side's verbs, until one is done."""
        verbs = self._verbs(side, row, by, random)
        if random.random() < 0.85:
            verbs = [one for one in verbs if row.state in SEEN_IN.get(one[0], row.state).split()]
        verbs = [one for one in verbs if random.random() < RARELY.get(one[0], 1)]
        for name, verb in random.sample(verbs, min(TRIES, len(verbs))):
            try:
                acting(verb)
            except AnxinError:
                row = queries.claim_by_key(str(row.id))
                continue
            with self._count:
                self.pressed[name] = self.pressed.get(name, 0) + 1
            return

    def _verbs(self, side: str, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        sides = {"buyer": self._buyers, "seller": self._sellers, "finance": self._finances, "desk": self._desks}
        return sides.get(side, self._reviewers)(row, by, random)

    def _picture(self, random: Random, *roles: str) -> PictureGiven:
        with self._count:
            return PictureGiven(file=next(self._pictures), role=random.choice(roles))

    def _buyers(self, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        now, picture = self.now, self._picture(random, "whole", "detail")
        return [
            ("hand_in", lambda: claims.hand_in(claim=row, picture=picture, by=by, now=now)),
            ("answer_challenge", lambda: claims.answer_challenge(
                claim=row, code=self._code(row), pictures=[picture], by=by, now=now)),
            ("accept_offer", lambda: claims.accept_offer(claim=row, by=by, now=now)),
            ("refuse_offer", lambda: claims.refuse_offer(claim=row, why="少", by=by, now=now)),
            ("accept", lambda: claims.accept(claim=row, by=by, now=now)),
            ("appeal", lambda: claims.appeal(claim=row, why="不服", by=by, now=now)),
            ("drop_appeal", lambda: claims.drop_appeal(claim=row, by=by, now=now)),
            ("ship_back", lambda: claims.ship_back(claim=row, waybill="YD9", by=by, now=now)),
            ("withdraw", lambda: claims.withdraw(claim=row, why="不要了", by=by, now=now)),
        ]  # fmt: skip

    def _code(self, row: Claim) -> str:
        asked = evidence.challenge_of(row.stream())
        return asked.code if asked else ""

    def _sellers(self, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        now, picture = self.now, self._picture(random, "packing", "whole")
        fen = random.randrange(1, 30000)
        return [
            ("answer", lambda: claims.answer(claim=row, reason="不同意", by=by, now=now)),
            ("offer", lambda: claims.offer(
                claim=row, remedy="refund_part", amount_fen=fen, reason="补偿", by=by, now=now)),
            ("hand_in", lambda: claims.hand_in(claim=row, picture=picture, by=by, now=now)),
            ("accept", lambda: claims.accept(claim=row, by=by, now=now)),
            ("appeal", lambda: claims.appeal(claim=row, why="不服", by=by, now=now)),
            ("drop_appeal", lambda: claims.drop_appeal(claim=row, by=by, now=now)),
            ("receive_back", lambda: claims.receive_back(claim=row, by=by, now=now)),
            ("pass_inspection", lambda: claims.pass_inspection(claim=row, by=by, now=now)),
            ("fail_inspection", lambda: claims.fail_inspection(claim=row, reason="不符", by=by, now=now)),
            ("send_replacement", lambda: claims.send_replacement(claim=row, waybill="YD8", by=by, now=now)),
            ("agree", lambda: claims.agree(claim=row, by=by, now=now)),
        ]  # fmt: skip

    def _reviewers(self, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        now, said, kind = self.now, ruling(random, row.asked_fen), random.choice(["paper", "link"])
        verbs: list[tuple[str, Work]] = [
            ("take_case", lambda: claims.take_case(claim=row, by=by, now=now)),
            ("ask_evidence", lambda: claims.ask_evidence(claim=row, kind=kind, text="再拍", by=by, now=now)),
            ("propose", lambda: claims.propose(claim=row, ruling=said, by=by, now=now)),
            ("propose", lambda: claims.propose(claim=row, ruling=said, by=by, now=now)),
        ]
        decision = row.decisions.order_by("-created_at").first()
        if decision is not None:
            decision.claim = row
            verbs.append(("confirm", lambda: claims.confirm(decision=decision, by=by, now=now)))
            verbs.append(("send_back", lambda: claims.send_back(decision=decision, why="再看", by=by, now=now)))
        return verbs

    def _desks(self, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        now, said = self.now, {"reference": "PT-1", "reason": "平台判退"}
        return [
            ("take_outcome", lambda: claims.take_outcome(
                claim=row, what="refunded", amount_fen=row.asked_fen, by=by, now=now, **said)),
            ("demand", lambda: claims.demand(claim=row, amount_fen=100, reason="不该退", by=by, now=now)),
        ]  # fmt: skip

    def _finances(self, row: Claim, by: Actor, random: Random) -> list[tuple[str, Work]]:
        now, bill = self.now, bills.latest(stream_of(row.purchase))
        assert bill is not None
        fen = random.randrange(1, 4000)
        verbs: list[tuple[str, Work]] = [("pay_again", lambda: claims.pay_again(claim=row, by=by, now=now))]
        verbs.append(("refund", lambda: ledger.refund(bill=bill, amount_fen=fen, reason="补偿", by=by, now=now)))
        for one in list(online.unclear())[:2]:
            verbs.append(("clear", lambda one=one: self.cleared(one, by)))  # type: ignore[misc]
        return verbs

    def cleared(self, payment: Payment, by: Actor) -> None:
        """Say of an unclear payment what the provider's books say."""
        moved = self.provider.moved(payment.key)
        ledger.clear(payment=payment, succeeded=moved, reference="", by=by, now=self.now)

    def goes_home(self) -> None:
        """Let all clocks run out and all money be looked up; people do nothing any more."""
        finance = actor(cast.QIAN, now=self.now)
        for _ in range(12):
            self.now += timedelta(days=6)
            clocks.sweep(self.now)
            later.run_due(self.now)
            for one in list(online.unclear()):
                acting(lambda one=one: self.cleared(one, finance))  # type: ignore[misc]


@contextmanager
def crowd(**given: object) -> Iterator[Crowd]:
    """Draw a crowd together, and send it home."""
    made = Crowd(**given)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()

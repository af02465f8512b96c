"""Killed at any statement of what moves money and issues invoices, and done again: as if nobody had died."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.queues.models import LaterTask
from anxin.domain.invoices import actions as invoices
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Payment, Transfer
from tests.attacks.kills import Death, taken_back
from tests.domain.invoices import scenes as of_invoices
from tests.domain.ledger import scenes as of_money
from tests.domain.ledger.test_money import CUSTOMER, FINANCE

pytestmark = pytest.mark.django_db
LEASE_S = 400
"""After so long what a dead worker held is taken up by another."""
WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["drawn", "whole"])
Does = Callable[[Callable[[], object]], None]


def paid(scene: of_money.Scene, does: Does) -> None:
    """The code shown, paid, told."""
    does(lambda: acting(lambda: ledger.pay(bill=scene.bill, by=CUSTOMER, now=scene.now)))
    does(scene.run)
    scene.bank.pay(scene.payment.number)
    headers, body = scene.bank.told(scene.payment.number)
    does(lambda: scene.hear((dict(headers), body)))


def given_back(scene: of_money.Scene, does: Does) -> None:
    """Some of it given back, answered at last."""
    scene.paid()
    scene.bank.slow_refunds = True
    about: Any = {"bill": scene.bill, "amount_fen": 6000, "reason": "r", "by": FINANCE, "now": scene.now}
    row = acting(lambda: ledger.refund(**about))
    does(scene.run)
    scene.bank.finish_refund(row.number)
    headers, body = scene.bank.told_refund(row.number)
    does(lambda: scene.hear((dict(headers), body)))


def issued(scene: of_invoices.Scene, does: Does) -> None:
    """An invoice asked for, issued, its file fetched."""
    does(lambda: acting(lambda: invoices.ask_for(bill=scene.bill, buyer=of_invoices.ANNA, by=CUSTOMER, now=scene.now)))
    for seconds in (0, 10, 60):
        does(lambda seconds=seconds: scene.run(seconds))  # type: ignore[misc]


def reversed_(scene: of_invoices.Scene, does: Does) -> None:
    """An issued one that is wrong, reversed by a red one."""
    scene.ask(of_invoices.FIRM, 10)
    scene.run(60)
    does(lambda: acting(lambda: invoices.correct(invoice=scene.blue, why="抬头错", by=FINANCE, now=scene.now)))
    for seconds in (0, 10, 60):
        does(lambda seconds=seconds: scene.run(seconds))  # type: ignore[misc]


def played(scenes: Any, story: Callable[..., None], death: Death) -> dict[str, Any]:
    """Play a story in which somebody may die, let hours pass, and return all that is there then."""

    def does(work: Callable[[], object]) -> None:
        death.does(work)
        if death.dead:
            scene.run(LEASE_S)

    scene = next(scenes)
    story(scene, does)
    for _ in range(8):
        scene.run(LEASE_S)
    with suppress(StopIteration):
        next(scenes)
    acting(lambda: timeline.checkpoint(scene.now))
    bill, named = scene.bill, ("state", "direction", "amount_fen")
    return {
        "bill": (bill.state, bill.paid_fen, bill.refunded_fen, bill.reserved_fen),
        "payments": sorted(Payment.objects.filter(bill=bill).values_list(*named)),
        "transfers": sorted(Transfer.objects.filter(bill=bill).values_list("state", "reason", "amount_fen")),
        "invoices": getattr(scene, "states", ()),
        "facts": sorted(one.code for one in timeline.read(bill.stream())),
        "faults": timeline.verify(),
        "left": LaterTask.objects.filter(state__in=("dead", "running")).count(),
    }


@WHOLE
@pytest.mark.parametrize("story", [paid, given_back, issued, reversed_], ids=lambda one: one.__name__)
def test_ends_as_if_nobody_had_died(story: Callable[..., None], whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def ends(death: Death) -> dict[str, Any]:
        with taken_back():
            money = story in (paid, given_back)
            scenes = of_money.play("wechat", monkeypatch) if money else of_invoices.play(provider=True)
            return played(scenes, story, death)

    alive = Death()
    expected = ends(alive)
    assert (expected["faults"], expected["left"]) == ([], 0)
    at = range(alive.said) if whole else Random(story.__name__).sample(range(alive.said), 3)
    wrong = {one: found for one in at if (found := ends(Death(one))) != expected}
    assert wrong == {}

"""Two at the same moment, each about a case of his own: nobody waits for the other's commit.

A row that all need and one has locked stays locked until the disk has the commit: the whole country stands in line
there. So each block of one is held open at its end until the other has come to the end of his next one, in turn; a lock
that both want is refused, instead of waited for.
"""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, connections

from anxin.core.acting import acting, guarded
from anxin.core.actors import STRANGER, Actor
from anxin.demo import cast, ground, walk
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.network import actions as network
from anxin.domain.people import queries as people
from anxin.domain.repairs.actions import PartGiven
from tests.evidence_builders import CUP, a_purchase
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
URUMQI = "新疆维吾尔自治区乌鲁木齐市天山区解放北路1号"
type Work = Callable[[], object]


class Turn:
    """Two who go on by turns: each commits only when the other stands at the end of a block of his own."""

    def __init__(self) -> None:
        self.go = (threading.Semaphore(0), threading.Semaphore(0))
        self.blocks = [0, 0]
        self.faults: list[BaseException] = []

    def run(self, first: Work, second: Work) -> None:
        """Let both do their work, the first beginning; raise what either met."""
        threads = [threading.Thread(target=self._work, args=one) for one in ((0, first), (1, second))]
        for one in threads:
            one.start()
        for one in threads:
            one.join(2 * PATIENCE_S)
        if self.faults:
            raise self.faults[0]
        assert self.blocks[0] == self.blocks[1] > 0

    def _work(self, who: int, work: Work) -> None:
        try:
            if who:
                self.go[who].acquire(timeout=PATIENCE_S)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            with guarded(lambda: self._at_the_end(who)):
                work()
        except BaseException as fault:
            self.faults.append(fault)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
            connections.close_all()
            self.go[1 - who].release(1000)

    def _at_the_end(self, who: int) -> None:
        self.blocks[who] += 1
        self.go[1 - who].release()
        assert self.go[who].acquire(timeout=PATIENCE_S)


@pytest.fixture
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def walks(customer: cast.Customer, technician: cast.Member, now: datetime) -> Work:
    """Report a repair and walk it to its end."""

    pictures = [walk.a_picture(now=now, salt=int(technician.number[-2:]) * 10 + one) for one in range(4)]
    parts = [PartGiven(code="HY3-PCB-02", serial=f"HY3PCB{technician.number[-4:]}"), PartGiven(code="HY3-BAT-01")]

    def work() -> None:
        one = walk.begin(walk.a_report(now=now, customer=customer), now=now)
        one.technician, one.direct, one.pictures, one.parts = technician, True, pictures, parts
        one.until("closed")

    return work


def at_the_counter(number: int, now: datetime) -> Work:
    """Ask whether a number is genuine, report another, and wait for somebody to come to Ürümqi."""
    code, phone = f"400-000-000{number}", f"1380000007{number}"
    brand = people.organisation(cast.HEYAN.slug)
    wish = network.WaitlistEntry(brand=brand, category="lock", name="买买提", phone=phone, address=URUMQI)
    told = network.NumberReport(kind="hotline", code=code, note="要先付 200")

    def work() -> None:
        acting(lambda: network.check_number(kind="hotline", code=code, now=now))
        acting(lambda: network.report(told=told, by=STRANGER, now=now))
        acting(lambda: network.wait(wish=wish, by=STRANGER, now=now))

    return work


def files(order: str, customer: cast.Customer, now: datetime) -> Work:
    """File a claim about an order of a customer's own."""
    bought = a_purchase(now=now, order=order, lines=(CUP,), customer=customer)
    filing = Filing(
        purchase=bought,
        lines=(ClaimLineGiven(position=1),),
        type="refund_only",
        reason="broken",
        told="拆开就有裂",
        pictures=(),
        phone=customer.phone,
    )
    return lambda: acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))


@pytest.mark.usefixtures("_ground")
class TestTwoAtOnce:
    def test_walk_their_repairs_from_report_to_payment(self, now: datetime) -> None:
        Turn().run(walks(cast.MS_ZHANG, cast.MASTER_LUO, now), walks(cast.NEIGHBOUR, cast.MASTER_LU, now))

    def test_file_their_claims(self, now: datetime) -> None:
        Turn().run(files("YT-20261118-7730", cast.BUYER_HERE, now), files("YT-20261118-7731", cast.MAIMAITI_HERE, now))

    def test_check_report_and_wait(self, now: datetime) -> None:
        Turn().run(at_the_counter(1, now), at_the_counter(2, now))

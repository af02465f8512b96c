"""Rows for races and random walks: many light ones, copied from one that was walked whole."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from anxin.core.actors import SYSTEM
from anxin.core.ids import uuid7
from anxin.core.states import Stateful, begin
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.ledger.models import Bill, Payment, Remittance
from anxin.domain.network.models import Authorisation, Leave, Outlet, Placement, ReportedNumber, Swap, Takedown, Waiting
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.visits.models import Appointment, Offer, OutletOrder, Visit
from tests import builders
from tests.evidence_builders import a_purchase

NUMBERS = count(1)


def every_row() -> Iterator[tuple[str, str]]:
    """Read every table that lies in the database, whoever made it: rows, queue, outbox, sessions, deliveries."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(bytes(one).hex() if isinstance(one, memoryview) else str(one) for one in row)


def a_reported_number(n: int) -> ReportedNumber:
    """Return an unsaved number that somebody reported as false."""
    return ReportedNumber(number=f"F-copy-{n}", bare=f"400{n:07d}", kind="hotline", code=f"400{n:07d}")


def a_takedown(n: int) -> Takedown:
    """Return an unsaved takedown of a number of its own."""
    about = a_reported_number(n)
    about.state = "confirmed"
    about.created_at = about.updated_at = timezone.now()
    about.save(force_insert=True)
    return Takedown(number=f"T-copy-{n}", about=about, recipient="search", addressee="百度", place="https://a.example")


def begun[R: Stateful](row: R, now: datetime) -> R:
    """Begin a fresh row and give it."""
    begin(row, by=SYSTEM, now=now)
    return row


class Pattern:
    """One repair walked by the cast; every row is a fresh copy of its rows, on a stream of its own."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.repair = builders.a_repair(now=now, at="assigned").repair
        self.row = Visit.objects.get()
        self.luo = builders.technician()
        self.lu = builders.technician(cast.MASTER_LU)
        self.outlet = builders.outlet()
        self.sold = a_purchase(now=now)

    def visit(self, now: datetime, *, held: bool = True) -> Visit:
        """Copy the visit; `held` leaves the technician on it."""
        row = copy(self.row)
        row.pk, row.stream_kind, row.stream_key = uuid7(), "claim", self.a_claim().pk
        row._state.adding = True
        if not held:
            row.technician = row.outlet = None
        begin(row, by=SYSTEM, now=now)
        return row

    def a_claim(self) -> Claim:
        """Write a bare claim a visit can be about: who is told of the visit reads its number."""
        number = f"C-copy-{next(NUMBERS)}"
        sold, buyer, operator = self.sold, self.repair.customer, self.repair.operator
        row = Claim(number=number, purchase=sold, seller=sold.seller, buyer=buyer, operator=operator)
        row.type, row.reason, row.asked_fen, row.channel = "repair", "defective", 0, "web"
        row.created_at = row.updated_at = self.now
        row.state = Claim.MACHINE.start
        row.save(force_insert=True)
        return row

    def a_repair(self, now: datetime) -> Repair:
        """Copy the repair."""
        row = copy(self.repair)
        row.pk, row.number = uuid7(), f"R-copy-{next(NUMBERS)}"
        row._state.adding = True
        begin(row, by=SYSTEM, now=now)
        return row

    def offer(self, now: datetime, visit: Visit | None = None, *, first: bool = True) -> Offer:
        """Offer a visit to Master Luo or Master Lu."""
        row = Offer(
            visit=visit or self.visit(now),
            technician=self.luo if first else self.lu,
            outlet=self.outlet,
            round=1,
            expires_at=now + timedelta(minutes=5),
        )
        begin(row, by=SYSTEM, now=now)
        return row

    def bill(self, now: datetime, fen: int = 10000) -> Bill:
        """Draw a bill on a stream of its own."""
        number = next(NUMBERS)
        row = Bill(
            number=f"B-copy-{number}",
            stream_kind="copy",
            stream_key=uuid4(),
            payer=f"customer:{number}",
            payee="organisation:o",
            total_fen=fen,
        )
        begin(row, by=SYSTEM, now=now)
        return row

    def a_waiting(self, n: int) -> Waiting:
        """Return an unsaved customer who waits for a technician in a place of its own."""
        return Waiting(
            number=f"W-copy-{n}",
            brand=self.repair.brand,
            division=f"{540000 + n}",
            division_name="西藏自治区",
            person=self.repair.customer,
        )

    def a_custody(self, now: datetime) -> Custody:
        """Return an unsaved custody that may be in any state: signed, and said to be mended."""
        return Custody(
            stream_kind="claim",
            stream_key=self.a_claim().pk,
            number=f"R-copy-{next(NUMBERS)}",
            mode="mail_in",
            outlet=self.outlet,
            pays_in="house",
            pays_back="house",
            signed_how="page",
            mended=True,
        )

    def of_technicians(self) -> dict[str, Callable[[datetime], Stateful]]:
        """Return what makes an unsaved row of each machine that a technician has of his own."""
        return {
            "swap": lambda now: Swap(technician=self.luo, colleague=self.lu, date=now.date()),
            "leave": lambda now: Leave(technician=self.luo, from_date=now.date(), to_date=now.date()),
            "placement": lambda _now: Placement(
                technician=self.luo, outlet=Outlet.objects.order_by("code")[0], brand=self.repair.brand
            ),
        }

    def makers(self) -> dict[str, Callable[[datetime], Stateful]]:
        """Give a maker for every machine of the domain."""
        made: dict[str, Callable[[datetime], Stateful]] = {
            "repair": self.a_repair,
            "visit": self.visit,
            "offer": self.offer,
            "bill": self.bill,
        }

        def make(row: Callable[[datetime], Stateful]) -> Callable[[datetime], Stateful]:
            def begun(now: datetime) -> Stateful:
                fresh = row(now)
                begin(fresh, by=SYSTEM, now=now)
                return fresh

            return begun

        made["outlet_order"] = make(lambda now: OutletOrder(visit=self.visit(now), outlet=self.outlet, expires_at=now))
        made["appointment"] = make(
            lambda now: Appointment(visit=self.visit(now), from_at=now, to_at=now + timedelta(hours=2), by="system")
        )
        made["quote"] = make(lambda now: Quote(repair=self.a_repair(now), version=1, edition="x"))
        made["payment"] = make(
            lambda now: Payment(
                bill=self.bill(now), direction="in", amount_fen=1, provider="fake", method="fake", key=str(uuid4())
            )
        )
        came = {"direction": "in", "way": "bank", "amount_fen": 1}
        made["remittance"] = make(
            lambda now: Remittance(**came, moved_date=now.date(), reference=str(uuid4()), plain=uuid4().hex)
        )
        made["authorisation"] = make(
            lambda now: Authorisation(
                number=f"A-copy-{next(NUMBERS)}",
                brand=self.repair.brand,
                kind="hotline",
                code="400-000-0700",
                from_date=now.date(),
                to_date=now.date(),
            )
        )
        made["reported_number"] = make(lambda now: a_reported_number(next(NUMBERS)))
        made["custody"] = make(self.a_custody)
        made["takedown"] = make(lambda now: a_takedown(next(NUMBERS)))
        made["parcel_claim"] = make(
            lambda now: ParcelClaim(custody=begun(self.a_custody(now), now), way="in", what="lost")
        )
        made |= {name: make(row) for name, row in self.of_technicians().items()}
        made["waiting"] = make(lambda now: self.a_waiting(next(NUMBERS)))
        return made

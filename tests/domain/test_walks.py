"""Random walks through every machine of the domain, in memory and on rows."""

from datetime import datetime
from random import Random

import pytest
from django.db import connection

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.states import machines
from tests import walks
from tests.domain.rows import Pattern

NAMES = (
    *("repair", "quote", "visit", "outlet_order", "offer", "appointment", "bill", "payment", "remittance"),
    "parcel_claim",
    *("authorisation", "reported_number", "takedown", "waiting", "swap", "leave", "placement", "custody"),
)


class TestTables:
    @pytest.mark.parametrize("name", NAMES)
    def test_lead_every_walk_on_or_to_a_declared_end(self, name: str) -> None:
        machine = machines()[name]
        ends = {walks.in_memory(machine, Random(seed))[-1] for seed in range(1000)}
        assert ends & machine.ends

    def test_are_all_walked_on_rows(self) -> None:
        from anxin.domain.custody import states as custody
        from anxin.domain.ledger import states as ledger
        from anxin.domain.network import states as network
        from anxin.domain.repairs import states as repairs
        from anxin.domain.visits import states as visits

        declared = {
            value.name
            for module in (custody, ledger, network, repairs, visits)
            for value in vars(module).values()
            if type(value).__name__ == "Machine"
        }
        assert declared == set(NAMES)


@pytest.mark.django_db
class TestRows:
    @pytest.mark.parametrize("name", NAMES)
    def test_take_no_illegal_and_lose_no_legal_step(self, name: str, now: datetime) -> None:
        hold(name, 20 if connection.vendor == "sqlite" else 10, now)

    @pytest.mark.soak
    @pytest.mark.parametrize("name", NAMES)
    def test_hold_for_a_thousand_walks(self, name: str, now: datetime) -> None:
        hold(name, 1000, now)


def hold(name: str, count: int, now: datetime) -> None:
    make = Pattern(now).makers()[name]
    for seed in range(count):
        if seed % 50 == 49 and connection.vendor == "postgresql":
            _tells_sizes()
        walks.on_database(make, Random(seed), now)
    acting(lambda: timeline.checkpoint(now))
    assert [one for one in timeline.verify() if not _bare(one)] == []


def _bare(found: timeline.ChainFinding) -> bool:
    """Tell what is named because these rows were copied, moved no money, ended on no day: no action made them."""
    return found.position == 0 or found.row.startswith(("ledger.", "network.authorisation"))


def _tells_sizes() -> None:
    """Let PostgreSQL know how large its tables are: nobody else sees rows of a transaction that never ends."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

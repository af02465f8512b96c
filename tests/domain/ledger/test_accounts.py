"""The statement of an account balances, to the fen, from one midnight here to another."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import queries, rules
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.wording import MOVEMENTS

pytestmark = pytest.mark.django_db
OWNER = Actor(kind="staff", id="m", organisation="house", roles=frozenset({"merchant_owner"}))
BEGINS = datetime(2026, 12, 1, tzinfo=SHANGHAI)
MOMENT = timedelta(microseconds=1)


def moved(at: datetime, fen: int, *, back: bool = False, house: str = "house", state: str = "posted") -> None:
    """Post a charge of a house, or what it gave back."""
    sides = [f"organisation:{house}", "customer:x"]
    debit, credit = sides if back else reversed(sides)
    Transfer.objects.create(
        **{"debit": debit, "credit": credit, "amount_fen": fen, "state": state, "key": str(uuid7())},
        **{"reason": "credit" if back else "charge", "created_at": at, "settled_at": at},
    )


def test_a_month_begins_with_what_stood_before_and_balances() -> None:
    moved(BEGINS - MOMENT, 10_000)
    moved(BEGINS, 1_234)
    moved(BEGINS + timedelta(days=31) - MOMENT, 5, back=True)
    moved(BEGINS + timedelta(days=31), 777)
    moved(BEGINS, 99, house="other")
    moved(BEGINS, 88, state="pending")

    found = queries.account_statement(OWNER, month=date(2026, 12, 24))
    assert [(one.came_fen, one.went_fen, one.left_fen) for one in found.movements] == [
        (1_234, 0, 11_234),
        (0, 5, 11_229),
    ]
    assert (found.before_fen, found.came_fen, found.went_fen, found.left_fen) == (10_000, 1_234, 5, 11_229)
    assert queries.account_statement(OWNER, month=date(2027, 1, 1)).before_fen == found.left_fen


def test_who_has_no_account_is_refused() -> None:
    with pytest.raises(queries.NoAccount):
        queries.account_statement(Actor(kind="staff", id="a", roles=frozenset({"agent"})), month=date(2026, 12, 1))


@pytest.mark.parametrize("reason", [rules.GONE, rules.CAME, rules.BORNE, rules.CORRECTED, rules.LAID])
def test_each_movement_is_called_in_words_never_by_its_code(reason: str) -> None:
    assert reason in MOVEMENTS

"""An invoice issued by hand stands over what its form showed; over what it was really issued, where money went back."""

import pytest

from anxin.core.acting import acting
from anxin.core.commands import ShownOtherwise
from anxin.core.errors import Invalid
from anxin.domain.invoices.commands import INVOICES
from anxin.domain.invoices.models import Invoice
from tests.domain.invoices.scenes import Scene
from tests.domain.ledger.test_money import FINANCE

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("scene", [False], indirect=True)]
OFFICIAL = "26312000000012345678"


@pytest.fixture
def asked(scene: Scene) -> Scene:
    """Give a paid bill of 100 yuan whose invoice waits for somebody's hand."""
    scene.ask()
    return scene


def issued(scene: Scene, *, read: str = "", **fields: object) -> Invoice:
    told = {"official": OFFICIAL, "day": scene.now.date(), **fields}
    row = scene.blue
    acting(lambda: INVOICES.give("issued", row=row, by=FINANCE, now=scene.now, fields=told, read=read))
    scene.run()
    return scene.blue


def test_is_refused_once_a_refund_changed_what_was_shown(asked: Scene) -> None:
    read = INVOICES.shown("issued", asked.blue, now=asked.now)
    asked.give_back(3000)
    with pytest.raises(ShownOtherwise):
        issued(asked, read=read)
    assert issued(asked, read=INVOICES.shown("issued", asked.blue, now=asked.now)).amount_fen == 7000


def test_that_was_issued_over_more_before_is_entered_so_and_a_red_one_follows(asked: Scene) -> None:
    asked.give_back(3000)
    for fen in (6999, 10001):
        with pytest.raises(Invalid) as refused:
            issued(asked, amount_fen=fen)
        assert refused.value.field == "amount_fen"
    assert issued(asked, amount_fen=10000).amount_fen == 10000
    red = Invoice.objects.get(blue=asked.blue)
    assert (red.amount_fen, red.state) == (3000, "requested")


def test_of_which_all_went_back_meanwhile_is_entered_and_reversed_whole(asked: Scene) -> None:
    asked.give_back(10000)
    assert issued(asked, amount_fen=10000).reversed_fen == 10000

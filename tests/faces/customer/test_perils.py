"""A report that tells of gas, fire, a shock or somebody trapped: the right words first, on every page that has it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.demo import walk as walks
from anxin.domain.goods.rules.perils import perils_in
from tests.builders import Walked
from tests.faces.customer.test_progress import address, entered
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ("厨房有燃气味", ("gas",)),
        ("it smells of gas", ("gas",)),
        ("热水器漏气", ("gas",)),
        ("插头着火了", ("fire",)),
        ("漏电还冒烟", ("fire", "shock")),
        ("孩子反锁在屋里，有人被困", ("trapped",)),
        ("打不着火", ()),
        ("点着火就熄", ()),
        ("没有燃气味，也不漏气", ()),
    ],
)
def test_words_tell_of_a_danger(told: str, codes: tuple[str, ...]) -> None:
    assert perils_in(told) == codes


def reported(told: str) -> Walked:
    now = timezone.now() - timedelta(minutes=2)
    ground.lay(now=now)
    return walks.begin(walks.a_report(now=now, told=told), now=now)


def test_the_form_holds_the_words_to_show_as_they_are_typed() -> None:
    ground.lay(now=timezone.now())
    page = flat(Client().get("/report/heyan/S3/"))
    assert 'data-peril="gas"' in page
    assert "到了外面再打燃气公司的抢修电话或 119" in page


def test_receipt_case_and_desk_show_them_until_somebody_spoke_with_him(sits: Sits) -> None:
    chen, walk = sits(cast.XIAO_CHEN), reported("厨房有燃气味")
    for page in ("", "receipt/"):
        said = flat(entered(walk).get(address(walk, page)))
        assert 'href="tel:119"' in said, f"{page} {walk.repair.peril!r} {walk.repair.state}"
        assert "燃气：先出去" in said, page
    assert "燃气：先出去" in flat(chen.get("/desk/repairs/?show=danger"))
    assert 'href="tel:119"' in flat(chen.get(f"/desk/repairs/{walk.repair.number}/"))


def test_nothing_is_said_of_a_calm_report() -> None:
    walk = reported("面板不亮")
    assert "tel:119" not in flat(entered(walk).get(address(walk)))

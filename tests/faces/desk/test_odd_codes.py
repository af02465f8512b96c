"""Codes of before there was a rule: no page is out of service because one of them holds a slash."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people.models import Account
from anxin.faces.ground.code_parts import CodePart

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]


@pytest.fixture
def odd(sits: Sits) -> Sits:
    """Write a technician, his account and his outlet as an import of before could."""
    sits(cast.ADMIN)
    man = Technician.objects.get(number=cast.MASTER_LUO.number)
    Technician.objects.filter(pk=man.pk).update(number="HY/90")
    Account.objects.filter(pk=man.account_id).update(username="a/b")
    Account.objects.filter(username=cast.XIAO_MEI.username).update(username="..")
    Outlet.objects.filter(code="AX-CD-01").update(code="HY/CD/1")
    return sits


PAGES = {
    "/desk/staff/": ("/desk/staff/a~2Fb/", "/desk/staff/~2E~2E/"),
    "/desk/network/technicians/": ("/desk/network/technicians/HY~2F90/",),
    "/desk/network/outlets/": ("/desk/network/outlets/HY~2FCD~2F1/", "/desk/network/outlets/HY~2FCD~2F1/coverage/"),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_lists_what_has_a_slash_and_opens_it(page: str, odd: Sits) -> None:
    admin = odd(cast.ADMIN)
    listed = admin.get(page)
    assert listed.status_code == 200
    assert PAGES[page][0] in listed.content.decode()
    assert [admin.get(one).status_code for one in PAGES[page]] == [200] * len(PAGES[page])


@pytest.mark.parametrize("page", ["/outlet/people/", "/outlet/week/", "/outlet/week/HY~2F90/"])
def test_an_outlet_s_pages_show_who_has_a_slash(page: str, odd: Sits) -> None:
    assert odd(cast.BOSS_HE).get(page).status_code == 200


def test_money_shows_what_such_a_one_holds(odd: Sits) -> None:
    finance = odd(cast.QIAN)
    for page in ("/desk/money/cash/technician/HY~2F90/", "/desk/money/cash/outlet/HY~2FCD~2F1/"):
        assert finance.get(page).status_code == 200


@pytest.mark.parametrize("code", ["HY-9", "a/b", ".", "..", "~", "a~2Fb", "", "武侯 1", "%2F"])
def test_a_code_comes_back_from_an_address_as_it_went_in(code: str) -> None:
    part = CodePart()
    assert part.to_python(part.to_url(code)) == code
    assert "/" not in part.to_url(code)

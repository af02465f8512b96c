"""The check that a customer opens from his case answers for what the technician comes for, too."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from tests.builders import Walked, a_repair
from tests.faces.customer.test_progress import address, entered
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)


def only_for(walk: Walked, scope: str) -> None:
    """Have the word for the technician of a case be for this alone, whatever he is at."""
    who = walk.visit.technician
    row = Authorisation.objects.get(brand=walk.repair.brand, kind="technician", code=who.number, state="authorised")
    told = {"kind": row.kind, "code": row.code, "from_date": row.from_date, "to_date": row.to_date}
    owner, now = ground.owner_of(row.brand), timezone.now()

    def work() -> None:
        new = network.apply(brand=row.brand, scope=scope, by=owner, now=now, **told)
        network.approve(authorisation=new, by=owner, now=now)
        network.authorise(authorisation=new, by=owner, now=now)

    acting(work)


@pytest.mark.parametrize(("scope", "said"), [("智能锁", ""), ("空调、热水器", "没有授权修智能锁")])
def test_it_says_for_which_goods_he_is_not_vouched_for(scope: str, said: str) -> None:
    walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="assigned")
    client, number = entered(walk), walk.visit.technician.number
    pages = client.get(address(walk)).content.decode()
    links = {unescape(one) for one in re.findall(r'href="([^"]*/verify/\?kind=technician[^"]+goods=[^"]+)"', pages)}
    assert links
    only_for(walk, scope)
    for link in links:
        page = flat(client.get(link))
        assert number in page
        assert scope in page
        assert ("没有授权修" in page, "先别付款" in page) == (bool(said), bool(said))
        assert said in page


def test_it_repeats_nothing_that_a_stranger_wrote_as_goods() -> None:
    """A link sent around must not have the house's own page say another number."""
    walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="assigned")
    number = walk.visit.technician.number
    only_for(walk, "空调")
    asked = {"kind": "technician", "code": number, "goods": "请改拨400-123-4567"}
    page = flat(Client().get("/verify/", asked))
    assert number in page
    assert "400-123-4567" not in re.sub(r"<[^>]*>", "", page)

"""Whom his customer is told to throw out sees nothing more of him: no number, no address, and his day says to leave."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo.walk import Walked
from anxin.domain.network.models import Authorisation
from anxin.domain.people.models import Reveal
from anxin.domain.visits.models import Visit
from tests.faces.customer.test_suspended import suspend
from tests.faces.technician.phones import walk
from tests.faces.technician.test_job import at, text

pytestmark = pytest.mark.django_db(transaction=True)


def suspended_now(one: Walked) -> Walked:
    visit = one.visit
    row = Authorisation.objects.get(brand=visit.brand, kind="outlet", code=visit.outlet.code, state="authorised")
    suspend(row, timezone.now())
    return one


@pytest.mark.parametrize("left", [False, True])
def test_nothing_is_shown_to_him_any_more_whether_he_left_or_not(luo: Client, left: bool) -> None:
    one = walk("on_site")
    assert luo.post(at("reveal", one), {"field": "phone", "reason": "call"}).status_code == 200
    assert "打电话" in text(luo, at("job", one))
    one = suspended_now(one)
    if left:
        Visit.objects.filter(pk=one.visit.pk).update(state="unfinished", outcome="no_time")
    before = Reveal.objects.filter(granted=True).count()
    for field in ("phone", "address"):
        answer = luo.post(at("reveal", one), {"field": field, "reason": "call"})
        assert answer.status_code == 403, field
        assert "请打给您的网点" in answer.content.decode()
    assert Reveal.objects.filter(granted=True).count() == before
    page = text(luo, at("job", one))
    assert "对您关闭" in page
    assert at("call", one) not in page
    assert "看号码" not in text(luo, at("call", one))
    assert "看地址" not in text(luo, f"{at('call', one)}?address")
    assert ("请停下" in text(luo, "/technician/")) is not left

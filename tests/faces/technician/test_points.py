"""A check list may ask for more than ticks: what was found stands where the customer and the desk read it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.walk import Walked, a_report, begin
from tests.faces.technician.phones import phone_of

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [
    {"code": "volts", "name": "电池电压", "answer": "number", "unit": "V", "photo": True},
    {"code": "seal", "name": "密封条", "answer": "fine"},
    {"code": "keys", "name": "钥匙已交给客户"},
]


@pytest.fixture
def job(laid: None) -> Walked:
    """Walk Master Luo to a repair whose record asks for a number and a judgement."""
    now = timezone.now() - timedelta(hours=5)
    value = {"lock": {"repair": {"photos": ["before", "after"], "checks": CHECKS}}}
    acting(lambda: settings.propose(name="visits.records", value=value, valid_from=now, by=SYSTEM, now=now))
    return begin(a_report(now=now), now=now + timedelta(minutes=1)).until("on_site")


class TestPoints:
    def test_are_answered_on_the_phone_and_read_by_customer_and_desk(
        self, job: Walked, luo: Client, client: Client
    ) -> None:
        at = f"/technician/jobs/{job.visit.number}/"
        page = luo.get(at).content.decode()
        for shown in ('name="answer-volts"', 'name="answer-seal"', 'value="keys"', 'data-slot="check-volts"'):
            assert shown in page
        assert 'name="answer-volts"' in luo.get(f"{at}sheet/").content.decode()
        refused = luo.post(f"{at}checks/", {"answer-volts": "满", "done": ["keys"], "once": "1"})
        assert refused.status_code == 422
        assert "“满”" in refused.content.decode()
        assert not job.visit.checks.exists()
        given = {"answer-volts": "5.8", "answer-seal": "no", "done": ["keys"], "once": "2"}
        assert luo.post(f"{at}checks/", given).status_code == 302
        client.get(f"/c/{job.token}/", follow=True)
        read = (
            luo.get(at).content.decode(),
            client.get(f"/customer/repairs/{job.repair.number}/").content.decode(),
            phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{job.repair.number}/").content.decode(),
        )
        assert 'value="5.8"' in read[0]
        for other in read[1:]:
            assert "5.8 V" in other
            assert "不正常" in other

"""The page of claims before the public: a claim is rehearsed, the house opens for claims alone and shuts again."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.opening import queries
from anxin.domain.opening.models import Opening
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from tests.builders import legal_texts
from tests.evidence_builders import a_purchase
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
LIST, URL = "/desk/opening/", "/desk/opening/claims/"


@pytest.fixture
def admin(sits: Sits, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Give an administrator's browser, one of two, where no brand is open and a merchant has sold something."""
    monkeypatch.setattr(django_settings, "BEHIND_TLS", True)
    first, now = sits(cast.ADMIN), timezone.now()
    qian = people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=people_queries.operator(), role="operator", now=now))
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN, cast.LIN)], now=now)
    for name, value in (("notices.address", "https://s.example"), ("opening.put_off", "payment")):
        told = {"name": name, "value": value, "valid_from": now}
        acting(lambda told=told: settings.propose(**told, by=SYSTEM, now=now))
    Opening.objects.all().delete()
    legal_texts(now=now)
    a_purchase(now=now, customer=cast.BUYER)
    return first


def text_of(browser: Client, url: str = URL) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(url).content.decode()))


class TestClaims:
    def test_are_rehearsed_opened_and_shut_by_one_switch(self, admin: Client) -> None:
        listed = admin.get(LIST).content.decode()
        assert f'href="{URL}"' in listed
        assert reverse("texts:text", args=["claims"]) in listed
        assert admin.post(f"{URL}rehearsal/").status_code == 409, "the rules aren't published"
        legal_texts(now=timezone.now(), codes=("claims",))
        led = text_of(admin, f"{URL}?do=rehearsal")
        assert "走一遍试单" in led
        assert "现在做不了这一步" not in led

        assert admin.post(f"{URL}rehearsal/").status_code == 302
        assert "正在走" in text_of(admin)
        assert admin.post(f"{URL}opening/").status_code == 409
        later.run_due(timezone.now())
        assert "走通了" in text_of(admin)
        assert admin.post(f"{URL}opening/").status_code == 302
        assert queries.takes_claims()
        assert "店铺的买家能网上提交售后申请" in text_of(admin, LIST)

        assert admin.post(f"{URL}shutting/", {"why": "盘点"}).status_code == 302
        assert not queries.takes_claims()

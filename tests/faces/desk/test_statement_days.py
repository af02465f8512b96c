"""Finance sees which day's statement is missing, and fetches it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.ledger.models import Statement
from tests.standins.wechat import WeChat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def test_a_missing_day_is_listed_and_fetched_by_a_button(sits: Sits) -> None:
    now = timezone.now()
    with WeChat(now=now) as bank:
        kept = {"values": bank.values, "secrets": bank.secrets}
        since = now - timedelta(days=3)
        acting(lambda: providers.keep(kind="payment", name=bank.name, rank=1, **kept, by=SYSTEM, now=since))
        qian = sits(cast.QIAN)
        day = (now - timedelta(days=3)).astimezone(timezone.get_default_timezone()).date()
        way = f"/desk/money/statements/wechat/{day}/"
        assert "/desk/money/statements/" in qian.get("/desk/money/").content.decode()
        assert way in qian.get("/desk/money/statements/").content.decode()

        page = qian.get(way).content.decode()
        assert f"{way}fetching/" in page
        assert qian.post(f"{way}fetching/", {"once": "k-1"}).status_code == 302
        later.run_due(timezone.now())

        assert Statement.objects.get().day == day
        assert "fetching/" not in qian.get(way).content.decode()
        assert way not in qian.get("/desk/money/statements/").content.decode()


def test_where_no_provider_is_asked_no_page_says_that_a_day_lacks_or_has_its_statement(sits: Sits) -> None:
    qian = sits(cast.QIAN)
    assert "每天的对账单都在吗？" in qian.get("/desk/money/").content.decode()
    page = qian.get("/desk/money/statements/").content.decode()
    assert "还没有向任何支付服务商取对账单" in page
    assert "每一天的对账单都在" not in page


def test_what_is_no_day_or_no_provider_is_not_found(sits: Sits) -> None:
    qian = sits(cast.QIAN)
    for way in ("wechat/2026-02-31", "nobody/2026-02-03"):
        assert qian.get(f"/desk/money/statements/{way}/").status_code == 404

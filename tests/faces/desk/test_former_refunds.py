"""Money that a former system decided waits on finance's page, with its clock, and finance is told when it comes."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.former_refunds import former_refunds, waiting_refunds
from tests.builders import actor
from tests.domain.claims.test_takeovers import brought, line
from tests.evidence_builders import CUP, a_purchase
from tests.faces.desk.test_money import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db


def taken_over(path: Path, now: datetime, *states: str, **cells: str) -> list[Claim]:
    for at, _ in enumerate(states):
        a_purchase(now=now, order=f"YT-{at}", lines=(CUP,))
    rows = [line(one, order=f"YT-{at}", old=f"OLD-{at}", **cells) for at, one in enumerate(states)]
    assert [one.reasons for one in brought(path, *rows, now=now).refused] == []
    return list(Claim.objects.order_by("taken_over__old_number"))


def test_stands_on_the_page_of_finance_until_it_is_sent_or_said_to_have_gone(
    sits: Sits, live_now: datetime, tmp_path: Path
) -> None:
    first, second = taken_over(tmp_path, live_now, "executing", "executing", 判定金额="120", 判定理由="按成色退")
    qian = sits(cast.QIAN)
    page = flat(qian.get("/desk/money/"))
    assert "有 2 件等您处理" in page
    assert re.search(r"款项 ?<[^>]+>2<", page), "and so says the way to it"
    for told in (f"/desk/claims/{first.number}/", second.number, "OLD-1", "¥120.00", "原系统已判定的退款", "剩 6 天"):
        assert told in page
    told = flat(qian.get("/notices/"))
    for one in (first, second):
        assert f"{one.number}：原系统已判定退款" in told
        assert qian.get(f"/desk/claims/{one.number}/").status_code == 200
    by = actor(cast.QIAN, now=live_now)
    gives = {"money-here": (first, {}), "money-there": (second, {"reference": "WX-8"})}
    for name, (row, fields) in gives.items():
        acting(lambda name=name, row=row, fields=fields: TABLE.give(name, row=row, by=by, now=live_now, fields=fields))
        assert row.number not in flat(qian.get("/desk/money/"))
    assert not former_refunds(by).exists()


def test_that_is_open_to_an_appeal_waits_once_that_is_over(live_now: datetime, tmp_path: Path) -> None:
    taken_over(tmp_path, live_now, "decided", "waiting_return", "merchant_answer", "closed")
    assert waiting_refunds(actor(cast.QIAN, now=live_now), limit=9) == []


def test_is_shown_to_nobody_who_keeps_no_money(live_now: datetime, tmp_path: Path) -> None:
    taken_over(tmp_path, live_now, "executing")
    assert waiting_refunds(actor(cast.LIN, now=live_now), limit=9) == []


def test_is_read_in_one_statement_however_many_wait(live_now: datetime, tmp_path: Path) -> None:
    taken_over(tmp_path, live_now, *["executing"] * 3)
    with CaptureQueriesContext(connection) as asked:
        found = waiting_refunds(actor(cast.QIAN, now=live_now), limit=9)
    assert [one.amount_fen for one in found] == [26800] * 3
    assert len([one for one in asked.captured_queries if "claims_claim" in one["sql"]]) == 1

"""What is said fits what is done: an installation has no fault, what is brought isn't sent."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import ground
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.goods.rules import KINDS
from anxin.domain.network.models import Outlet
from anxin.domain.repairs.wording.kinds import headline_of, note_of
from anxin.domain.visits import rules
from anxin.domain.visits.queries.records import named_slot
from tests.faces.customer.test_reports import FORM, answers
from tests.flat import flat

pytestmark = pytest.mark.django_db


def reported(now: datetime, *, kind: str = "repair", mode: str = "visit") -> tuple[Walked, Client]:
    ground.lay(now=now)
    one, client = begin(replace(a_report(now=now), kind=kind, mode=mode), now=now), Client()
    client.get(f"/c/{one.token}/")
    return one, client


@pytest.mark.parametrize("kind", [one for one in KINDS if one != "repair"])
def test_no_picture_of_it_is_one_of_a_fault_or_of_a_repair(kind: str) -> None:
    names = {slot: named_slot(rules.RECORDS[""][kind], slot, kind=kind) for slot in ("before", "work", "after")}
    assert not [one for one in names.values() if "故障" in one or "修" in one]
    assert named_slot({}, "work", kind="repair") == "故障处，或配件"


@pytest.mark.parametrize("says", ["bill_open", "guarantee_runs", "code_ready", "please_confirm"])
def test_its_customer_reads_that_it_is_done_not_mended(says: str) -> None:
    mended, done = ("".join(map(str, headline_of(says, kind))) for kind in ("repair", "install"))
    assert [one in done for one in ("修好", "毛病")] == [False, False]
    assert mended != done


@pytest.mark.parametrize("says", ["at_work", "bill_open", "code_ready", "please_confirm", "guarantee_over"])
def test_who_was_only_looked_at_reads_of_a_look_and_of_no_repair(says: str) -> None:
    looked = "".join(map(str, headline_of(says, "inspect")))
    assert [one in looked for one in ("修好", "都做好", "毛病", "这单")] == [False] * 4
    assert [str(note_of(one, kind="inspect", mode="visit")) for one in ("looked_at", "found_given")] == [
        "看过了",
        "看到的已写下",
    ]


def test_a_step_says_whether_it_is_brought_or_sent() -> None:
    assert str(note_of("expected", kind="repair", mode="drop_off")) == "等您送来"
    assert str(note_of("expected", kind="repair", mode="mail_in")) == "等您寄来"


@pytest.mark.parametrize(
    ("mode", "said", "never"), [("drop_off", "送到哪里", "寄"), ("mail_in", "寄到哪里", "送到哪里")]
)
def test_the_receipt_names_the_service_and_where_it_goes(live_now: datetime, mode: str, said: str, never: str) -> None:
    one, client = reported(live_now, mode=mode)
    page = flat(client.get(f"/customer/repairs/{one.repair.number}/receipt/"))
    assert said in page
    assert never not in page.partition('id="goods"')[2].partition("</h2>")[0]
    record = flat(client.get(f"/customer/repairs/{one.repair.number}/"))
    assert {"drop_off": "会送来", "mail_in": "会寄来"}[mode] in record


def test_the_receipt_of_what_is_no_fault_names_none(live_now: datetime) -> None:
    ground.lay(now=live_now)
    one, client = begin(replace(a_report(now=live_now), kind="install", symptoms=()), now=live_now), Client()
    client.get(f"/c/{one.token}/")
    page = flat(client.get(f"/customer/repairs/{one.repair.number}/receipt/"))
    assert ("安装 · 上门" in page, "<dt>情况</dt>" in page) == (True, False)


def test_help_from_afar_is_told_with_all_its_ways(live_now: datetime) -> None:
    ground.lay(now=live_now)
    assert "电话、视频或照片" in flat(Client().get(FORM))


def test_an_installation_is_asked_for_without_a_fault(live_now: datetime) -> None:
    ground.lay(now=live_now)
    page = flat(Client().get(f"{FORM}?kind=install&mode=visit"))
    assert "要做什么？" in page
    assert "带对配件" not in page
    told = answers(kind="install", mode="visit", told="装新锁", consent="1", once="k-1")
    check = flat(Client().post(FORM, told))
    assert "指纹没反应" not in check.partition('id="what"')[2].partition("</section>")[0], "faults are a repair's"


def test_a_way_in_which_no_outlet_takes_goods_in_is_not_offered(live_now: datetime) -> None:
    ground.lay(now=live_now)
    here = FORM
    assert "寄修" in flat(Client().get(here))
    Outlet.objects.update(by_mail=False)
    page = flat(Client().get(here))
    assert ("寄修" in page, "送修" in page) == (False, True)

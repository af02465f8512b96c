"""A brand reads what it is said to pay for, and says yes, no, or by which reference of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.models import Repair
from tests.faces.conftest import ON_A_DESK, Visitor
from tests.forms import shown

pytestmark = pytest.mark.django_db
LIST = "/merchant/words/"


@pytest.fixture
def door(sits: Callable[..., Client], live_now: datetime) -> Walked:
    """Have the desk write down that the brand pays for a lock of which nobody knows the day of purchase."""
    now = live_now - timedelta(hours=5)
    one = begin(a_report(now=now), now=now).until("on_site")
    Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why="no_purchase_date", bought_proved=None)
    given = {"said_by": "禾砚售后 周经理", "reference": "HY-118", "why": "批次召回", "once": "1"}
    assert sits(cast.XIAO_CHEN).post(f"/desk/repairs/{one.repair.number}/brand-word/", given).status_code == 302
    return one


def test_is_told_by_a_notice_that_leads_to_what_it_says_yes_to(door: Walked, sits: Callable[..., Client]) -> None:
    owner = sits(cast.HEYAN_OWNER)
    told = Notice.objects.get(code="brand_word_asked", account__username="an")
    at = f"{LIST}{door.repair.number}/"
    assert owner.post(f"/notices/{told.id}/opening/")["Location"] == at
    page = owner.get(at).content.decode()
    assert "禾砚售后 周经理" in page
    assert "批次召回" in page
    assert "周末和法定节假日不算在内" in page
    assert door.repair.number in owner.get(LIST).content.decode()
    sent = {**shown(owner, f"{at}?do=brand-confirmation"), "once": "1"}
    assert owner.post(f"{at}brand-confirmation/", sent).status_code == 302
    assert "品牌方确认这次由保修承担" in owner.get(at).content.decode()
    assert Repair.objects.get(pk=door.repair.pk).covered
    assert "这一承诺一直算数，不再收回" in owner.get(at).content.decode()


def test_says_no_and_why(door: Walked, sits: Callable[..., Client]) -> None:
    owner, at = sits(cast.XIAO_MEI), f"{LIST}{door.repair.number}/"
    read = shown(owner, f"{at}?do=brand-denial")
    assert owner.post(f"{at}brand-denial/", {**read, "why": "", "once": "1"}).status_code == 422
    assert owner.post(f"{at}brand-denial/", {**read, "why": "查无此召回", "once": "2"}).status_code == 302
    assert not Repair.objects.get(pk=door.repair.pk).covered
    desk, case = sits(cast.XIAO_CHEN), f"/desk/repairs/{door.repair.number}/"
    assert "查无此召回" in desk.get(case).content.decode()
    given = {"said_by": "禾砚售后 周经理", "reference": "HY--118", "why": "批次召回", "once": "3"}
    refused = desk.post(f"{case}brand-word/", given)
    assert refused.status_code == 422
    assert "品牌方已否认编号 HY--118" in refused.content.decode()


def test_says_yes_to_no_reference_it_never_read(door: Walked, sits: Callable[..., Client]) -> None:
    owner, at = sits(cast.HEYAN_OWNER), f"{LIST}{door.repair.number}/"
    sent = {**shown(owner, f"{at}?do=brand-confirmation"), "once": "1"}
    Repair.objects.filter(pk=door.repair.pk).update(word_reference="WRONG-999")
    page = owner.post(f"{at}brand-confirmation/", sent)
    assert page.status_code in (409, 422)
    assert "WRONG-999" in page.content.decode()
    assert not Repair.objects.get(pk=door.repair.pk).covered


def test_pays_of_its_own_by_the_number(door: Walked, sits: Callable[..., Client]) -> None:
    owner = sits(cast.HEYAN_OWNER)
    at = owner.get(LIST, {"number": door.repair.number.lower()})["Location"]
    assert at == f"{LIST}{door.repair.number}/"
    assert "没有" in owner.get(LIST, {"number": "R-1"}).content.decode(), "a mistyped one is said on the list"
    given = {"said_by": "安砚清", "reference": "HY-OWN-7", "why": "召回", "once": "1"}
    assert owner.post(f"{at}brand-word/", given).status_code == 302
    assert "HY-OWN-7" in owner.get(at).content.decode()


def test_reads_nothing_of_the_customer(door: Walked, sits: Callable[..., Client]) -> None:
    page = sits(cast.HEYAN_OWNER).get(f"{LIST}{door.repair.number}/").content.decode()
    assert cast.MS_ZHANG.name not in page
    assert cast.MS_ZHANG.phone not in page


def test_is_no_other_houses(door: Walked, sits: Callable[..., Client]) -> None:
    for member in (cast.QINGFENG_OWNER, cast.MERCHANT_OWNER):
        assert sits(member).get(f"{LIST}{door.repair.number}/").status_code in (403, 404)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@ON_A_DESK
def test_looks_right(
    size: dict[str, object], door: Walked, visitor: Callable[..., Visitor], sits: Callable[..., Client]
) -> None:
    window = visitor(size).sits_down(sits(cast.HEYAN_OWNER))
    at = f"{LIST}{door.repair.number}/"
    for what, path in {"words": LIST, "word": at, "word_denial": f"{at}?do=brand-denial"}.items():
        window.goes(path)
        window.looks_over(f"brand_{what}")
    buyer = Client()
    buyer.get(f"/c/{door.token}/", follow=True)
    hers = visitor(size).sits_down(buyer)
    hers.goes(f"/customer/repairs/{door.repair.number}/")
    hers.looks_over("brand_word_customer")

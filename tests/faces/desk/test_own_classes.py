"""A class of goods that only this house has: brought in by its word, named in English, promised, shown and served."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import imports, settings, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, walk
from anxin.domain.people import queries as people
from anxin.domain.publications import actions as publications
from anxin.domain.publications.queries.witnesses import texts_differ
from anxin.domain.repairs.models import Repair
from anxin.faces.customer import windows

pytestmark = pytest.mark.django_db(transaction=True)
type Sits = Callable[[object], Client]
ENGLISH = {"accept-language": "en"}
SETTING, PROMISES = "/desk/settings/goods.in_english/", "/desk/network/promises/"
TV, ROOT, FORM = "电视", "/brands/qingfeng", "/report/qingfeng/TV-55/"
GUIDE = f"/desk/texts/help/{TV}/of/no_picture/"
FILES = {
    "products": "brand,code,name,category,skill,name_en\nqingfeng,TV-55,青枫 55 英寸电视,电视,electric,Qingfeng TV 55",
    "symptoms": "category,code,name,name_en\n电视,no_picture,黑屏,no picture",
    "prices": (
        "brand,edition,from,code,name,kind,category,amount,name_en\n"
        "qingfeng,TV-1,{today},VISIT,上门费,fee,,30,call-out\n"
        "qingfeng,TV-1,{today},TV-PANEL,屏幕,part,电视,888,panel"
    ),
}
PROMISE = {"brand": "qingfeng", "name": "电视快修", "acknowledge": "7", "assign": "77", "call": "30", "category": TV}


def bring(folder: Path, now: datetime) -> None:
    for name, rows in FILES.items():
        known, path = imports.table(name), folder / f"{name}.csv"
        path.write_text(rows.format(today=timezone.localdate().isoformat()), encoding="utf-8")
        sheet = tables.read(known.columns, path)
        report = acting(lambda known=known, sheet=sheet: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))
        assert report.refused == []


def page(path: str, client: Client | None = None, **headers: str) -> str:
    answer = (client or Client()).get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def named(admin: Client, name: str) -> None:
    told = {"when": "soon", "why": "新品上市", f"value-{TV}": name, "once": f"n-{name}"}
    assert admin.post(f"{SETTING}changes/", told).status_code == 302


def test_go_the_whole_way_in_both_languages(sits: Sits, live_now: datetime, tmp_path: Path) -> None:
    admin, writer = sits(cast.ADMIN), sits(cast.SUN)
    assert "有英文名" in page(SETTING, admin), "nothing to name yet, and it says so"
    bring(tmp_path, live_now)
    assert f'name="value-{TV}"' in page(SETTING, admin)

    assert f'value="{TV}"' in page(f"{PROMISES}?brand=qingfeng&do=promise", admin)
    assert f" · {TV}" in admin.post(PROMISES, {**PROMISE, "do": "read"}).content.decode()
    assert admin.post(PROMISES, {**PROMISE, "do": "publish"}).status_code == 302
    steps = {"first": "换一个插座试试。", "first_en": "Try another socket."}
    assert writer.post(f"{GUIDE}write/", steps).status_code == 302
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert writer.post(f"{GUIDE}publish/", {"from_date": day}).status_code == 302
    assert list(texts_differ(None)) == [], "the chain tells of the guide as it stands"
    acting(lambda: publications.renew_cities(brand=people.organisation("qingfeng"), now=timezone.now()))

    city = f"{ROOT}/cities/5101/{TV}/"
    here, there = page(city), page(city, **ENGLISH)
    assert f"成都修青枫{TV}" in here
    assert "¥888.00" in here
    assert TV in there, "without a name in English it stays as its house calls it"
    named(admin, "television")
    assert "television" in page(city, **ENGLISH)
    assert f"成都修青枫{TV}" in page(city)
    for path, says in (
        (f"/prices/qingfeng/{TV}/", "panel"),
        (f"{ROOT}/help/{TV}/", "Try another socket."),
        ("/report/?q=television", "Qingfeng TV 55"),
        (f"{ROOT}/history/brand/", "television"),
    ):
        said = page(path, **ENGLISH)
        assert says in said, path
        assert "television" in said, path
    assert "no picture" in page(FORM, **ENGLISH).lower()

    window = list(windows.windows(now=timezone.now()))[-1]
    told = {"symptoms": ["no_picture"], "name": cast.MS_ZHANG.name, "phone": cast.MS_ZHANG.phone, "consent": "1"}
    told |= {"address": cast.MS_ZHANG.address, "window": window.key, "once": "tv-1"}
    assert "77 分钟" in Client().post(FORM, told).content.decode(), "what is promised for this class"
    sent = Client().post(f"{FORM}submission/", told, follow=True).content.decode()
    made = Repair.objects.get()
    assert made.number in sent
    assert made.product.category == TV


def test_stand_on_the_board_under_their_name(sits: Sits, live_now: datetime, tmp_path: Path) -> None:
    admin = sits(cast.ADMIN)
    bring(tmp_path, live_now)
    named(admin, "television")
    at = live_now - timedelta(hours=3)
    report = walk.a_report(
        now=at, customer=cast.MS_ZHANG, brand="qingfeng", code="TV-55", symptoms=("no_picture",), by_day=True
    )
    booked = walk.begin(report, now=at).until("booked")
    day = timezone.localtime(booked.visit.appointments.get(state="confirmed").from_at)
    board = f"/outlet/board/?day={day:%Y-%m-%d}"
    manager = sits(booked.manager)
    assert TV in page(board, manager)
    assert "television" in page(board, manager, **ENGLISH)


def test_are_promised_only_where_the_brand_makes_them(sits: Sits, live_now: datetime, tmp_path: Path) -> None:
    admin = sits(cast.ADMIN)
    bring(tmp_path, live_now)
    other = admin.post(PROMISES, {**PROMISE, "brand": "heyan", "do": "publish"})
    assert other.status_code == 422
    assert "category" in other.context["form"].errors


@pytest.mark.parametrize("value", [{TV: ""}, {TV: "—"}, {TV: "t" * 61}, {TV: ["television"]}])
def test_have_one_short_name_in_english(value: dict[str, object]) -> None:
    with pytest.raises(Invalid) as raised:
        settings.declared("goods.in_english").checked(value)
    assert raised.value.field == "goods.in_english"


def test_with_no_word_for_a_name_are_refused_at_the_field(sits: Sits, live_now: datetime, tmp_path: Path) -> None:
    admin = sits(cast.ADMIN)
    bring(tmp_path, live_now)
    answer = admin.post(f"{SETTING}changes/", {"when": "soon", "why": "新品", f"value-{TV}": "—", "once": "n"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"value-{TV}"]
    named(admin, "television")
    later = settings.get("goods.in_english", at=timezone.now() + timedelta(minutes=5))
    assert later == {TV: "television"}

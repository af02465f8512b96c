"""For which goods a word is, is ticked and signed as data: one by one, several at once, with a renewal, by a file."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports
from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from anxin.domain.people import queries as people
from tests.faces.desk.test_scope_readings import LIST, LUO, UNTIL, a_word
from tests.flat import flat

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
DOUBT, MEN = "智能锁维修（不含安装）", tuple(one.number for one in cast.TECHNICIANS)


def words(code: str = LUO) -> list[Authorisation]:
    rows = Authorisation.objects.filter(brand__slug=cast.HEYAN.slug, kind="technician", code=code)
    return list(rows.filter(state__in=("applied", "checked", "authorised")).order_by("id"))


def test_the_form_of_one_shows_his_goods_ticked_and_signs_what_is_ticked(sits: Sits) -> None:
    owner, number = sits(cast.HEYAN_OWNER), a_word(DOUBT)
    page = owner.get(f"{LIST}{number}/", {"do": "goods"})
    form = page.context["opened"].form
    assert "lock" in form["goods"].value()
    assert "不给他派单" in flat(page)
    url = f"{LIST}{number}/goods/"
    looked = owner.post(url, {"goods": ["lock", "stove"], "scope": "智能锁", "look": "yes"})
    assert "这句话没有写：燃气灶" in flat(looked)
    assert owner.post(url, {"goods": ["lock", "stove"], "once": "g-1"}).status_code == 302
    (word,) = words()
    assert (word.goods, word.scope, word.state) == ("lock stove", "智能锁、燃气灶上门维修", "authorised")
    assert Authorisation.objects.get(number=number).state == "revoked"
    assert "产品：智能锁、燃气灶" in flat(owner.get(f"{LIST}{word.number}/"))


def test_the_form_of_a_new_word_takes_goods_and_proposes_the_sentence(sits: Sits) -> None:
    owner, place = sits(cast.HEYAN_OWNER), f"{LIST}brands/{cast.HEYAN.slug}/technician/"
    told = {"number": LUO, "outlet": "AX-CD-01", "to_date": UNTIL, "goods": ["lock", "water_heater"]}
    assert "产品：智能锁、热水器" in flat(owner.post(place, {**told, "look": "yes"}))
    assert owner.post(place, told).status_code == 302
    word = words()[-1]
    assert (word.goods, word.scope) == ("lock water_heater", "智能锁、热水器上门维修")


def test_all_words_that_leave_a_doubt_are_signed_in_one_go(sits: Sits) -> None:
    owner = sits(cast.HEYAN_OWNER)
    assert "要重新签" not in flat(owner.get(LIST))
    number = a_word(DOUBT)
    page = owner.get(LIST)
    assert "有 1 份授权要重新签" in flat(page)
    assert [one.view.number for one in owner.get(LIST, {"doubt": "1"}).context["rows"]] == [number]
    sent = {"all": "1", "doubt": "1", "brand": "", "command": "goods"}
    shown = owner.post(f"{LIST}several/", sent)
    assert "产品：智能锁" in flat(shown)
    done = owner.post(f"{LIST}several/", {**sent, "token": shown.context["token"], "once": "g-2"})
    assert done.status_code == 302
    (word,) = words()
    assert "lock" in word.goods.split()
    assert "要重新签" not in flat(owner.get(LIST))


def test_a_renewal_is_for_the_goods_ticked_there(sits: Sits) -> None:
    owner, (before,) = sits(cast.HEYAN_OWNER), words()
    page = owner.get(f"{LIST}{before.number}/", {"do": "renewal"})
    assert page.context["opened"].form["goods"].value() == before.goods.split()
    ends = (before.to_date + timedelta(days=100)).isoformat()
    owner.post(f"{LIST}{before.number}/renewal/", {"to_date": ends, "goods": ["lock"], "once": "r-1"})
    assert [one.goods for one in words()] == [before.goods, "lock"]
    hotline = Authorisation.objects.filter(brand__slug=cast.HEYAN.slug, kind="hotline", state="authorised")[0]
    assert "goods" not in owner.get(f"{LIST}{hotline.number}/", {"do": "renewal"}).context["opened"].form.fields


def test_the_list_and_what_is_signed_several_at_once_show_the_goods(sits: Sits) -> None:
    owner, desk, (row,) = sits(cast.HEYAN_OWNER), sits(cast.ADMIN), words()
    assert "产品：智能锁、" in flat(owner.get(LIST, {"kind": "technician"}))
    desk.post(f"/desk/authorisations/{row.number}/goods/", {"goods": ["lock"], "once": "s-1"})
    waits = words()[-1]
    assert (waits.state, waits.goods) == ("applied", "lock")
    acting(partial(network.approve, authorisation=waits, by=ground.owner_of(waits.brand), now=timezone.now()))
    shown = owner.post(f"{LIST}several/", {"number": [waits.number], "command": "authorisation"})
    assert "产品：智能锁" in flat(shown)


class TestFile:
    HEADS = "工牌号,姓名,电话,入行日,所属网点,技能,授权产品,授权用途,授权自,授权至"

    def brought(self, sits: Sits, goods: str, scope: str = "") -> str:
        owner, base = sits(cast.HEYAN_OWNER), f"{LIST}files/vouched_technicians/"
        cells = ("HY-1", "欧阳修远", "13800000081", "2024-03-01", "AX-CD-01", "门锁:2、热水器")
        row = ",".join((*cells, f'"{goods}"', scope, timezone.localdate().isoformat(), UNTIL))
        file = SimpleUploadedFile("师傅.csv", f"{self.HEADS}\n{row}".encode())
        page = owner.get(owner.post(base, {"file": file})["Location"])
        form = {f"column_{one['name']}": one["chosen"] for one in page.context["columns"]}
        told = owner.post(f"{base}check/", {**form, "file": page.context["key"]})
        if told.context.get("token"):
            given = {**form, "file": page.context["key"], "token": told.context["token"], "once": "f-1"}
            owner.post(f"{base}apply/", given)
        return flat(told)

    @pytest.mark.parametrize(
        ("goods", "scope", "signed"),
        [
            ("智能锁、燃气灶", "", "lock stove"),
            ("lock", "", "lock"),
            ("全部", "上门维修", "*"),
            ("", "", "lock water_heater"),
            ("", "智能锁维修", "lock"),
        ],
    )
    def test_names_goods_as_anybody_calls_them_or_leaves_them_to_his_skills(
        self, goods: str, scope: str, signed: str
    ) -> None:
        ground.lay(now=timezone.now())
        known = imports.table("vouched_technicians")
        cells = {"brand": "heyan", "number": "HY-1", "name": "欧阳修远", "phone": "13800000081", "outlet": "AX-CD-01"}
        cells |= {"skills": "门锁:2、热水器", "since": "2024-03-01", "goods": goods, "scope": scope, "to": UNTIL}
        cells |= {"from": timezone.localdate().isoformat()}
        values = {one.name: one.value(cells[one.name]) if cells.get(one.name) else None for one in known.columns}
        whole = known.complete(values)
        assert str(whole["goods"]).replace(", ", " ") == signed
        owner = ground.owner_of(people.organisation("heyan"))
        acting(partial(known.apply, values=whole, by=owner, now=timezone.now()))
        assert Authorisation.objects.get(kind="technician", code="HY-1").goods == signed
        assert known.complete({**(known.find(known.key_of(whole)) or {})}) == known.find(known.key_of(whole))

    def test_with_an_unknown_name_is_refused_by_row_and_column(self, sits: Sits) -> None:
        said = self.brought(sits, "智能锁、电视")
        assert "授权产品" in said
        assert "应为客户常叫的产品名" in said
        assert "电视" in said

    def test_whose_sentence_says_something_else_is_warned_of(self, sits: Sits) -> None:
        assert "这句话没有写：热水器" in self.brought(sits, "智能锁、热水器", "智能锁维修")

"""A fault is reported in three steps, with or without script, and gets its number at once."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core.outbox.models import Message
from anxin.demo import cast, ground
from anxin.domain.goods.models import Device, Symptom
from anxin.domain.network.models import Outlet, Shift, Technician, Waiting
from anxin.domain.people.models import Person
from anxin.domain.repairs.models import Repair
from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.flat import flat
from tests.report_builders import FORM, answers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None) -> None:
    ground.lay(now=timezone.now())


def a_picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    file.name = "lock.jpg"
    file.seek(0)
    return file


def test_who_has_an_open_order_for_it_is_told_before_he_sends_and_a_stranger_is_not(client: Client) -> None:
    told = answers(consent="1", serial="SN-0001", once="a")
    assert client.post(f"{FORM}submission/", told, follow=True).status_code == 200
    row = Repair.objects.get()
    own = f'href="/customer/repairs/{row.number}/"'
    for told in (answers(), answers(serial="sn-0001"), {}):
        page = client.post(FORM, told) if told else client.get(FORM)
        assert "已经报过修" in page.content.decode()
        assert own in page.content.decode()
    assert "已经报过修" not in client.post(FORM, answers(serial="SN-0002")).content.decode(), "another machine"
    stranger = Client().post(FORM, answers(serial="sn-0001")).content.decode()
    assert "这台机器已有一单在办理" in stranger
    assert row.number not in stranger
    for page in (Client().get(FORM), Client().post(FORM, answers())):
        assert "已经报过修" not in page.content.decode()
        assert row.number not in page.content.decode()
    Repair.objects.update(state="closed")
    assert "已经报过修" not in client.get(FORM).content.decode()


class TestReport:
    def test_shows_brands_products_and_the_way_to_check_numbers(self, client: Client) -> None:
        page = client.get("/report/").content.decode()
        assert "禾砚" in page
        assert FORM in page
        assert "/verify/" in page

    def test_with_a_word_in_its_address_leads_to_what_it_means_or_says_that_nothing_is_called_so(
        self, client: Client
    ) -> None:
        assert client.get("/report/heyan/")["Location"] == "/report/?q=heyan"
        for address, word in (("/report/nobody/", "nobody"), ("/report/heyan/HY-OLD/", "HY-OLD")):
            page = client.get(address)
            assert page.status_code == 404
            assert f"“{word}”找不到" in page.content.decode()
            assert FORM in page.content.decode()

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("新疆乌鲁木齐市天山区解放北路1号", "还没有禾砚的师傅上门"),
            ("香港九龙弥敦道1号", "还没有我们的师傅"),
            ("台湾台北市信义区松高路1号", "还没有我们的师傅"),
            ("Flat A, 688 Nathan Road, Mong Kok, Hong Kong", "香港特别行政区 还没有我们的师傅"),
        ],
    )
    @pytest.mark.parametrize("rest", ["", "submission/"])
    def test_where_nobody_goes_offers_no_window_but_a_list(
        self, address: str, said: str, rest: str, client: Client
    ) -> None:
        told = answers(address=address, consent="1")
        page = client.post(f"{FORM}{rest}", told)
        text = page.content.decode()
        assert page.status_code == 200
        assert said in text
        assert 'type="radio"' not in text
        assert "提交报修" not in text
        wish = {"name": "买买提", "phone": "13800000077", "address": address}
        for _ in range(2):
            assert "已经登记" in client.post(f"{FORM}waiting/", wish).content.decode()
        assert Waiting.objects.count() == 1
        assert not Repair.objects.exists()

    def test_says_how_many_can_come_and_offers_others_where_nobody_can(self, client: Client) -> None:
        assert "余 3 位师傅" in client.post(FORM, answers()).content.decode()
        weeks = Shift.objects.filter(technician__engagements__outlet__code="AX-CD-01")
        weeks.update(from_min=8 * 60, to_min=18 * 60)
        late = answers()  # 20:00–22:00, which nobody's shift covers any more
        for rest in ("", "submission/"):
            page = client.post(f"{FORM}{rest}", {**late, "consent": "1"})
            assert page.status_code == 422
            assert "没有师傅上班" in page.content.decode()
            assert f'value="{late["window"]}"' not in page.content.decode()
            assert "余 3 位师傅" in page.content.decode()
        assert client.post(FORM, {**late, "urgent": "on"}).status_code == 200
        assert not Repair.objects.exists()

    def test_with_a_day_of_purchase_says_that_it_counts_against_a_proof_and_keeps_it_off_the_device(
        self, client: Client
    ) -> None:
        serial, days = "HY3-SAID", (timezone.localdate() - timedelta(days=10), date(2015, 1, 1))
        for number, day in enumerate(reversed(days)):
            told = answers(serial=serial, bought_date=day.isoformat(), consent="1", once=f"k-{number}")
            told["phone"] = f"1380000008{number}"
            page = client.post(FORM, told).content.decode()
            assert ("凭购买凭证" in page) == (day == days[0])
            assert client.post(f"{FORM}submission/", told).status_code == 302
        mine = Repair.objects.get(bought_said=days[0])
        assert (mine.covered, mine.warranty_why) == (False, "unproved")
        assert Device.objects.get(serial=serial).bought_date is None

    def test_by_another_kind_and_from_afar_is_offered_with_what_it_costs_and_kept(self, client: Client) -> None:
        page = client.get(f"{FORM}?kind=install&mode=remote").content.decode()
        assert 'value="lock_opening"' in page
        assert "上门费 ¥30.00，保修期内不收" in page
        refused = client.post(FORM, answers(kind="remove", mode="remote"))
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["mode"]
        told = answers(kind="install", mode="remote", symptoms=[], told="", consent="1", once="k-1")
        assert "不收费；解决不了，师傅再上门" in client.post(FORM, told).content.decode()
        client.post(f"{FORM}submission/", told)
        made = Repair.objects.get()
        assert (made.kind, made.mode) == ("install", "remote")

    def test_where_nobody_goes_is_helped_from_afar_with_nothing_typed_again(self, client: Client) -> None:
        told = answers(address="新疆乌鲁木齐市天山区解放北路1号")
        page = client.post(FORM, told).content.decode()
        instead = page.split('id="instead"')[1].split("</form>")[0]
        assert 'name="mode" value="remote"' in page
        assert "早上还好好的" in instead
        check = client.post(FORM, {**told, "mode": "remote"}).content.decode()
        assert "提交报修" in check
        assert "师傅再上门" not in page + check
        assert "客服为协助我查看姓名、电话、地址" in check
        assert ("上门地址" in check, "您的地址" in check) == (False, True)
        sent = client.post(f"{FORM}submission/", {**told, "mode": "remote", "consent": "1"}, follow=True)
        assert ("客服会在这个时段来电" in flat(sent), "师傅会来电" in flat(sent)) == (True, False)
        assert Repair.objects.get().mode == "remote"

    @pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
    def test_of_what_is_brought_or_sent_gives_the_details_to_an_outlet_and_to_nobody_who_comes(
        self, mode: str, client: Client
    ) -> None:
        told = answers(mode=mode, outlet="AX-CD-01")
        page = client.post(FORM, told).content.decode()
        assert "提供给收件网点，自报修起至产品交还后 7 天止" in page
        assert "接单师傅" not in page.split('id="send"')[1]
        slip = client.post(f"{FORM}submission/", told)
        assert (slip.status_code, "没有您的同意" in slip.content.decode()) == (422, True)

    def test_says_that_all_is_full_once_the_outlets_have_no_job_left(self, client: Client) -> None:
        Outlet.objects.update(capacity=0)
        for rest in ("", "submission/"):
            page = client.post(f"{FORM}{rest}", answers(consent="1")).content.decode()
            assert "为止，禾砚的时段都约满了" in page
            assert "有空位时通知我" in page
        assert not Repair.objects.exists()

    def test_offers_the_list_where_an_outlet_serves_but_nobody_can_come(self, client: Client) -> None:
        Technician.objects.update(paused_at=timezone.now())
        page = client.post(FORM, answers()).content.decode()
        assert "这几天没有禾砚的师傅上班" in page
        assert "写给我们" in page

    def test_is_checked_before_it_is_sent(self, client: Client) -> None:
        page = client.post(FORM, answers()).content.decode()
        assert "武侯区" in page
        assert "银杏里小区3栋1单元1704" in page
        assert "提交报修" in page
        assert not Repair.objects.exists()

    def test_gets_a_number_and_a_link_that_leads_to_the_case(self, client: Client) -> None:
        response = client.post(f"{FORM}submission/", answers(consent="on", once="k-1"))
        assert response.status_code == 302
        repair = Repair.objects.get()
        assert repair.number.startswith("R-")
        assert client.get(response["Location"]).status_code == 302

    def test_leads_to_a_receipt_with_number_link_code_echo_and_what_comes_next(self, client: Client) -> None:
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1"), follow=True)
        repair = Repair.objects.get()
        page = client.get(f"/customer/repairs/{repair.number}/receipt/").content.decode()
        shown = (repair.number.split("-")[2], "/c/", 'class="qr"', "银杏里小区3栋1单元1704", "早上还好好的")
        for said in (*shown, "接下来", "发到我手机"):
            assert said in page, said
        assert cast.MS_ZHANG.phone not in page
        assert Client().get(f"/customer/repairs/{repair.number}/receipt/").status_code == 302

    def test_promises_no_text_message_where_nobody_sends_any(self, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1"), follow=True)
        path = f"/customer/repairs/{Repair.objects.get().number}/receipt/"
        assert "都会发短信给您" in client.get(path).content.decode()

        settings.PLAY = False

        page = client.get(path).content.decode()
        assert "现在还发不了短信" in page
        assert "发短信给您" not in page
        assert "发到我手机" not in page

    def test_goes_to_the_phone_once_an_hour_however_often_it_is_pressed(self, client: Client) -> None:
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1"), follow=True)
        repair = Repair.objects.get()
        for _ in range(2):
            client.post(f"/customer/repairs/{repair.number}/receipt/message/")
        assert Message.objects.filter(template="notices.repair_asked_for").count() == 1

    @pytest.mark.parametrize("name", ["phone", "helper_phone"])
    def test_refuses_a_public_short_number_by_its_field(self, client: Client, name: str) -> None:
        helped = {"for_somebody": "on", "helper_name": "小张", "helper_phone": cast.STRANGER.phone}
        page = client.post(FORM, answers(**helped | {name: "12345"}))
        assert page.status_code == 422
        assert list(page.context["form"].errors) == [name]

    def test_says_all_faults_at_once_each_by_its_field_in_our_words(self, client: Client) -> None:
        page = client.post(FORM, {"name": "", "phone": "12", "address": "火星", "bought_date": "昨天"})
        assert page.status_code == 422
        text = page.content.decode()
        said = ("都不像，就在下面写一句", "请选一个方便的时间", "看不懂这个号码", "我们没能认出来", "看不懂这个日期")
        for one in (*said, "还有 6 处要改"):
            assert one in text, one
        for place in ("symptoms", "window", "phone", "address", "bought_date", "name"):
            assert f'href="#id_{place}"' in text
            assert f'id="id_{place}"' in text

    def test_takes_a_pasted_line_apart_and_keeps_nothing_of_it(self, client: Client) -> None:
        line = f"{cast.MS_ZHANG.name} {cast.MS_ZHANG.phone} {cast.MS_ZHANG.address}"
        found = client.post("/report/paste/", {"text": line}).json()
        assert (found["name"], found["phone"]) == (cast.MS_ZHANG.name, cast.MS_ZHANG.phone)
        assert "银杏里小区3栋1单元1704" in found["address"]
        assert client.post("/report/paste/", {"text": ""}).status_code == 422

    def test_a_fault_no_list_knows_is_told_in_ones_own_words(self, client: Client) -> None:
        page = client.post(FORM, answers(symptoms=[], told="门锁自己响个不停"))
        assert page.status_code == 200
        assert "门锁自己响个不停" in page.content.decode()

    def test_says_what_helps_meanwhile(self, client: Client) -> None:
        faults = [one for one in Symptom.objects.filter(category="lock") if one.advice]
        told = answers(symptoms=[faults[0].code], consent="1")
        assert f"<li>{faults[0].advice}</li>" in client.post(FORM, told).content.decode()
        english = client.post(FORM, told, headers={"Accept-Language": "en"}).content.decode()
        assert f"<li>{faults[0].advice_en}</li>" in english
        receipt = client.post(f"{FORM}submission/", told, follow=True).content.decode()
        assert f"<li>{faults[0].advice}</li>" in receipt

    @pytest.mark.parametrize("asked", ["门锁", "指纹锁", "密码锁", "heyan"])
    def test_is_found_by_whatever_people_call_it(self, client: Client, asked: str) -> None:
        page = client.get("/report/", {"q": asked}).content.decode()
        assert FORM in page
        assert "anxin/goods/lock" in page

    def test_sent_twice_makes_one_repair(self, client: Client) -> None:
        for _ in range(2):
            client.post(f"{FORM}submission/", answers(consent="on", once="k-1"))
        assert Repair.objects.count() == 1

    def test_keeps_no_plain_name_phone_or_door(self, client: Client) -> None:
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1"))
        person = Person.objects.get(accounts=None)
        kept = str([*Person.objects.values_list(), *Repair.objects.values_list()])
        assert cast.MS_ZHANG.name not in kept
        assert cast.MS_ZHANG.phone not in kept
        assert person.phone_masked == "138****0001"

    def test_takes_a_pasted_line_apart(self, client: Client) -> None:
        line = f"{cast.MS_ZHANG.name} {cast.MS_ZHANG.phone} {cast.MS_ZHANG.address}"
        page = client.post(FORM, answers(paste=line, name="", phone="", address="")).content.decode()
        assert "武侯区" in page
        assert 'name="name" value="张晓梅"' in page

    def test_needs_consent_and_says_why(self, client: Client) -> None:
        response = client.post(f"{FORM}submission/", answers(once="k-1"))
        assert response.status_code == 422
        assert "没有您的同意" in response.content.decode()
        assert not Repair.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("name", "", "这一项要填"),
            ("phone", "不知道", "看不懂这个号码"),
            ("address", "火星基地", "没能认出来"),
            ("window", "2020-01-01T08:00:00+08:00", "这个时间已经约满"),
            ("bought_date", "2098-01-01", "这个日期还没到"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field_and_keeps_the_rest(
        self, field: str, value: object, said: str, client: Client
    ) -> None:
        response = client.post(FORM, answers(**{field: value}))
        assert response.status_code == 422
        page = response.content.decode()
        assert said in page
        assert "早上还好好的" in page

    def test_takes_pictures_without_script(self, client: Client) -> None:
        page = client.post(FORM, answers(photo_files=a_picture())).content.decode()
        key = page.partition('name="photo" value="')[2].partition('"')[0]
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1", photo=key))
        assert Repair.objects.get().pictures.count() == 1

    def test_refuses_somebody_elses_picture(self, client: Client) -> None:
        page = client.post(FORM, answers(photo_files=a_picture())).content.decode()
        key = page.partition('name="photo" value="')[2].partition('"')[0]
        response = Client().post(f"{FORM}submission/", answers(consent="on", once="k-1", photo=key))
        assert response.status_code == 422
        assert "早上还好好的" in response.content.decode()
        assert not Repair.objects.exists()

    def test_refuses_what_is_no_picture(self, client: Client) -> None:
        script = io.BytesIO(b"#!/bin/sh\necho\n")
        script.name = "x.jpg"
        assert client.post(FORM, answers(photo_files=script)).status_code == 422

    def test_writes_the_helper_down_beside_the_customer(self, client: Client) -> None:
        helper = {"for_somebody": "on", "helper_name": "王小明", "helper_phone": "13800000099"}
        client.post(f"{FORM}submission/", answers(consent="on", once="k-1", **helper))
        assert Repair.objects.get().helper is not None

    @pytest.mark.parametrize("name", ["买买提·吐尔逊", "𠮷田", "欧阳" * 32, "‮abc", '=cmd|"/c calc"!A1', "<b>x</b>"])
    def test_takes_any_name_calmly(self, name: str, client: Client) -> None:
        page = client.post(FORM, answers(name=name))
        assert page.status_code == 200
        assert "<b>x</b>" not in page.content.decode()
        assert client.post(f"{FORM}submission/", answers(name=name, consent="on", once="k")).status_code == 302

    def test_knows_no_product_that_is_not_there(self, client: Client) -> None:
        assert client.get("/report/heyan/NOPE/").status_code == 404


@pytest.mark.browser
class TestReportInTheBrowser:
    @ON_A_PHONE
    def test_walks_from_product_to_number(
        self, size: dict[str, object], visitor: Callable[..., Visitor], tmp_path
    ) -> None:  # type: ignore[no-untyped-def]
        anna = visitor(size)
        page = anna.goes("/report/")
        anna.looks_over("report-1")
        page.click(f'a[href="{FORM}"]')
        picture = tmp_path / "lock.jpg"
        picture.write_bytes(a_picture().read())
        page.set_input_files("input[type=file]", str(picture))
        page.locator('input[type=hidden][name="photo"]').wait_for(state="attached")
        page.locator("label.chip:has([name=symptoms])").first.click()
        page.fill("#id_paste", f"{cast.MS_ZHANG.name} {cast.MS_ZHANG.phone} {cast.MS_ZHANG.address}")
        page.locator(".days > label").last.click()
        anna.looks_over("report-2")
        page.click("button[form=report]")
        anna.sees("都对吗")
        anna.looks_over("report-3")
        page.check("input[name=consent]")
        with page.expect_response(lambda one: "/submission/" in one.url) as sent:
            page.click("button[form=send]")
        assert sent.value.status == 302
        anna.sees("R-")
        assert Repair.objects.get().pictures.count() == 1

    @ON_A_PHONE
    def test_looks_right_where_nobody_goes(
        self, size: dict[str, object], visitor: Callable[..., Visitor], client: Client
    ) -> None:
        anna = visitor(size)
        anna.goes(f"{FORM}waiting/")
        anna.looks_over("report-waiting")

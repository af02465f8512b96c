"""What goes wrong on the way: said where it belongs, nothing typed is lost, nothing done twice."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.walk import Walked, photographed, the_code
from anxin.domain.people.actions import personal_data
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Appointment, CallRecord, OutletOrder, Window
from tests.faces.technician.phones import phone_of, walk
from tests.flat import flat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("laid")]


def at(name: str, one: Walked) -> str:
    """Give an address of a job."""
    return reverse(f"technician:{name}", args=[one.visit.number])


class TestCall:
    def test_shows_its_form_before_anything_was_typed(self, luo: Client) -> None:
        one = walk("assigned")
        assert luo.get(at("call", one)).status_code == 200

    def test_pressed_twice_is_written_down_once(self, luo: Client) -> None:
        one = walk("assigned")
        for _press in range(2):
            luo.post(at("call", one), {"purpose": "appointment", "answered": "no", "once": "k-1"})
        assert CallRecord.objects.count() == 1

    def test_nobody_answered_leads_to_another_try(self, luo: Client) -> None:
        one = walk("assigned")
        assert luo.post(at("call", one), {"purpose": "appointment", "answered": "no"})["Location"] == at("job", one)
        assert "刚才没人接" in flat(luo.get(at("job", one)))

    def test_without_an_outcome_is_asked_again(self, luo: Client) -> None:
        one = walk("assigned")
        assert luo.post(at("call", one), {"purpose": "appointment"}).status_code == 422
        assert not CallRecord.objects.exists()

    def test_of_somebody_who_had_himself_erased_holds_no_words_of_his_any_more(self, luo: Client) -> None:
        one = walk("closed")
        words = one.repair.told_sealed and vault.open_("repairs.told", one.repair.id, one.repair.told_sealed)
        assert words
        assert words in flat(luo.get(at("job", one)))
        acting(lambda: personal_data.erase(person=one.repair.customer, by=SYSTEM, now=timezone.now()))
        page = flat(luo.get(f"{at('job', one)}?all=1"))
        assert words not in page
        assert "客户写的话也不再显示" in page
        order = OutletOrder.objects.get(visit=one.visit)
        outlets = flat(phone_of(cast.BOSS_HE).get(reverse("outlet:job", args=[order.pk])))
        assert words not in outlets

    def test_of_somebody_who_had_himself_erased_is_not_offered_and_the_page_says_why(self, luo: Client) -> None:
        one = walk("closed")
        assert at("call", one) in flat(luo.get(at("job", one)))
        person = one.repair.customer
        acting(lambda: personal_data.erase(person=person, by=SYSTEM, now=timezone.now()))
        after = flat(luo.get(at("job", one)))
        assert ("客户已要求删除姓名、电话和地址" in after, at("call", one) in after) == (True, False)


class TestWindow:
    def test_that_is_taken_can_not_be_chosen(self, luo: Client) -> None:
        one = walk("assigned")
        page = flat(luo.get(at("window", one)))
        free = page.rpartition('name="window" value="')[2].partition('"')[0]
        Window.objects.create(technician=one.visit.technician, from_at=free, taken=1, most=1)
        assert "您那时有单" in flat(luo.get(at("window", one)))
        response = luo.post(at("window", one), {"window": free})
        assert response.status_code == 422
        assert "请选一个还空着的时间" in flat(response)

    def test_is_moved_with_a_reason(self, luo: Client) -> None:
        one = walk("booked")
        page = flat(luo.get(at("window", one)))
        free = page.rpartition('name="window" value="')[2].partition('"')[0]
        assert luo.post(at("window", one), {"window": free}).status_code == 422
        assert luo.post(at("window", one), {"window": free, "why": "running_late"}).status_code == 302
        assert Appointment.objects.get(state="rescheduled").why == "running_late"


class TestCheckIn:
    @pytest.mark.parametrize("position", [{}, {"lng": "", "lat": ""}, {"lng": "900", "lat": "x"}])
    def test_without_a_position_is_taken_and_says_that_it_does_not_count_yet(
        self, position: dict[str, str], luo: Client
    ) -> None:
        one = walk("on_the_way")
        assert luo.post(at("arrival", one), position).status_code == 302
        assert one.visit.check_ins.get().distance_m is None
        page = flat(luo.get(at("job", one)))
        assert "没有定位" in page
        assert "还不算到场" in page
        assert "到门口再打一次卡" in page

    def test_from_afar_asks_for_a_reason_and_then_says_that_it_was_far(self, luo: Client) -> None:
        one = walk("on_the_way")
        far = {"lng": "106.5", "lat": "30.642", "fix": "15"}
        asked = luo.post(at("arrival", one), far)
        assert asked.status_code == 422
        assert "离地址这么远" in flat(asked)
        assert one.visit.state == "on_the_way"
        assert luo.post(at("arrival", one), far | {"why": "access"}).status_code == 302
        page = flat(luo.get(at("job", one)))
        assert "离地址较远" in page
        assert "到门口再打一次卡" in page

    def test_before_anything_is_booked_is_refused_on_the_page(self, luo: Client) -> None:
        one = walk("assigned")
        response = luo.post(at("arrival", one), {})
        assert response.status_code == 409
        assert 'role="alert"' in flat(response)


class TestPhotos:
    def test_refuse_what_is_no_picture_beside_its_slot(self, luo: Client) -> None:
        one = walk("on_site")
        script = io.BytesIO(b"#!/bin/sh\necho\n")
        script.name = "x.jpg"
        response = luo.post(at("photos", one), {"slot": "plate", "photo_files": script})
        assert response.status_code == 422
        slot = flat(response).partition('id="photo-plate"')[2].partition("</li>")[0]
        assert 'role="alert"' in slot

    def test_without_a_file_change_nothing(self, luo: Client) -> None:
        one = walk("on_site")
        assert luo.post(at("photos", one), {"slot": "plate"}).status_code == 422
        assert not one.visit.photos.exists()


class TestQuote:
    def test_is_looked_through_and_counted_without_sending(self, luo: Client) -> None:
        one = walk("on_site")
        page = flat(luo.post(at("quote", one), {"q": "触点", "look": "1"}))
        assert "HY3-BAT-01" in page
        assert "HY3-PCB-02" not in page
        page = luo.post(at("quote", one), {"more": "HY3-BAT-01", "line": "HY3-BAT-01", "quantity-HY3-BAT-01": "1"})
        assert "¥106.00" in flat(page)
        assert not one.repair.quotes.exists()

    def test_of_nothing_in_warranty_reads_zero_and_agrees_itself(self, luo: Client) -> None:
        one = walk("on_site", covered=True)
        assert "¥0.00" in flat(luo.get(at("quote", one)))
        luo.post(at("quote", one), {"line": "HY3-PCB-02", "quantity-HY3-PCB-02": "1", "send": "1"})
        assert one.repair.quotes.get().state == "agreed"

    def test_refused_by_the_customer_leads_to_a_new_one(self, luo: Client) -> None:
        from anxin.domain.repairs import actions as repairs

        one = walk("quoted")
        photographed(one, ("before", "plate", "work"))
        quote = one.repair.quotes.get(state="sent")
        acting(lambda: repairs.refuse_quote(quote=quote, why="贵", by=one.customer, now=timezone.now()))
        assert "客户不同意这份报价" in flat(luo.get(at("job", one)))
        assert 'value="1" type="number"' in flat(luo.get(at("quote", one)))


class TestParts:
    def test_more_than_agreed_is_refused_where_it_was_typed(self, luo: Client) -> None:
        one = walk("agreed")
        response = luo.post(at("parts", one), {"part": "HY3-PCB-02", "quantity-HY3-PCB-02": "5"})
        assert response.status_code == 422
        assert not one.visit.parts_stated_at

    def test_none_used_shows_the_bill_of_the_visit_alone(self, luo: Client) -> None:
        one = walk("agreed")
        assert luo.post(at("parts", one), {"none": "1"}).status_code == 302
        assert "¥30.00" in flat(luo.get(at("job", one)))


class TestCode:
    def test_three_wrong_ones_lock_it_and_the_page_says_what_happens(self, luo: Client) -> None:
        one = walk("billed")
        wrong = "000000" if the_code(one) != "000000" else "111111"
        statuses = [luo.post(at("completion", one), {"code": wrong}).status_code for _try in range(3)]
        assert statuses == [422, 422, 409]
        page = flat(luo.get(at("job", one)))
        assert "验收码锁住了" in page
        assert 'name="code"' not in page
        assert luo.post(at("completion", one), {"code": the_code(one) or "123456"}).status_code == 409

    def test_before_there_is_one_says_what_is_missing(self, luo: Client) -> None:
        one = walk("agreed")
        response = luo.post(at("completion", one), {"code": "123456"})
        assert response.status_code == 409
        assert "还缺" in flat(response)
        assert "photo." not in flat(response)

    def test_of_five_digits_costs_no_try(self, luo: Client) -> None:
        one = walk("billed")
        assert luo.post(at("completion", one), {"code": "12345"}).status_code == 422
        assert "还能试 3 次" in flat(luo.get(at("job", one)))


class TestTrouble:
    def test_absence_needs_a_check_in_and_a_call_nobody_answered(self, luo: Client) -> None:
        one = walk("on_site")
        assert 'aria-disabled="true"' in flat(luo.get(at("trouble", one)))
        assert luo.post(at("absence", one)).status_code == 409
        luo.post(at("call", one), {"purpose": "absence", "answered": "no"})
        assert 'aria-disabled="true"' not in flat(luo.get(at("trouble", one)))
        assert luo.post(at("absence", one)).status_code == 302
        assert one.visit.outcome == "customer_absent"

    def test_another_reason_needs_words(self, luo: Client) -> None:
        one = walk("on_site")
        assert luo.post(at("ending", one), {"why": "other"}).status_code == 422
        assert luo.post(at("ending", one), {"why": "part_missing", "note": "主板没货"}).status_code == 302
        assert one.visit.state == "unfinished"
        assert "没做完：" in flat(luo.get(at("job", one)))

    def test_a_job_that_was_called_off_says_so(self, luo: Client) -> None:
        one = walk("booked")
        acting(lambda: visits.cancel(visit=one.visit, why="customer", by=one.by(cast.XIAO_CHEN), now=timezone.now()))
        response = luo.get(at("job", one))
        assert response.status_code == 404
        assert "请不要上门" in flat(response)
        assert "今天 1 单，还剩 0 单" in flat(luo.get(reverse("technician:today")))


class TestDay:
    def test_lists_what_is_to_call_what_is_booked_and_what_is_done(self, luo: Client) -> None:
        first, second = walk("booked"), walk("assigned", customer=cast.NEIGHBOUR, later_h=26)
        page = flat(luo.get(reverse("technician:today")))
        assert at("job", first) in page
        assert "要打电话的" in page
        assert at("job", second) in page

    def test_says_when_a_window_is_over(self, luo: Client) -> None:
        one = walk("booked")
        past = timezone.now() - timedelta(hours=3)
        type(one.visit).objects.update(wanted_from_at=past, wanted_to_at=past + timedelta(hours=2))
        assert "约的时间过了" in flat(luo.get(reverse("technician:today")))

    def test_earnings_promise_no_sum_while_nothing_is_settled(self, luo: Client) -> None:
        one = walk("coded")
        type(one.visit).objects.update(updated_at=timezone.now())  # on the first of a month too
        page = flat(luo.get(reverse("technician:earnings")))
        assert "这里还没有给您结算过" in page
        assert "1 次上门" in page

    def test_badge_leads_to_the_public_check_and_holds_there(self, luo: Client) -> None:
        page = luo.get(reverse("technician:me"))
        address = page.context["address"]
        assert "HY-CD-0318" in address
        answer = Client().get(address.partition("testserver")[2])
        assert "此刻显示的字符正确" in flat(answer)


@pytest.mark.parametrize(("name", "most"), [("today", 7), ("offers", 6), ("history", 5), ("job", 11)])
def test_pages_ask_the_database_a_bounded_number_of_times(
    name: str,
    most: int,
    luo: Client,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    one = walk("billed")
    address = at("job", one) if name == "job" else reverse(f"technician:{name}")
    luo.get(address)
    with django_assert_max_num_queries(most):
        assert luo.get(address).status_code == 200

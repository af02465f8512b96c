"""What a phone kept while there was no signal comes in once, says when it was done, and is refused in words."""

import gzip
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.demo.walk import Walked, the_code
from anxin.domain.network.models import Skill
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.models import Quote
from anxin.domain.visits.models import CompletionCode, Visit
from tests.domain.visits.test_vouched import take_back
from tests.faces.technician.phones import for_now, phone_of, walk
from tests.faces.technician.test_job import a_shot
from tests.faces.technician.test_unhappy import at
from tests.flat import flat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("laid")]
DOOR = {"lng": "104.0437", "lat": "30.642", "fix": "20"}


def sends(luo: Client, step: str, one: Walked, *, ago: int = 3600, **fields: str) -> tuple[int, dict[str, Any]]:
    """Send what the phone kept, as its script does."""
    headers = {"Anxin-Ago": str(ago), "Accept": "application/json"}
    answer = luo.post(at(step, one), fields, headers=headers)
    return answer.status_code, answer.json()


def uploaded(luo: Client, colour: str) -> str:
    """Send the bytes of a picture, as the script does; give the key to hand in."""
    shot = a_shot(colour).read()
    begun = luo.post("/uploads/", headers={"Upload-Length": str(len(shot))})
    pieces = {"content_type": "application/offset+octet-stream", "headers": {"Upload-Offset": "0"}}
    return str(luo.patch(begun["Location"], shot, **pieces)["Upload-Key"])


def codes(one: Walked) -> list[str]:
    return list(Entry.objects.filter(stream__key=str(one.repair.id)).values_list("code", flat=True))


class TestSending:
    def test_what_was_kept_says_when_it_was_done_beside_when_it_came_in(self, luo: Client) -> None:
        one = walk("on_the_way")
        assert sends(luo, "arrival", one, once="k-1", **DOOR) == (200, {"taken": True})
        done = timezone.now() - timedelta(hours=1)
        row = one.visit.check_ins.get()
        assert row.done_at is not None
        assert abs(row.done_at - done) < timedelta(minutes=1)
        said = rf"当时 [^<]{{0,12}}{timezone.localtime(row.done_at):%H:%M}"  # with its day, after midnight
        assert len(re.findall(said, flat(luo.get(at("job", one))))) == 2  # at the check-in and in the record

    def test_twice_does_it_once_and_says_taken_both_times(self, luo: Client) -> None:
        one = walk("booked")
        for_now(one)
        native = luo.post(at("departure", one), {"once": "k-1"})
        assert native.status_code == 302
        for _lost_answer in range(2):
            assert sends(luo, "departure", one, once="k-1") == (200, {"taken": True})
        assert codes(one).count("visit.set_out") == 1

    def test_a_picture_is_taken_once_and_one_kept_until_the_visit_is_over_is_late_evidence(self, luo: Client) -> None:
        one = walk("on_site")
        first, second = (uploaded(luo, colour) for colour in ("red", "blue"))
        assert sends(luo, "photos", one, slot="extra", photo=first) == (200, {"taken": True})
        assert one.visit.photos.get().taken_at is not None
        type(one.visit).objects.filter(pk=one.visit.pk).update(state="unfinished")
        assert sends(luo, "photos", one, slot="extra", photo=first) == (200, {"taken": True})
        for _lost_answer in range(2):
            status, said = sends(luo, "photos", one, slot="extra", photo=second)
            assert (status, said["taken"], "补交" in said["said"]) == (200, True, True)
        assert list(one.visit.photos.order_by("at").values_list("late", flat=True)) == [False, True]
        html = flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))
        assert html.count("补交") >= 2  # at the picture and in the record

    def test_a_picture_sent_from_the_page_once_the_visit_is_over_is_refused(self, luo: Client) -> None:
        one = walk("on_site")
        type(one.visit).objects.filter(pk=one.visit.pk).update(state="unfinished")
        answer = luo.post(at("photos", one), {"slot": "extra", "photo": uploaded(luo, "red")})
        assert answer.status_code == 409
        assert not one.visit.photos.exists()

    def test_a_quote_before_the_check_in_is_refused_in_words(self, luo: Client) -> None:
        one = walk("on_the_way")
        lines = {"line": "HY3-PCB-02", "quantity-HY3-PCB-02": "1", "send": "1", "once": "k-2"}
        status, said = sends(luo, "quote", one, **lines)
        assert status == 409
        assert said["title"]
        assert not Quote.objects.filter(repair=one.repair).exists()

    def test_a_wrong_code_whose_answer_was_lost_counts_once(self, luo: Client) -> None:
        one = walk("billed")
        wrong = "000000" if the_code(one) != "000000" else "111111"
        for _lost_answer in range(2):
            status, said = sends(luo, "completion", one, code=wrong, once="k-3")
            assert (status, said["code"]) == (422, "visits.wrong_code")
            assert "还能试 2 次" in said["title"]
        assert CompletionCode.objects.get(visit=one.visit).wrong_tries == 1

    @pytest.mark.parametrize("days", [3, 20000])
    def test_a_step_past_its_term_is_taken_and_marked_as_handed_in_late(self, luo: Client, days: int) -> None:
        one = walk("booked")
        for_now(one)
        for _lost_answer in range(2):
            status, said = sends(luo, "departure", one, ago=days * 86400, once="k-4")
            assert (status, said["taken"]) == (200, True)
        facts = Entry.objects.get(stream__key=str(one.repair.id), code="visit.set_out").facts
        done = timezone.now() - timedelta(days=days)
        assert abs(datetime.fromisoformat(facts["done_at"]) - done) < timedelta(minutes=1)
        assert facts["handed_in_late"] is True
        assert "补交" in flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))

    def test_a_check_in_after_a_certificate_ended_is_refused_in_words_though_the_phone_says_yesterday(
        self, luo: Client
    ) -> None:
        one, day = walk("booked"), timedelta(days=1)
        Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=timezone.now() - day)
        Skill.objects.filter(code=one.visit.skill).update(until_date=timezone.localdate() - day)
        for ago in (0, 86_400):
            status, said = sends(luo, "arrival", one, ago=ago, once=f"k-{ago}", **DOOR)
            assert (status, said["code"]) == (422, "visits.not_fit"), ago
            assert said["title"]
        assert not one.visit.check_ins.exists()

    def test_a_step_within_its_term_is_not_late(self, luo: Client) -> None:
        one = walk("booked")
        for_now(one)
        assert sends(luo, "departure", one, ago=47 * 3600) == (200, {"taken": True})
        assert "handed_in_late" not in Entry.objects.get(stream__key=str(one.repair.id), code="visit.set_out").facts

    def test_a_picture_of_a_repair_that_is_closed_and_paid_is_still_attached(self, luo: Client) -> None:
        one = walk("closed")
        before = one.visit.photos.count()
        status, said = sends(luo, "photos", one, ago=3 * 86400, slot="extra", photo=uploaded(luo, "red"))
        assert (status, said["taken"]) == (200, True)
        assert one.visit.photos.filter(late=True).count() == one.visit.photos.count() - before == 1

    def test_a_job_that_is_his_no_more_is_refused(self, luo: Client) -> None:
        one = walk("booked")
        type(one.visit).objects.filter(pk=one.visit.pk).update(state="open", technician=None)
        status, said = sends(luo, "departure", one)
        assert (status, said["code"]) == (404, "visits.no_such_visit")


class TestOfAJobThatIsAnothersNow:
    """He gave it back, or was freed of it; what his phone kept of his own turn comes in afterwards."""

    def test_what_he_took_while_it_was_his_is_taken_once_as_late_and_what_he_took_after_is_not(
        self, luo: Client
    ) -> None:
        one = walk("booked")
        his, after = uploaded(luo, "red"), uploaded(luo, "blue")
        assert luo.post(at("handing_back", one), {"why": "ill"}).status_code == 302
        self._since(one, minutes=30)
        for _lost_answer in range(2):
            status, said = sends(luo, "photos", one, ago=45 * 60, slot="before", photo=his)
            assert (status, said["taken"], "补交" in said["said"]) == (200, True, True)
        assert sends(luo, "photos", one, ago=10 * 60, slot="before", photo=after)[0] == 404
        assert luo.post(at("photos", one), {"slot": "before", "photo": after}).status_code == 404
        assert list(one.visit.photos.values_list("slot", "late")) == [("earlier", True)]
        assert "之前接单师傅拍的" in flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))

    def test_it_counts_for_nothing_that_the_other_has_to_record_and_is_no_strangers(self, luo: Client) -> None:
        one = walk("booked")
        his = uploaded(luo, "red")
        assert luo.post(at("handing_back", one), {"why": "ill"}).status_code == 302
        self._since(one, minutes=30)
        sends(luo, "photos", one, ago=45 * 60, slot="before", photo=his)
        assert "before" not in set(one.visit.photos.values_list("slot", flat=True))
        lu = phone_of(cast.MASTER_LU)
        assert sends(lu, "photos", one, ago=45 * 60, slot="before", photo=uploaded(lu, "green"))[0] == 404

    def test_what_he_did_before_his_phone_heard_that_others_took_it_is_taken_as_late_and_moves_nothing(
        self, luo: Client
    ) -> None:
        one = walk("booked")
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        self._since(one, minutes=60)
        one.visit.refresh_from_db()
        before = one.visit.state
        for step, told in (("departure", {}), ("arrival", DOOR)):
            status, said = sends(luo, step, one, ago=30 * 60, once=f"k-{step}", **told)
            assert (status, said["taken"], "补交" in said["said"]) == (200, True, True)
            assert sends(luo, step, one, ago=30 * 60, once=f"k-{step}", **told)[0] == 200, "its answer was lost"
            assert sends(luo, step, one, ago=60, once=f"again-{step}", **told)[0] == 200, "once a turn is enough"
        assert sends(luo, "photos", one, ago=20 * 60, slot="before", photo=uploaded(luo, "red"))[0] == 200
        kept = [(one.code, one.facts.get("where")) for one in Entry.objects.filter(code__startswith="visits.earlier_")]
        assert kept == [("visits.earlier_departure", None), ("visits.earlier_arrival", "unsure")]
        one.visit.refresh_from_db()
        assert (one.visit.state, one.visit.check_ins.count()) == (before, 0)
        assert list(one.visit.photos.values_list("slot", "late")) == [("earlier", True)]
        assert luo.post(at("departure", one)).status_code == 404
        assert "请不要上门" in flat(luo.get(at("job", one)))
        assert "之前接单的师傅说他到过门口" in flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))

    def test_a_quote_he_wrote_before_is_kept_for_the_desk_and_binds_nobody(self, luo: Client) -> None:
        one = walk("booked")
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        self._since(one, minutes=60)
        lines = {"line": "HY3-PCB-02", "quantity-HY3-PCB-02": "1", "send": "1", "once": "k-2"}
        for _lost_answer in range(2):
            status, said = sends(luo, "quote", one, ago=30 * 60, **lines)
            assert (status, said.get("taken")) == (200, True), said
        kept = Entry.objects.get(code="visits.earlier_quote")
        assert (kept.facts["total_fen"] > 0, kept.facts["handed_in_late"]) == (True, True)
        assert not Quote.objects.filter(repair=one.repair).exists()
        html = flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))
        assert "之前接单的师傅说他在现场报过价" in html
        assert "× 1" in html

    @pytest.mark.parametrize(("right", "told"), [(True, 1), (False, 0)])
    def test_a_code_he_was_given_before_the_brands_word_ended_is_told_to_the_desk_and_ends_nothing(
        self, luo: Client, right: bool, told: int
    ) -> None:
        one = walk("billed")
        code = the_code(one) if right else "000000" if the_code(one) != "000000" else "111111"
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        Entry.objects.filter(stream__key=str(one.repair.id), code="visits.unvouched").update(
            at=timezone.now() - timedelta(minutes=10)
        )
        assert sends(luo, "completion", one, ago=5 * 60, code=code)[0] == 409, "he had heard of it"
        status, said = sends(luo, "completion", one, ago=30 * 60, once="k-3", code=code)
        assert (status, said.get("taken")) == (200, True), said
        one.visit.refresh_from_db()
        assert one.visit.state == "on_site"
        assert CompletionCode.objects.get(visit=one.visit).wrong_tries == 0
        assert Notice.objects.filter(code="visit_earlier_code", account__isnull=False).exists() == bool(told)
        html = flat(phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))
        assert html.count("完工码正确") == told
        for n, more in enumerate(("000001", "000002", "000003", the_code(one))):
            status, said = sends(luo, "completion", one, ago=30 * 60, once=f"more-{n}", code=more)
            assert (status, said.get("taken")) == (200, True), said
        assert Entry.objects.filter(code="visits.earlier_code").count() == 1, "the first of a turn stands, no guess"
        assert Notice.objects.filter(code="visit_earlier_code", account__isnull=False).exists() == bool(told)

    def test_any_other_step_of_it_is_refused_with_whom_to_ring_and_stays_on_his_phone(self, luo: Client) -> None:
        one = walk("booked")
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        self._since(one, minutes=60)
        status, said = sends(luo, "parts", one, ago=30 * 60, none="1")
        assert (status, said["code"]) == (404, "visits.no_such_visit")
        assert "请告诉客服" in said["title"]
        assert "请告诉客服" not in sends(phone_of(cast.MASTER_LU), "parts", one, ago=30 * 60, none="1")[1]["title"]
        assert "请打电话告诉客服" in flat(luo.get(at("job", one)))

    def test_what_he_did_half_a_day_after_it_was_taken_from_him_is_refused(self, luo: Client) -> None:
        one = walk("booked")
        take_back("suspend", cast.MASTER_LUO.number, timezone.now())
        self._since(one, minutes=13 * 60)
        assert sends(luo, "departure", one, ago=5 * 60)[0] == 404

    @staticmethod
    def _since(one: Walked, *, minutes: int) -> None:
        """Let it be so long that he had the job, and gave it back."""
        back = timezone.now() - timedelta(minutes=minutes)
        told = Entry.objects.filter(stream__key=str(one.repair.id))
        told.filter(code="visit.assign").update(at=back - timedelta(hours=1))
        told.filter(code="visit.reopen").update(at=back)


class TestPictures:
    def test_go_on_where_the_check_in_was_refused(self, luo: Client) -> None:
        one = walk("on_the_way")
        far = {"lng": "106.5", "lat": "30.642", "fix": "15"}
        status, said = sends(luo, "arrival", one, once="k-9", **far)
        assert (status, said["code"]) == (422, "visits.far_off")
        assert sends(luo, "photos", one, slot="before", photo=uploaded(luo, "red")) == (200, {"taken": True})
        assert list(one.visit.photos.values_list("slot", "late")) == [("before", False)]

    def test_sent_from_the_page_wait_for_the_check_in(self, luo: Client) -> None:
        one = walk("on_the_way")
        answer = luo.post(at("photos", one), {"slot": "before", "photo": uploaded(luo, "red")})
        assert answer.status_code == 409


class TestFirstLoad:
    @pytest.mark.parametrize("page", ["job", "sheet"])
    def test_is_light_with_all_its_scripts(self, page: str, luo: Client) -> None:
        one = walk("on_site")
        html = luo.get(at(page, one)).content
        parts = {*re.findall(rb'(?:src|href)="/static/([^"#]+)', html), b"anxin/icons.svg"}
        found = [Path(finders.find(part.decode()) or "").read_bytes() for part in parts]
        weight = sum(len(gzip.compress(part, 6)) for part in [html, *found])
        assert weight <= 120_000, weight
        assert len(parts) > 8

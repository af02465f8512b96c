"""Who can't be sent a code asks the desk: identified, a second person where nothing leads back, then the same acts."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.commands import ChangedMeanwhile
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as known
from anxin.domain.people.actions import data_requests as requests
from anxin.domain.people.actions import personal_data
from anxin.domain.people.actions.reveals import NotSecond
from anxin.domain.people.models import Account, DataRequest, Hold, Person, Reveal
from anxin.domain.people.queries import access, actors, data_requests, proposals, selves
from anxin.domain.repairs import actions as repairs
from tests.builders import actor
from tests.domain.people.asked import HASH, NEW, Desk, give

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(now: datetime) -> Desk:
    return Desk(now)


class TestAName:
    def test_is_corrected_once_he_is_known(self, desk: Desk) -> None:
        row = desk.ask("name", name="张小敏")
        with pytest.raises(WrongState):
            desk.do("doing", row)
        desk.identify(row)
        desk.do("doing", row)
        assert (row.state, row.told_sealed) == ("done", "")
        assert known.is_named(desk.person, "张小敏")
        told = [one.code for one in timeline.read(personal_data.stream_of(desk.person.pk), "customer")]
        assert "people.correct" in told
        assert timeline.verify() == []

    def test_is_corrected_in_every_row_that_is_he_and_in_nobody_elses(self, desk: Desk) -> None:
        same = acting(lambda: people.enrolled_anew(name=cast.MS_ZHANG.name, phone=cast.MS_ZHANG.phone, now=desk.now))
        other = acting(lambda: people.enrolled_anew(name="合租人", phone=cast.MS_ZHANG.phone, now=desk.now))
        row = desk.ask("name", name="张小敏")
        desk.identify(row)
        desk.do("doing", row)
        assert known.is_named(Person.objects.get(pk=same.pk), "张小敏")
        assert known.is_named(Person.objects.get(pk=other.pk), "合租人")

    def test_that_is_empty_is_refused_by_its_field(self, desk: Desk) -> None:
        with pytest.raises(Invalid) as refused:
            desk.ask("name")
        assert refused.value.field == "name"


class TestAPhone:
    def test_counts_only_once_a_second_person_agreed(self, desk: Desk) -> None:
        row = desk.ask("phone", phone=NEW)
        desk.identify(row)
        assert row.state == "second"
        with pytest.raises(Forbidden):
            desk.do("agreement", row, shown="x")
        admin = actor(cast.ADMIN, now=desk.now)
        DataRequest.objects.filter(pk=row.pk).update(identified_by=admin.id)
        with pytest.raises(NotSecond):
            desk.do("agreement", row, admin, shown="x")
        assert not known.known_by_phone(NEW)
        desk.agree(row)
        assert (row.state, row.seconded_by) == ("announced", desk.second.id)
        assert not known.known_by_phone(NEW), "the number of before has days to object"
        desk.ring(row, "told")
        desk.days_pass()
        row.refresh_from_db()
        assert (row.state, row.told_sealed) == ("done", "")
        assert [one.pk for one in known.known_by_phone(NEW)] == [desk.person.pk]

    def test_is_stopped_by_one_objection_which_the_desk_is_told_of(self, desk: Desk) -> None:
        row = desk.ask("phone", phone=NEW)
        desk.identify(row)
        desk.agree(row)
        assert data_requests.of_persons([desk.person], now=desk.now)[0].may_be_objected_to
        desk.do("objection", row, actors.actor_of_person(str(desk.person.pk)))
        assert row.state == "objected"
        assert Notice.objects.filter(code="person_objected", account__username=cast.XIAO_CHEN.username).exists()
        desk.days_pass()
        assert not known.known_by_phone(NEW)
        desk.do("refusal", row, why="不是本人申请")
        assert (row.state, row.told_sealed) == ("refused", "")
        assert timeline.verify() == []

    def test_is_told_to_the_number_of_before_ahead_and_again_once_it_counts(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)
        row = desk.ask("phone", phone=NEW)
        desk.identify(row)
        desk.agree(row)
        message = Message.objects.get(template="people.phone_wanted")
        assert known.phone_of(message).to == cast.MS_ZHANG.phone
        desk.went_out(message)
        desk.days_pass()
        assert [one.pk for one in known.known_by_phone(NEW)] == [desk.person.pk]
        assert known.phone_of(Message.objects.get(template="people.phone_replaced")).to == cast.MS_ZHANG.phone

    def test_somebody_else_has_is_shown_and_what_changed_since_is_refused(self, desk: Desk) -> None:
        row = desk.ask("phone", phone=NEW)
        desk.identify(row)
        before = proposals.proposal(row, actor=desk.second)
        assert (before.told, before.others, before.cases) == ("139****7788", (), (desk.walk.repair.number,))
        other = acting(lambda: people.enrolled_anew(name="别人", phone=NEW, now=desk.now))
        with pytest.raises(ChangedMeanwhile):
            desk.do("agreement", row, desk.second, shown=before.mark)
        assert [one.id for one in proposals.proposal(row, actor=desk.second).others] == [other.pk]
        desk.agree(row)
        assert row.state == "announced"

    @pytest.mark.parametrize("phone", ["", "12345", cast.MS_ZHANG.phone])
    def test_that_is_none_or_the_same_is_refused_by_its_field(self, desk: Desk, phone: str) -> None:
        with pytest.raises(Invalid) as refused:
            desk.ask("phone", phone=phone)
        assert refused.value.field == "phone"


class TestAnErasure:
    def test_waits_for_a_second_person_and_leaves_nothing_of_the_request(self, desk: Desk) -> None:
        desk.walk.do(lambda: repairs.cancel(repair=desk.walk.repair, why="修好了", by=desk.walk.customer, now=desk.now))
        Hold.objects.update(released_at=desk.now)
        row = desk.ask("erase")
        desk.identify(row)
        desk.agree(row)
        assert desk.person.erased_at
        assert row.state == "done"
        left = [one.private for one in timeline.read(row.stream(), opened={"signs"})]
        assert [one["signs"].text for one in left if "signs" in one] == [""], "the last signs of his paper are gone"
        assert timeline.verify() == []

    def test_ends_what_else_is_asked_for_him_and_nothing_is_sealed_into_him_again(self, desk: Desk) -> None:
        desk.walk.do(lambda: repairs.cancel(repair=desk.walk.repair, why="修好了", by=desk.walk.customer, now=desk.now))
        Hold.objects.update(released_at=desk.now)
        phone, name = desk.ask("phone", phone=NEW), desk.ask("name", name="张小敏")
        desk.identify(phone)
        desk.identify(name)
        desk.agree(phone)
        acting(lambda: personal_data.wipe(person=desk.person, by=desk.walk.customer, now=desk.now))
        for row in (phone, name):
            row.refresh_from_db()
            assert (row.state, row.told_sealed) == ("lapsed", "")
        with pytest.raises(WrongState):
            desk.do("doing", name)
        desk.days_pass()
        desk.person.refresh_from_db()
        assert (desk.person.phone_sealed, desk.person.phone_index, desk.person.name_sealed) == ("", "", "")
        assert timeline.verify() == []

    def test_meanwhile_refuses_what_was_not_ended(self, desk: Desk) -> None:
        row = desk.ask("name", name="张小敏")
        desk.identify(row)
        Person.objects.filter(pk=desk.person.pk).update(erased_at=desk.now)
        with pytest.raises(requests.NoCustomer):
            desk.do("doing", row)

    def test_waits_while_something_needs_him_and_can_be_taken_back(self, desk: Desk) -> None:
        row = desk.ask("erase")
        desk.identify(row)
        desk.agree(row)
        row.refresh_from_db()
        assert (row.state, proposals.in_the_way(row)) == ("waiting", desk.walk.repair.number)
        [told] = data_requests.of_persons([desk.person], now=desk.now)
        assert (told.waits, told.late, told.due_at) == (True, False, None)
        desk.do("taking-back", row)
        assert row.state == "withdrawn"
        desk.person.refresh_from_db()
        assert desk.person.erased_at is None

    def test_is_refused_with_a_reason_that_he_reads(self, desk: Desk) -> None:
        row = desk.ask("erase")
        desk.identify(row)
        desk.do("refusal", row, desk.second, why="维修还没结束")
        [told] = data_requests.of_persons([desk.person], now=desk.now)
        assert (told.state, told.why) == ("refused", "维修还没结束")


class TestAConsent:
    def test_is_taken_back_with_what_follows_from_it(self, desk: Desk) -> None:
        of = {"person": desk.person, "purpose": "repair", "version": "privacy/1", "channel": "page"}
        acting(lambda: personal_data.consent(**of, by=desk.walk.customer, now=desk.now))
        row = desk.ask("withdraw", purpose="repair")
        desk.identify(row, "rung", "")
        desk.do("doing", row)
        assert "repair" not in selves.standing(desk.person)
        codes = [one.code for one in timeline.read(personal_data.stream_of(desk.person.pk))]
        assert "people.withdraw" in codes

    def test_that_doesnt_stand_is_refused(self, desk: Desk) -> None:
        with pytest.raises(requests.NoConsent):
            desk.ask("withdraw", purpose="customer")


class TestACopy:
    def test_is_among_the_looks_at_him_and_in_his_record(self, desk: Desk) -> None:
        row = desk.ask("copy")
        desk.identify(row)
        with pytest.raises(WrongState):
            desk.do("handover", row, handed="hand", sha256=HASH)
        desk.agree(row)
        assert row.state == "identified"
        desk.do("handover", row, handed="hand", sha256=HASH)
        assert row.seconded_by == desk.second.id
        look = Reveal.objects.get(field="copy")
        assert (look.person_id, look.by_id, look.granted) == (desk.person.pk, desk.agent.id, True)
        assert access.who_saw(desk.person)[0].case == row.number
        [fact] = timeline.facts_of(row.stream(), code="data_request.hand_over")
        assert fact.facts["sha256"] == HASH
        codes = [one.code for one in timeline.read(personal_data.stream_of(desk.person.pk), "customer")]
        assert "people.copy_handed" in codes

    def test_is_told_to_a_phone_that_a_message_reaches(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("anxin.core.carriers.sms.is_there", lambda: True)
        row = desk.ask("copy")
        desk.identify(row)
        desk.agree(row)
        desk.do("handover", row, handed="hand", sha256=HASH)
        assert Message.objects.get(template="people.copy_handed").audience == f"person:{desk.person.pk}"

    def test_waits_for_a_second_person_who_is_told(self, desk: Desk) -> None:
        desk.identify(desk.ask("copy"))
        told = set(Notice.objects.filter(code="person_second").values_list("account__username", flat=True))
        assert cast.LIN.username in told
        assert cast.XIAO_CHEN.username not in told

    @pytest.mark.parametrize("wish", ["copy", "phone", "erase"])
    def test_phone_or_erasure_is_not_for_who_only_knows_about_a_case(self, desk: Desk, wish: str) -> None:
        row = desk.ask(wish, **({"phone": NEW} if wish == "phone" else {}))
        with pytest.raises(requests.NotEnough) as refused:
            desk.identify(row, "knows", "")
        assert refused.value.field == "how"

    def test_needs_four_signs_of_a_paper(self, desk: Desk) -> None:
        row = desk.ask("copy")
        for signs in ("", "12", "510104199001011234"):
            with pytest.raises(Invalid) as refused:
                desk.identify(row, "paper", signs)
            assert refused.value.field == "signs"


class TestTheDays:
    def test_are_fifteen_working_days_and_then_it_is_said_to_be_late(self, desk: Desk) -> None:
        row = desk.ask("copy")
        [shown] = data_requests.of_persons([desk.person], now=desk.now)
        assert shown.due_at is not None
        assert timedelta(days=19) < shown.due_at - desk.now < timedelta(days=35)
        after = shown.due_at + timedelta(minutes=1)
        clocks.sweep(after)
        assert "people.request_late" in [one.code for one in timeline.read(row.stream())]
        [live], _over = data_requests.desk(desk.agent, now=after)
        assert live.late

    def test_the_same_is_written_down_once(self, desk: Desk) -> None:
        desk.ask("copy")
        with pytest.raises(requests.WantedAlready):
            desk.ask("copy")


class TestWho:
    def test_works_here_is_nobodys_customer(self, desk: Desk) -> None:
        Account.objects.filter(username=cast.XIAO_CHEN.username).update(person=desk.person)
        with pytest.raises(requests.NoCustomer):
            desk.ask("copy")

    @pytest.mark.parametrize("member", [cast.BOSS_HE, cast.MASTER_LUO, cast.HEYAN_OWNER, cast.ZHOU, cast.QIAN])
    def test_of_another_house_or_role_finds_nobody(self, desk: Desk, member: cast.Member) -> None:
        by = actor(member, now=desk.now)
        assert data_requests.found_by_phone(cast.MS_ZHANG.phone, actor=by) == []
        with pytest.raises(Forbidden):
            give("person", "data-request", desk.person, by, desk.now, wish="copy")

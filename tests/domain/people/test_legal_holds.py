"""A case that a court or an authority wants kept outlives its term; only a second person lets it go."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.core import clocks, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.carriers import sms
from anxin.core.commands import tables
from anxin.core.errors import Forbidden, Invalid
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.contacts import actions as contacts
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.people import tasks as people_tasks
from anxin.domain.people.actions import legal_holds, personal_data
from anxin.domain.people.actions.reveals import NotSecond
from anxin.domain.people.models import Account, Hold, LegalHold, Organisation, Role
from anxin.domain.publications import queries, tasks
from anxin.domain.repairs import actions as repairs
from tests import builders
from tests.builders import actor
from tests.claim_builders import a_claim
from tests.domain.people.asked import Desk

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
DAY = timedelta(days=1)
YEARS = timedelta(days=1097)
LETTER = {"source": "court", "letter": "（2026）川01民初12号 2026-11-20", "why": "诉讼保全，保留全部记录"}
SECOND = cast.Member(
    username="fu", name="傅二", phone="13800000999", called="副管理员", organisation="anxin", roles=("operator",)
)


def second(now: datetime) -> Actor:
    """Return another administrator."""
    row = Account.objects.create(username=SECOND.username, called=SECOND.called, created_at=now)
    house = Organisation.objects.get(slug="anxin")
    Role.objects.create(account=row, organisation=house, role="operator", from_at=now - timedelta(days=1))
    return actor(SECOND, now=now)


def give(about: str, name: str, row: Any, by: Actor, now: datetime, **fields: Any) -> None:
    acting(lambda: tables()[about].give(name, row=row, by=by, now=now, fields=fields))


def left(what: str, now: datetime) -> dict[str, tuple[str, ...]]:
    tasks.retain.func(now=now)
    [one] = [one for one in queries.coming(now=now) if one.what == what]
    return {why: numbers for why, _n, numbers in one.kept}


def texts() -> list[Message]:
    """Return what was told to phones of an erasure."""
    return list(Message.objects.filter(template__startswith="people.eras"))


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("account__username", flat=True))


def cancelled(now: datetime) -> builders.Walked:
    one = builders.a_repair(now=now, at="submitted")
    one.do(lambda: repairs.cancel(repair=one.repair, why="修好了", by=one.customer, now=one.now))
    return one


class TestARepair:
    def test_is_kept_with_its_customer_until_a_second_person_lets_it_go(self, now: datetime) -> None:
        one = cancelled(now)
        admin, by, person = actor(cast.ADMIN, now=one.now), one.customer, one.repair.customer
        give("repair", "legal-hold", one.repair, admin, one.now, **LETTER)
        hold = LegalHold.objects.get()
        assert vault.open_("people.legal_hold.letter", hold.id, hold.letter_sealed) == LETTER["letter"]
        assert "people.legal_hold" in [fact.code for fact in timeline.read(one.repair.stream(), "operator")]
        assert "people.legal_hold" not in [fact.code for fact in timeline.read(one.repair.stream(), "customer")]
        with pytest.raises(personal_data.LegallyHeld):
            acting(lambda: personal_data.erase(person=person, by=by, now=one.now))
        with pytest.raises(legal_holds.HeldAlready):
            give("repair", "legal-hold", one.repair, admin, one.now, **LETTER)
        with pytest.raises(NotSecond):
            give("repair", "legal-hold-end", one.repair, admin, one.now, why="不用了")
        over = one.now + YEARS
        assert left("repairs", over) == {"hold": (one.repair.number,)}
        give("repair", "legal-hold-end", one.repair, second(over), over, why="法院已解除")
        assert left("repairs", over + timedelta(days=1)) == {}
        person.refresh_from_db()
        assert person.erased_at
        hold.refresh_from_db()
        assert vault.open_("people.legal_hold.letter", hold.id, hold.letter_sealed) == ""

    def test_is_held_by_an_administrator_with_a_letter(self, now: datetime) -> None:
        one = cancelled(now)
        with pytest.raises(Forbidden):
            give("repair", "legal-hold", one.repair, actor(cast.XIAO_CHEN, now=one.now), one.now, **LETTER)
        with pytest.raises(Invalid) as refused:
            give(
                "repair", "legal-hold", one.repair, actor(cast.ADMIN, now=one.now), one.now, **{**LETTER, "letter": ""}
            )
        assert refused.value.field == "letter"
        assert not LegalHold.objects.exists()


class TestAClaim:
    def test_is_kept_until_a_second_person_lets_it_go(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        give("claim", "legal-hold", one.claim, actor(cast.ADMIN, now=one.now), one.now, **LETTER)
        over = one.now + YEARS
        assert left("claims", over) == {"hold": (one.claim.number,)}
        give("claim", "legal-hold-end", one.claim, second(over), over, why="法院已解除")
        assert left("claims", over + timedelta(days=1)) == {}

    def test_goes_on_by_its_clocks_while_it_is_kept(self, now: datetime) -> None:
        one = a_claim(now=now)
        give("claim", "legal-hold", one.claim, actor(cast.ADMIN, now=one.now), one.now, **LETTER)
        one.wait(hours=48)
        assert one.claim.state == "review"
        one.propose()
        one.wait(days=7)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")


class TestAnErasureAskedForMeanwhile:
    def test_waits_and_who_works_on_it_is_told_once_the_hold_is_lifted(self, now: datetime) -> None:
        desk = Desk(now)
        desk.walk.do(lambda: repairs.cancel(repair=desk.walk.repair, why="修好了", by=desk.walk.customer, now=desk.now))
        Hold.objects.update(released_at=desk.now)
        give("repair", "legal-hold", desk.walk.repair, actor(cast.ADMIN, now=now), now, **LETTER)
        row = desk.ask("erase")
        desk.identify(row)
        assert not told("person_freed")
        give("repair", "legal-hold-end", desk.walk.repair, second(now), now, why="法院已解除")
        assert {cast.XIAO_CHEN.username, cast.LIN.username} <= told("person_freed")
        desk.agree(row)
        assert (row.state, bool(desk.person.erased_at)) == ("done", True)

    def test_that_was_agreed_to_comes_by_itself_and_nobody_has_to_be_told(self, now: datetime) -> None:
        desk = Desk(now)
        desk.walk.do(lambda: repairs.cancel(repair=desk.walk.repair, why="修好了", by=desk.walk.customer, now=desk.now))
        Hold.objects.update(released_at=desk.now)
        give("repair", "legal-hold", desk.walk.repair, actor(cast.ADMIN, now=now), now, **LETTER)
        row = desk.ask("erase")
        desk.identify(row)
        desk.agree(row)
        assert row.state == "waiting"
        give("repair", "legal-hold-end", desk.walk.repair, second(now), now, why="法院已解除")
        assert not told("person_freed")
        people_tasks.erase_waiting.func(now=now)
        row.refresh_from_db()
        assert row.state == "done"

    def test_is_told_to_who_asked_once_it_is_done(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sms, "is_there", lambda: True)
        desk = self.over(now)
        row = desk.ask("erase")
        desk.identify(row)
        desk.agree(row)
        assert row.state == "done"
        assert [one.template for one in texts()] == ["people.erased"]

    def test_that_waits_for_more_is_told_that_it_comes_by_itself(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sms, "is_there", lambda: True)
        desk = Desk(now)
        give("repair", "legal-hold", desk.walk.repair, actor(cast.ADMIN, now=now), now, **LETTER)
        row = desk.ask("erase")
        desk.identify(row)
        desk.agree(row)
        assert row.state == "waiting"
        give("repair", "legal-hold-end", desk.walk.repair, second(now), now, why="法院已解除")
        (told_him,) = texts()
        assert (told_him.template, told_him.ids) == ("people.erasure_goes_on", {"number": row.number})

    def test_that_was_refused_while_it_stood_may_be_asked_for_again(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sms, "is_there", lambda: True)
        desk = self.over(now)
        before = desk.ask("erase")
        desk.do("refusal", before, why="身份没有核实")
        give("repair", "legal-hold", desk.walk.repair, actor(cast.ADMIN, now=now), now + DAY, **LETTER)
        row = desk.ask("erase")
        give("data_request", "refusal", row, desk.agent, now + 2 * DAY, why="依法保留")
        give("repair", "legal-hold-end", desk.walk.repair, second(now), now + 3 * DAY, why="法院已解除")
        assert [(one.template, one.ids["number"]) for one in texts()] == [("people.erasure_freed", row.number)]

    def over(self, now: datetime) -> Desk:
        """Return a desk whose customer's repair was called off and needs nothing of him."""
        desk = Desk(now)
        desk.walk.do(lambda: repairs.cancel(repair=desk.walk.repair, why="修好了", by=desk.walk.customer, now=desk.now))
        Hold.objects.update(released_at=desk.now)
        return desk

    def test_is_told_before_its_days_are_over_and_after_them(self, now: datetime) -> None:
        desk = Desk(now)
        row = desk.ask("erase")
        due = clocks.open_clocks(row.stream()).get().due_at
        acting(lambda: notices.remind(now=due - timedelta(days=1)))
        assert cast.XIAO_CHEN.username in told("person_due")
        clocks.sweep(due)
        assert {cast.XIAO_CHEN.username, cast.LIN.username} <= told("person_late")


class TestTheDesk:
    @pytest.mark.parametrize("about", ["repairs", "claims"])
    def test_places_it_in_the_browser_and_shows_it_in_the_record(self, now: datetime, about: str) -> None:
        case: Any = a_claim(now=now, at="closed").claim if about == "claims" else cancelled(now).repair
        url, client = f"/desk/{about}/{case.number}/", Client()
        client.force_login(builders.account(cast.ADMIN))
        tab = {"tab": "record"}  # where a claim's papers are
        assert "按司法要求保留" in client.get(url, tab).content.decode()
        assert "文号与日期" in client.get(f"{url}?do=legal-hold").content.decode()
        assert client.post(f"{url}legal-hold/", {**LETTER, "letter": "", "once": "a"}).status_code == 422
        assert client.post(f"{url}legal-hold/", {**LETTER, "once": "b"}).status_code == 302
        shown = client.get(url, tab).content.decode()
        assert "按司法或行政要求保留，内容不清理" in shown
        assert "解除司法保留" not in shown, "who placed it doesn't lift it"


class TestTheList:
    def listed(self, member: cast.Member, **asked: str) -> str:
        client = Client()
        client.force_login(builders.account(member))
        return client.get("/desk/texts/holds/", asked).content.decode()

    def test_shows_who_what_since_and_until_when_and_takes_it_away(self, now: datetime) -> None:
        case = cancelled(now).repair
        until = (now + timedelta(days=30)).date()
        give("repair", "legal-hold", case, actor(cast.ADMIN, now=now), now, **LETTER, until=until)
        for text in (self.listed(cast.ADMIN), self.listed(cast.ADMIN, source="court")):
            assert case.number in text
            assert LETTER["letter"] in text
        assert case.number not in self.listed(cast.ADMIN, source="police")
        assert case.number not in self.listed(cast.ADMIN, show="lifted")
        assert case.number not in self.listed(cast.ADMIN, show="over")
        LegalHold.objects.update(until_date=(now - timedelta(days=2)).date())
        assert case.number in self.listed(cast.ADMIN, show="over")
        client = Client()
        client.force_login(builders.account(cast.ADMIN))
        sheet = client.get("/desk/texts/holds/as/csv/").content.decode("utf-8-sig")
        assert case.number in sheet
        assert LETTER["letter"] in sheet
        assert client.get("/desk/texts/holds/as/xlsx/").status_code == 200

    def test_keeps_a_message_and_an_order_by_their_numbers(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        admin = actor(cast.ADMIN, now=now)
        message = contacts.WrittenMessage(text="请保留", name="王先生", phone="13911110000")
        contact = acting(lambda: contacts.receive(message=message, by=STRANGER, now=now))
        chen = actor(cast.XIAO_CHEN, now=now)
        acting(lambda: contacts.drop(contact=contact, why="已处理", by=chen, now=now))
        client = Client()
        client.force_login(builders.account(cast.ADMIN))
        for n, number in enumerate((contact.number, one.claim.purchase.order_key)):
            sent = {**LETTER, "number": number, "once": f"{n}"}
            assert client.post("/desk/texts/holds/legal-hold/", sent).status_code == 302
            assert number in self.listed(cast.ADMIN)
        assert {row.stream_kind for row in LegalHold.objects.all()} == {"contact", "purchase"}
        with pytest.raises(personal_data.LegallyHeld):
            acting(lambda: personal_data.erase(person=contact.person, by=admin, now=now))
        over = one.now + YEARS
        assert left("contacts", over)["hold"] == (contact.number,)
        assert "hold" in left("purchases", over)
        answer = client.post("/desk/texts/holds/legal-hold/", {**LETTER, "number": "R-1", "once": "x"})
        assert answer.status_code == 422
        assert "没有这个编号" in answer.content.decode()

    def test_lets_a_second_person_lift_and_not_who_placed_it(self, now: datetime) -> None:
        case = cancelled(now).repair
        give("repair", "legal-hold", case, actor(cast.ADMIN, now=now), now, **LETTER)
        url = f"/desk/texts/holds/{LegalHold.objects.get().pk}/"
        assert url not in self.listed(cast.ADMIN)
        assert url in self.listed(cast.SUN)
        client = Client()
        client.force_login(builders.account(cast.SUN))
        assert "法院" in client.get(f"{url}?do=legal-hold-end").content.decode()
        assert client.post(f"{url}legal-hold-end/", {"why": "法院已解除", "once": "a"}).status_code == 302
        assert LegalHold.objects.get().lifted_at
        assert case.number in self.listed(cast.SUN, show="lifted")

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.QIAN, cast.BOSS_HE, cast.HEYAN_OWNER])
    def test_is_not_for_others(self, now: datetime, member: cast.Member) -> None:
        cancelled(now)
        client = Client()
        client.force_login(builders.account(member))
        for url in ("/desk/texts/holds/", "/desk/texts/holds/as/csv/"):
            assert client.get(url).status_code == 403

    def test_refuses_a_last_day_that_is_over(self, now: datetime) -> None:
        case = cancelled(now).repair
        with pytest.raises(Invalid) as refused:
            give("repair", "legal-hold", case, actor(cast.ADMIN, now=now), now, **LETTER, until=date(2020, 1, 1))
        assert refused.value.field == "until"

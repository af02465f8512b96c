"""Nobody waits on a list for ever: he is asked once whether he still does, and what nobody answers for ends."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from anxin.core import case_contents, outbox, timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.settings import propose
from anxin.demo import cast, ground
from anxin.domain.contacts.models import Contact
from anxin.domain.network import actions as network
from anxin.domain.network import queries, tasks
from anxin.domain.network.commands.reports import WAITING
from anxin.domain.network.models import Outlet, Waiting
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.publications import actions as publications
from anxin.domain.publications.queries import terms

pytestmark = pytest.mark.django_db
URUMQI = "新疆维吾尔自治区乌鲁木齐市天山区解放北路1号"
TERM, ANSWER = timedelta(days=181), timedelta(days=15)


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def waits(now: datetime, *, phone: str = "13800000077") -> Waiting:
    brand = people.organisation(cast.HEYAN.slug)
    told = {"name": "买买提", "phone": phone, "address": URUMQI}
    wish = network.WaitlistEntry(brand=brand, category="lock", **told)
    return acting(lambda: network.wait(wish=wish, by=STRANGER, now=now))


def looked(row: Waiting, now: datetime) -> str:
    """Have the hourly task look, twice; give how the entry stands."""
    for _again in range(2):
        tasks.ask_who_waits.func(now=now)
    row.refresh_from_db()
    return row.state


def him(row: Waiting) -> Actor:
    """Give who opened the link of a message."""
    area = f"waiting:{row.pk}"
    return Actor(kind="customer_link", id=str(row.person_id), roles=frozenset({"customer"}), areas=frozenset({area}))


def gives(name: str, row: Waiting, by: Actor, now: datetime) -> str:
    acting(lambda: WAITING.give(name, row=row, by=by, now=now, fields={}))
    row.refresh_from_db()
    return row.state


class TestATerm:
    def test_is_over_and_he_is_asked_once_by_a_text_whose_link_needs_no_sign_in(self, now: datetime) -> None:
        row = waits(now)
        assert looked(row, now + TERM - timedelta(days=2)) == "waiting"
        asked = now + TERM
        assert looked(row, asked) == "asked"
        (notice,) = Notice.objects.filter(code="waiting_asked")
        for waiting in Notice.objects.filter(gone_at=None):
            acting(lambda one=waiting: notices.send(notice=one, now=asked))
        (message,) = outbox.Message.objects.filter(template="notices.waiting_asked")
        secret = outbox.messages.carried(message)
        token = secret.split("/c/")[1].split("/")[0]
        assert actors.actor_of_link(token, now=asked).areas == {f"waiting:{row.pk}"}
        assert secret.endswith(f"?next=/customer/waiting/{row.number}/")
        assert token not in str(message.ids)
        assert notice.facts["due"][:10] == f"{asked + timedelta(days=14):%Y-%m-%d}"

    def test_begins_anew_once_he_says_that_he_still_waits_and_he_can_say_it_once(self, now: datetime) -> None:
        row = waits(now)
        with pytest.raises(WrongState):
            gives("keep", row, him(row), now)
        asked = now + TERM
        looked(row, asked)
        assert gives("keep", row, him(row), asked + timedelta(days=3)) == "waiting"
        with pytest.raises(WrongState):
            gives("keep", row, him(row), asked + timedelta(days=3))
        assert looked(row, asked + TERM) == "waiting"
        assert looked(row, asked + timedelta(days=3) + TERM) == "asked"
        assert Notice.objects.filter(code="waiting_asked").count() == 2

    def test_without_an_answer_ends_the_entry_tells_nobody_again_and_lets_the_schedule_erase_him(
        self, now: datetime
    ) -> None:
        row = waits(now)
        asked = now + TERM
        looked(row, asked)
        assert looked(row, asked + ANSWER - timedelta(days=2)) == "asked"
        told = Notice.objects.count()
        over = asked + ANSWER
        assert looked(row, over) == "lapsed"
        assert Notice.objects.count() == told
        assert list(terms.over("waiting", now=over + timedelta(days=91))) == [row.pk]
        later = over + timedelta(days=91)
        acting(lambda: publications.begin(what="waiting", now=later))
        assert acting(lambda: publications.end(what="waiting", key=row.pk, run=later, now=later)) == ""
        row.person.refresh_from_db()
        assert (row.person.erased_at, row.person.phone_sealed) == (later, "")

    def test_is_told_all_the_same_that_somebody_comes_while_he_is_asked(self, now: datetime) -> None:
        row = waits(now)
        looked(row, now + TERM)
        outlet, brand = Outlet.objects.get(code="AX-CD-01"), people.organisation(cast.HEYAN.slug)
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="6501", now=now))
        row.refresh_from_db()
        acting(lambda: network.serve_waiting(entries=[row.pk], now=now + TERM))
        row.refresh_from_db()
        assert row.state == "served"

    def test_is_answered_by_putting_oneself_on_the_list_once_more(self, now: datetime) -> None:
        row = waits(now)
        looked(row, now + TERM)
        assert waits(now + TERM).pk == row.pk
        row.refresh_from_db()
        assert row.state == "waiting"

    def test_of_whom_no_text_reaches_is_the_desk_s_to_ask_which_writes_his_answer_down(self, now: datetime) -> None:
        row = waits(now, phone="0991-2345678")
        looked(row, now + TERM)
        assert Contact.objects.filter(person=row.person).count() == 1
        chen = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        assert queries.waiting_list(chen, now=now)[0].asked_at == now + TERM
        assert gives("still", row, chen, now + TERM) == "waiting"

    def test_is_as_long_as_the_settings_say_within_their_bounds(self, now: datetime) -> None:
        row = waits(now)
        told = {"name": "network.waiting_days", "valid_from": now, "by": SYSTEM, "now": now}
        for wrong in (29, 731):
            with pytest.raises(Invalid):
                acting(lambda value=wrong: propose(value=value, **told))
        acting(lambda: propose(value=30, **told))
        assert looked(row, now + timedelta(days=31)) == "asked"


class TestHeWhoWaitsNoMore:
    def test_is_off_the_list_and_erased_at_once_whether_he_was_asked_or_not(self, now: datetime) -> None:
        for asked in (False, True):
            row = waits(now)
            if asked:
                looked(row, now + TERM)
            assert gives("withdraw", row, him(row), now + TERM) == "dropped"
            assert case_contents.is_emptied([row.stream()]) == {row.stream()}
            row.person.refresh_from_db()
            assert (row.person.erased_at, row.person.phone_index) == (now + TERM, "")
        acting(lambda: timeline.checkpoint(now + TERM))
        assert timeline.verify() == []

    def test_keeps_his_name_where_another_entry_of_his_still_waits(self, now: datetime) -> None:
        row = waits(now)
        brand = people.organisation(cast.HEYAN.slug)
        told = {"name": "买买提", "phone": "13800000077", "address": URUMQI}
        other = network.WaitlistEntry(brand=brand, category="fridge", **told)
        second = acting(lambda: network.wait(wish=other, by=STRANGER, now=now))
        gives("withdraw", row, him(row), now)
        second.person.refresh_from_db()
        assert (second.state, second.person.erased_at) == ("waiting", None)

    def test_is_nobody_but_himself(self, now: datetime) -> None:
        row = waits(now)
        chen = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        with pytest.raises(Forbidden):
            gives("withdraw", row, chen, now)

    def test_is_on_the_list_once_also_while_he_is_asked(self, now: datetime) -> None:
        row = waits(now)
        looked(row, now + TERM)
        told = {name: getattr(row, name) for name in ("brand", "category", "division", "person")}
        twin = Waiting(number="W-twin", state="waiting", created_at=now, updated_at=now, **told)
        with pytest.raises(IntegrityError):
            twin.save(force_insert=True)

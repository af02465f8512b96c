"""Who stands behind a signed number changes once who may sign it has signed for it, and by nobody else's hand."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anxin.core import imports
from anxin.core.acting import acting
from anxin.core.commands import ShownOtherwise
from anxin.core.errors import WrongState
from anxin.core.imports import ImportBatch
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.network import actions, queries
from anxin.domain.network.commands import OUTLETS, TABLE
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import held_changes, standings
from anxin.domain.network.rules import signatures
from anxin.domain.network.tasks import expire_authorisations
from anxin.domain.notices.rules import TABLE as TABLE_OF_NOTICES
from anxin.domain.people.queries.imports import plainly
from tests.domain.network.brought_rows import Bring, bringer
from tests.domain.network.test_desk import OPERATOR, OWNER, brand, give, says, somebody

pytestmark = pytest.mark.django_db
AGENT = ("merchant_agent", cast.HEYAN.slug)
DAY = timedelta(days=1)


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    return bringer(tmp_path, now)


def man() -> tuple[str, str, str | None, set[str]]:
    """Return who stands behind the technician's number."""
    row = Technician.objects.select_related("person").get(number="HY-9001")
    return (row.called, *plainly(row.person), {one.code for one in row.skills.filter(ended_at=None)})


def shop() -> tuple[str, str, str]:
    row = Outlet.objects.select_related("organisation").get(code="HY-CD-77")
    return row.organisation.name, row.street, row.phone


def waiting(code: str, slug: str = cast.HEYAN.slug) -> Authorisation | None:
    return Authorisation.objects.filter(code=code, brand__slug=slug, state__in=["applied", "checked"]).first()


def held(code: str) -> Authorisation:
    return Authorisation.objects.get(code=code, brand__slug=cast.HEYAN.slug, state="authorised")


OTHERS: dict[str, dict[str, str]] = {
    "name": {"name": "胡八"},
    "called": {"called": "胡师傅"},
    "phone": {"phone": "13800000999"},
    "skill": {"skills": "燃气具:2:假证-1"},
}


class TestTechnician:
    @pytest.mark.parametrize("change", OTHERS)
    def test_stays_who_he_is_until_the_owner_signs_what_an_agent_wrote(
        self, change: str, bring: Bring, now: datetime
    ) -> None:
        bring("vouched_technicians")
        before, signed = man(), held("HY-9001")
        assert bring("vouched_technicians", AGENT, **OTHERS[change]).count("changed") == 1
        assert (man(), says("technician", "HY-9001", now)) == (before, "genuine")
        asked = waiting("HY-9001")
        assert asked is not None
        assert queries.genuine_card(kind="technician", code="HY-9001", now=now).called == before[0]
        assert bring("vouched_technicians", AGENT, **OTHERS[change]).count("same") == 1, "asked once"

        give("check", asked, somebody(*AGENT), now, papers=("identity", "photo"))
        give("authorisation", asked, somebody(*OWNER), now)
        assert (man() != before, says("technician", "HY-9001", now)) == (True, "genuine")
        signed.refresh_from_db()
        asked.refresh_from_db()
        assert (signed.state, asked.state, asked.waiting_sealed) == ("revoked", "authorised", "")

    def test_written_by_the_owner_is_signed_for_at_once(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        first = held("HY-9001")
        bring("vouched_technicians", name="胡八", called="胡师傅")
        assert man()[:2] == ("胡师傅", "胡八")
        assert held("HY-9001").subject != first.subject
        assert says("technician", "HY-9001", now) == "genuine"

    def test_is_asked_for_no_more_once_the_row_is_as_before(self, bring: Bring) -> None:
        bring("vouched_technicians")
        bring("vouched_technicians", AGENT, name="胡八")
        bring("vouched_technicians", AGENT)
        assert waiting("HY-9001") is None
        assert held("HY-9001")

    def test_is_no_other_by_the_house_s_file_either(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        before = man()
        told = {"name": "胡八", "phone": "13800000667", "called": "胡师傅", "works": "AX-CD-01:禾砚", "skills": ""}
        for at in (1, 2):
            bring("technicians", OPERATOR, now + at * DAY, number="HY-9001", **told, since="2024-03-01")
            asked = waiting("HY-9001")
            assert asked is not None
            assert (man(), standings.waiting_of(asked)) == (before, {"name": "胡八", "called": "胡师傅"})
        assert Authorisation.objects.filter(code="HY-9001").count() == 2, "the same twice is once"

    def test_of_whom_nobody_gave_a_word_yet_is_corrected_at_once_and_asked_for_anew(self, bring: Bring) -> None:
        bring("vouched_technicians", AGENT)
        first = waiting("HY-9001")
        bring("vouched_technicians", AGENT, name="胡八")
        second = waiting("HY-9001")
        assert first is not None
        assert second is not None
        assert (man()[1], first == second) == ("胡八", False)

    def test_is_signed_as_he_was_read(self, bring: Bring, now: datetime) -> None:
        """The owner opened the form for one man; the agent wrote another meanwhile; the old form is refused."""
        bring("vouched_technicians", AGENT)
        asked = waiting("HY-9001")
        assert asked is not None
        give("check", asked, somebody(*AGENT), now, papers=("identity", "photo"))
        read = TABLE.shown("authorisation", asked, now=now)
        Technician.objects.filter(number="HY-9001").update(called="王师傅")
        with pytest.raises(ShownOtherwise, match="王师傅"):
            acting(lambda: TABLE.give("authorisation", row=asked, by=somebody(*OWNER), now=now, fields={}, read=read))
        bring("vouched_technicians", AGENT, name="王五")
        asked.refresh_from_db()
        assert asked.state == "refused"
        with pytest.raises(WrongState):
            give("authorisation", asked, somebody(*OWNER), now)

    def test_another_brand_vouches_for_is_signed_for_anew_by_that_brand(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        row, other = held("HY-9001"), cast.QINGFENG.slug
        Authorisation.objects.filter(pk=row.pk).update(brand=brand(other))
        bring("vouched_technicians", name="胡八")
        theirs = Authorisation.objects.get(pk=row.pk)
        assert theirs.state == "suspended"
        assert queries.situation(theirs, by=somebody("merchant_owner", other), now=now).changed
        with pytest.raises(WrongState):
            give("resumption", theirs, somebody("merchant_owner", other), now)
        assert waiting("HY-9001", other) is not None


class TestOutlet:
    @pytest.mark.parametrize(
        "other", [{"name": "青羊收款店"}, {"phone": "028-00000999"}, {"street": "短路 9 号"}], ids=str
    )
    def test_stays_what_it_is_until_the_owner_signs(self, other: dict[str, str], bring: Bring, now: datetime) -> None:
        bring("vouched_outlets")
        before = shop()
        bring("vouched_outlets", AGENT, **other)
        asked = waiting("HY-CD-77")
        assert asked is not None
        assert (shop(), says("outlet", "HY-CD-77", now)) == (before, "genuine")
        give("check", asked, somebody(*AGENT), now, papers=("licence",))
        give("authorisation", asked, somebody(*OWNER), now)
        assert shop() != before
        assert set(other.values()) < set(shop())


class TestStatement:
    def test_holds_a_digest_of_who_stands_behind_the_number_and_an_older_one_verifies_on(
        self, bring: Bring, now: datetime
    ) -> None:
        bring("vouched_technicians")
        row = held("HY-9001")
        told: dict[str, Any] = json.loads(queries.statement_of(row))
        assert (told["anxin"], told["subject"]) == (2, row.subject)
        assert "钱二" not in json.dumps(told, ensure_ascii=False)
        hotline = Authorisation.objects.filter(kind="hotline", state="authorised").first()
        assert hotline is not None
        assert "subject" not in json.loads(queries.statement_of(hotline))
        assert says("hotline", hotline.code, now) == "genuine"

    def test_signed_elsewhere_is_for_who_stood_there_when_it_was_taken_along(self, bring: Bring, now: datetime) -> None:
        private, public = signatures.fresh()
        owner = somebody(*OWNER)
        acting(lambda: actions.publish_key(brand=brand(), public=public, until_date=None, seen=None, by=owner, now=now))
        later = now + DAY
        bring("vouched_technicians", OWNER, later)
        done = signatures.signed(queries.sheet_of(brand(), now=later), private)
        Technician.objects.filter(number="HY-9001").update(called="王师傅")
        with pytest.raises(actions.BadSignature):
            acting(lambda: actions.take_signed(brand=brand(), sheet=done, by=owner, now=later))
        done = signatures.signed(queries.sheet_of(brand(), now=later), private)
        assert acting(lambda: actions.take_signed(brand=brand(), sheet=done, by=owner, now=later)) == len(
            done.statements
        )
        assert says("technician", "HY-9001", later) == "genuine"


class TestPage:
    def test_of_an_outlet_changes_its_phone_and_place_with_the_brands_signature(
        self, bring: Bring, now: datetime
    ) -> None:
        bring("vouched_outlets")
        row, before = Outlet.objects.get(code="HY-CD-77"), shop()
        told = {"phone": "028-00000999", "address": "成都市武侯区短路 9 号", "opens": "09:00–18:00"}
        for capacity in (3, 4):
            acting(
                lambda capacity=capacity: OUTLETS.give(  # type: ignore[misc]
                    "details", row=row, by=somebody(*OPERATOR), now=now, fields={**told, "capacity": capacity}
                )
            )
        row.refresh_from_db()
        assert (shop(), row.opens, row.capacity) == (before, "09:00–18:00", 4)
        asked = waiting("HY-CD-77")
        assert asked is not None
        assert [one.after for one in held_changes.changes_of(asked)][-1] == "028-00000999"
        give("check", asked, somebody(*OPERATOR), now, papers=("licence",))
        give("authorisation", asked, somebody(*OWNER), now)
        row.refresh_from_db()
        assert (row.phone, row.division, row.street) == ("028-00000999", "510107", "短路 9 号")


class TestOwner:
    def test_is_told_that_somebody_else_is_to_stand_behind_a_number(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        bring("vouched_technicians", AGENT, name="胡八")
        told = Entry.objects.filter(code="network.change_asked", stream__key=str(brand().pk))
        asked = waiting("HY-9001")
        assert asked is not None
        assert [one.facts["reference"] for one in told] == [asked.number]
        assert "network.change_asked" in {one.on for one in TABLE_OF_NOTICES if "merchant_owner" in one.to}

    def test_reads_before_a_file_is_written_what_waits_for_him(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        row = {"number": "HY-9001", "name": "胡八", "called": None, "phone": "13800000667"}
        assert held_changes.held_said("technician", [row])[0].startswith("HY-9001")
        assert held_changes.held_said("technician", [{**row, "name": "钱二"}]) == []

    def test_reads_before_a_file_is_taken_back_what_waits_for_him(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        bring("vouched_technicians", name="胡八")
        newest = ImportBatch.objects.latest("applied_at", "id")
        told = imports.foretold(newest, now=now)
        assert (told.changed, [one.startswith("HY-9001") for one in told.gaps]) == (1, [True])

    def test_of_a_word_that_begins_later_finds_him_there_from_that_day_on(self, bring: Bring, now: datetime) -> None:
        bring("vouched_technicians")
        later = {"name": "胡八", "from": "2026-12-01"}
        bring("vouched_technicians", **later)
        assert man()[1] == "钱二"
        expire_authorisations.func(now=now + 7 * DAY)
        assert man()[1] == "胡八"
        assert says("technician", "HY-9001", now + 7 * DAY) == "genuine"

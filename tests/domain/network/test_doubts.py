"""A hotline that was found false, or was another brand's, is signed for only once the desk found it genuine."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.commands import NETWORKS, TABLE
from anxin.domain.network.commands.reports import REPORTED
from anxin.domain.network.models import Authorisation, ReportedNumber
from anxin.domain.network.queries.brands_concerned import told_brands
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors

pytestmark = pytest.mark.django_db
HOTLINES = imports.table("hotlines")
FALSE = "400-000-0087"
OURS = "400-000-0079"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)
    other = people.organisation(cast.QINGFENG.slug)
    if not queries.living_keys(other, now=now).exists():
        acting(lambda: NETWORKS.give("key", row=other, by=ground.owner_of(other), now=now, fields={}))


def agent(now: datetime) -> Actor:
    account = people.account(cast.XIAO_CHEN.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


def enter(slug: str, code: str, now: datetime) -> Authorisation:
    brand = people.organisation(slug)
    fields = {"number": code, "scope": "安装", "to_date": "2027-06-30"}
    acting(lambda: NETWORKS.give("hotline", row=brand, by=ground.owner_of(brand), now=now, fields=fields))
    return Authorisation.objects.filter(code=code, brand=brand).latest("pk")


def applied(slug: str, code: str, now: datetime) -> Authorisation:
    """Have the operator enter a brand's hotline: it waits to be checked and signed."""
    brand, account = people.organisation(slug), people.account(cast.ADMIN.username)
    assert account is not None
    by = actors.actor_of_account(account, now=now)
    fields = {"number": code, "scope": "安装", "to_date": "2027-06-30"}
    acting(lambda: NETWORKS.give("hotline", row=brand, by=by, now=now, fields=fields))
    return Authorisation.objects.filter(code=code, brand=brand).latest("pk")


def give(name: str, row: Authorisation, now: datetime, **fields: object) -> None:
    acting(lambda: TABLE.give(name, row=row, by=ground.owner_of(row.brand), now=now, fields=fields))


def looked(code: str, name: str, now: datetime) -> ReportedNumber:
    row = ReportedNumber.objects.get(code=code)
    acting(lambda: REPORTED.give(name, row=row, by=agent(now), now=now, fields={"why": "打过电话，查过"}))
    return row


def found_false(now: datetime) -> ReportedNumber:
    said = actions.NumberReport(kind="hotline", code=FALSE, note="要先付 200")
    acting(lambda: actions.report(told=said, by=STRANGER, now=now))
    return looked(FALSE, "confirm", now)


def lay(folder: Path) -> Path:
    """Write a file of three hotlines: one that was found false, one that was another brand's, and a new one."""
    rows = "".join(f"{cast.QINGFENG.slug},{one},安装,2026-11-24,2027-06-30\n" for one in (FALSE, OURS, "400-000-0011"))
    file = folder / "hotlines.csv"
    file.write_text(f"brand,number,scope,from,to\n{rows}", encoding="utf-8")
    return file


def card(code: str, now: datetime) -> Any:
    return queries.genuine_card(kind="hotline", code=code, now=now)


def told(row: ReportedNumber) -> set[str]:
    return set(Notice.objects.filter(stream_key=row.pk).values_list("code", flat=True))


class TestFoundFalse:
    def test_waits_for_the_desk_whoever_enters_it_and_the_check_warns_on(self, now: datetime) -> None:
        case = found_false(now)
        row = enter(cast.QINGFENG.slug, FALSE, now)
        assert (row.state, card(FALSE, now).status) == ("checked", "reported")
        assert people.organisation(cast.QINGFENG.slug).name in told_brands(case)
        assert "number_claimed" in told(case)
        assert queries.newest_in_doubt(row.brand) == case.number
        assert not queries.sheet_of(row.brand, now=now).statements, "nor is it signed elsewhere"
        with pytest.raises(actions.InDoubt):
            give("authorisation", row, now)

    def test_and_what_was_another_brands_is_named_in_the_preview_of_a_file(self, now: datetime, tmp_path: Path) -> None:
        found_false(now)
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        sheet = tables.read(HOTLINES.columns, lay(tmp_path))
        by = ground.owner_of(people.organisation(cast.QINGFENG.slug))
        told = imports.summary(HOTLINES, sheet, imports.rehearse(HOTLINES, sheet, by=by, now=now), now=now)
        assert (told.new, told.refused) == (3, 0)
        assert [FALSE in told.gaps[0], OURS in told.gaps[1], len(told.gaps)] == [True, True, 2]
        acting(lambda: imports.apply(HOTLINES, sheet, by=by, now=now))
        states = dict(Authorisation.objects.filter(brand__slug=cast.QINGFENG.slug).values_list("code", "state"))
        assert (states[FALSE], states[OURS], states["400-000-0011"]) == ("checked", "checked", "authorised")

    def test_is_signed_once_the_desk_found_it_genuine(self, now: datetime) -> None:
        found_false(now)
        row = enter(cast.QINGFENG.slug, FALSE, now)
        looked(FALSE, "clear", now)
        give("authorisation", row, now)
        assert (card(FALSE, now).status, card(FALSE, now).looked_into) == ("genuine", "cleared")

    def test_while_its_word_was_suspended_is_not_given_again(self, now: datetime) -> None:
        row = enter(cast.QINGFENG.slug, FALSE, now)
        give("suspension", row, now, why="号码疑似被盗用")
        found_false(now)
        row.refresh_from_db()
        with pytest.raises(actions.InDoubt):
            give("resumption", row, now)
        assert card(FALSE, now).status == "suspended"

    def test_is_not_typed_as_a_brands_hotline(self, now: datetime) -> None:
        found_false(now)
        brand = people.organisation(cast.QINGFENG.slug)
        with pytest.raises(Invalid, match="F-"):
            acting(lambda: actions.correct_hotline(brand=brand, number=FALSE, by=ground.owner_of(brand), now=now))


class TestOfAnotherBrand:
    def test_that_waited_while_the_others_word_stood_is_asked_of_the_desk_once_that_ends(self, now: datetime) -> None:
        row = applied(cast.QINGFENG.slug, OURS, now)
        other = enter(cast.HEYAN.slug, OURS, now)
        said = actions.NumberReport(kind="hotline", code=OURS, note="要先付 200")
        acting(lambda: actions.report(told=said, by=STRANGER, now=now))
        looked(OURS, "clear", now)
        later = now + timedelta(hours=1)
        give("revocation", other, later, why="不用了")
        case = ReportedNumber.objects.get(code=OURS)
        waits, _over = queries.reported_numbers(agent(later), now=later)
        assert ([one.number for one in waits], "number_claimed" in told(case)) == ([case.number], True)
        give("check", row, later, papers=["number"])
        with pytest.raises(actions.InDoubt, match=case.number):
            give("authorisation", row, later)
        looked(OURS, "clear", later)
        give("authorisation", row, later)
        row.refresh_from_db()
        assert row.state == "authorised"

    def test_whose_new_word_replaces_its_old_asks_nobody(self, now: datetime) -> None:
        applied(cast.QINGFENG.slug, OURS, now)
        enter(cast.HEYAN.slug, OURS, now)
        fields = {"number": OURS, "scope": "安装", "to_date": "2027-09-30"}
        brand = people.organisation(cast.HEYAN.slug)
        acting(lambda: NETWORKS.give("hotline", row=brand, by=ground.owner_of(brand), now=now, fields=fields))
        assert not ReportedNumber.objects.exists()

    def test_is_typed_for_no_brand_until_the_desk_found_it_genuine(self, now: datetime) -> None:
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        brand = people.organisation(cast.QINGFENG.slug)

        def typed() -> None:
            acting(lambda: actions.correct_hotline(brand=brand, number=OURS, by=ground.owner_of(brand), now=now))

        with pytest.raises(Invalid, match=people.organisation(cast.HEYAN.slug).name):
            typed()
        enter(cast.QINGFENG.slug, OURS, now)
        looked(OURS, "clear", now + timedelta(hours=1))
        typed()

    def test_is_asked_of_the_desk_and_both_brands_hear_of_it(self, now: datetime) -> None:
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        row = enter(cast.QINGFENG.slug, OURS, now)
        case = ReportedNumber.objects.get(code=OURS)
        assert (row.state, card(OURS, now).status, case.state) == ("checked", "retired", "received")
        brands = {people.organisation(one.slug).name for one in (cast.HEYAN, cast.QINGFENG)}
        assert set(told_brands(case)) == brands
        assert "number_claimed" in told(case)
        assert "number_reported" not in told(case), "nobody reported it"
        waits, _over = queries.reported_numbers(agent(now), now=now)
        assert [one.number for one in waits] == [case.number]
        with pytest.raises(actions.InDoubt):
            give("authorisation", row, now)

    def test_found_genuine_is_signed_and_the_check_says_whose_it_was(self, now: datetime) -> None:
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        row = enter(cast.QINGFENG.slug, OURS, now)
        looked(OURS, "clear", now)
        give("authorisation", row, now)
        found = card(OURS, now)
        assert found.genuine
        assert [one.brand for one in found.formerly] == [people.organisation(cast.HEYAN.slug).name]

    def test_found_false_is_signed_by_nobody(self, now: datetime) -> None:
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        row = enter(cast.QINGFENG.slug, OURS, now)
        looked(OURS, "confirm", now)
        with pytest.raises(actions.InDoubt):
            give("authorisation", row, now)

    def test_its_own_retired_number_a_brand_takes_up_again_unasked(self, now: datetime) -> None:
        give("revocation", enter(cast.HEYAN.slug, OURS, now), now, why="不用了")
        assert enter(cast.HEYAN.slug, OURS, now).state == "authorised"
        assert not ReportedNumber.objects.filter(code=OURS).exists()

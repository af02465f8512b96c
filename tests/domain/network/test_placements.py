"""Somebody whom others engage is taken into another outlet's list, and sent from there once there is a yes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import PLACEMENTS
from anxin.domain.network.models import Authorisation, Outlet, Placement, Technician
from anxin.domain.network.queries import subjects, technicians
from anxin.domain.network.queries.homes import sending_homes
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from tests import builders, races
from tests.domain.network.test_desk import somebody

pytestmark = pytest.mark.django_db
HEAD = "brand,number,name,phone,outlet,since,username,from,to"
FIRST = "{brand},PL-1,钱二,13800000091,AX-CD-01,2024-03-01,pl-1.qian,2026-11-24,2027-06-30"
SECOND = "{brand},PL-1,,,{outlet},,,2026-11-24,2027-06-30"
DAY = timedelta(days=1)
A, B = cast.HEYAN.slug, cast.QINGFENG.slug


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Callable[..., imports.ImportReport]:
    """Lay the cast with one technician of brand A; give a brand's owner who brings one row of him."""
    ground.lay(now=now)
    for outlet in Outlet.objects.all():
        for brand in (A, B):
            network.widen(outlet=outlet, brand=people.organisation(brand), division="510107", now=now)

    def brought(brand: str, row: str) -> imports.ImportReport:
        path, known = tmp_path / "technicians.csv", imports.table("vouched_technicians")
        path.write_text(f"{HEAD}\n{row}", encoding="utf-8")
        sheet, owner = tables.read(known.columns, path), somebody("merchant_owner", brand)
        return acting(lambda: imports.apply(known, sheet, by=owner, now=now, partial=True))

    assert brought(A, FIRST.format(brand=A)).count("new") == 1
    return brought


def him() -> Technician:
    return Technician.objects.get(number="PL-1")


def own() -> Actor:
    return Actor(kind="technician", id=str(him().account_id), roles=frozenset({"technician"}))


def works() -> set[tuple[str, str]]:
    return set(him().engagements.filter(to_at=None).values_list("outlet__code", "brand__slug"))


def answer(name: str, by: Actor, now: datetime) -> None:
    row = Placement.objects.get(state="asked")
    acting(lambda: PLACEMENTS.give(name, row=row, by=by, now=now, fields={}))


def told(code: str) -> set[str]:
    rows = Notice.objects.filter(code=code).select_related("account")
    return {one.account.username for one in rows if one.account}


class TestRace:
    """He says no to a placement while the brand revokes its word for him."""

    @pytest.mark.django_db(transaction=True)
    def test_ends_both_whole_whoever_comes_first(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        bring(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        word = Authorisation.objects.filter(brand__slug=B, code="PL-1").latest("id")
        owner = somebody("merchant_owner", B)
        with races.line(2) as drawn:
            for turn in range(6):
                Authorisation.objects.filter(pk=word.pk).update(state="authorised", ended_at=None)
                asked = Placement.objects.latest("id")
                Placement.objects.filter(pk=asked.pk).update(state="asked")
                tries: list[str] = []

                def revoke(tries: list[str] = tries) -> None:
                    tries.append("revoke")
                    network.revoke(authorisation=fresh(word), why="不再合作", by=owner, now=now)

                def refuse(tries: list[str] = tries, asked: Placement = asked) -> None:
                    tries.append("refuse")
                    PLACEMENTS.give("refuse", row=fresh(asked), by=own(), now=now, fields={})

                works = [revoke, refuse]
                outcomes = drawn.run(*(works if turn % 2 else works[::-1]))
                assert any(one.won for one in outcomes)
                word.refresh_from_db()
                asked.refresh_from_db()
                assert word.state == "revoked"
                assert asked.state in ("refused", "withdrawn")
                assert (asked.state == "refused") is outcomes[turn % 2].won
                assert len(tries) == 2 or not drawn.inside  # neither waited for the other's lock, and began anew


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


class TestPlacement:
    def test_waits_is_told_to_him_and_to_who_leads_him_and_begins_with_the_yes(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        assert bring(B, SECOND.format(brand=B, outlet="AX-DG-01")).count("new") == 1
        assert works() == {("AX-CD-01", A)}
        assert told("placement_asked") == {"pl-1.qian"}
        assert cast.BOSS_HE.username in told("placement_waits")
        word = Authorisation.objects.filter(brand__slug=B, code="PL-1").latest("id")
        assert [one.rpartition(" ")[2] for one in subjects.subject_of(word, now=now).asked] == ["AX-DG-01"]
        assert bring(B, SECOND.format(brand=B, outlet="AX-DG-01")).count("same") == 1
        answer("agree", own(), now)
        assert works() == {("AX-CD-01", A), ("AX-DG-01", B)}
        assert Notice.objects.filter(code="placed", account__roles__organisation__slug=B).exists()

    def test_is_agreed_to_by_who_leads_an_outlet_of_his_and_by_nobody_of_the_new_one(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        bring(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        asked = Placement.objects.get()
        with pytest.raises(AnxinError):
            answer("agree", somebody("outlet_manager", asked.outlet.organisation.slug), now)
        with pytest.raises(AnxinError):
            answer("agree", somebody("merchant_owner", B), now)
        answer("agree", builders.actor(cast.BOSS_HE, now=now), now)
        assert ("AX-DG-01", B) in works()

    def test_that_is_refused_ends_the_brands_word_and_the_brand_is_told(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        bring(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        answer("refuse", own(), now)
        assert works() == {("AX-CD-01", A)}
        states = Authorisation.objects.filter(brand__slug=B, code="PL-1").values_list("state", flat=True)
        assert set(states) <= {"refused", "revoked"}
        assert Notice.objects.filter(code="not_placed", account__roles__organisation__slug=B).exists()
        assert bring(B, SECOND.format(brand=B, outlet="AX-DG-01")).count("new") == 1, "he may be asked again"

    def test_leaves_him_where_he_works_for_the_brand_until_the_yes(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        bring(B, SECOND.format(brand=B, outlet="AX-CD-01"))
        bring(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        assert works() == {("AX-CD-01", A), ("AX-CD-01", B)}
        answer("refuse", own(), now)
        assert Authorisation.objects.filter(brand__slug=B, code="PL-1", state="authorised").exists()

    def test_goes_with_the_row_or_the_import_that_asked(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        bring(B, SECOND.format(brand=B, outlet="AX-CD-01"))
        batch = bring(B, SECOND.format(brand=B, outlet="AX-CD-01、AX-DG-01")).batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=somebody("merchant_owner", B), now=now))
        assert Placement.objects.get().state == "withdrawn"
        bring(B, SECOND.format(brand=B, outlet="AX-CD-01、AX-DG-01"))
        bring(B, SECOND.format(brand=B, outlet="AX-CD-01"))
        assert set(Placement.objects.values_list("state", flat=True)) == {"withdrawn"}
        assert told("placement_over") == {"pl-1.qian"}

    def test_is_said_before_the_file_is_written(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        rows = [{"brand": B, "number": "PL-1", "outlet": "AX-CD-01, AX-DG-01"}]
        (said,) = imports.table("vouched_technicians").gaps(rows, now)
        assert "PL-1" in said
        assert "AX-DG-01" in said


class TestOutletsOfOneName:
    def test_are_told_apart_in_the_lists_of_technicians(
        self, bring: Callable[..., imports.ImportReport], now: datetime
    ) -> None:
        def homes() -> tuple[str, ...]:
            return technicians.rows_of(Technician.objects.filter(number="PL-1"), now=now)[0].outlets

        first, other = (Outlet.objects.get(code=code).organisation for code in ("AX-CD-01", "AX-DG-01"))
        assert homes() == (first.name,)
        other.name = first.name
        other.save()
        assert homes() == (f"{first.name} AX-CD-01",)
        assert sending_homes(["PL-1"], now=now).called == {"PL-1": f"{first.name} AX-CD-01"}

"""A repair's dossier: what happened and what it cost, with every picture, checked without this installation."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from anxin.commands import dossier as verifier
from anxin.core.actors import Actor
from anxin.core.streams.hashing import instant
from anxin.demo import cast
from anxin.domain.evidence import queries as evidence
from anxin.domain.repairs import queries
from anxin.faces.ground import case_dossiers
from tests import builders
from tests.domain.visits.test_moved_windows import away, move, tomorrow

pytestmark = pytest.mark.django_db
OPERATOR = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")


@pytest.fixture
def packed(now: datetime) -> bytes:
    one = builders.a_repair(now=now, at="closed")
    with evidence.build(queries.dossier(one.repair, reader=OPERATOR), now=one.now) as out:
        return out.read()


def page(content: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return json.loads(pack.read(f"{name}.json"))


def changed(content: bytes, name: str, work: Callable[[bytes], bytes]) -> zipfile.ZipFile:
    """Return the pack with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as pack, zipfile.ZipFile(out, "w") as other:
        for one in pack.namelist():
            other.writestr(one, work(pack.read(one)) if one == name else pack.read(one))
    return zipfile.ZipFile(out)


class TestDossier:
    def test_holds_with_every_picture_the_chain_tells_of(self, packed: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            lines = list(verifier.verify(pack))
        pictures = page(packed, "pictures")
        assert f"{len(pictures)} pictures are those the chain tells of" in lines
        assert {one["of"] for one in pictures if one["label"].startswith("T")} >= {"before", "plate", "work", "after"}
        assert all(one["file"] for one in pictures)

    def test_says_what_was_promised_done_and_paid(self, packed: bytes) -> None:
        case, (visit,), (bill,) = page(packed, "case"), page(packed, "visits"), page(packed, "bills")
        assert (case["state"], visit["state"], bill["state"]) == ("closed", "finished", "paid")
        assert visit["technician"] == cast.MASTER_LUO.number
        assert bill["paid_fen"] == bill["total_fen"] == sum(one["amount_fen"] for one in bill["lines"])
        assert page(packed, "quotes")[-1]["state"] == "agreed"
        assert {one["kind"] for one in page(packed, "clocks")} >= {"repairs.acknowledged", "repairs.assigned"}

    def test_gives_the_windows_in_their_order_and_which_of_them_holds(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        first = one.visit.wanted_from_at
        move(one)
        with evidence.build(queries.dossier(one.repair, reader=OPERATOR), now=one.now) as out:
            case = page(out.read(), "case")
        told = [(window["from_at"], window["state"], window["holds"]) for window in case["windows"]]
        assert told == [(instant(first), "rescheduled", False), (instant(tomorrow(one)), "confirmed", True)]

    def test_gives_the_window_that_is_wanted_now_and_the_one_of_the_report(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        first = one.visit.wanted_from_at
        away(one)
        move(one)
        with evidence.build(queries.dossier(one.repair, reader=OPERATOR), now=one.now) as out:
            case = page(out.read(), "case")
        assert (case["wanted_from"], case["wanted_at_report"]["from"]) == (instant(tomorrow(one)), instant(first))
        assert not any(window["holds"] for window in case["windows"])

    def test_holds_nobodys_plain_name_phone_or_street(self, packed: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            text = "".join(pack.read(one).decode() for one in pack.namelist() if not one.startswith("pictures/"))
        for plain in (cast.MS_ZHANG.name, cast.MS_ZHANG.phone, cast.MS_ZHANG.address):
            assert plain not in text

    def test_holds_one_page_that_people_read_with_all_that_the_pages_say(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        with evidence.build(case_dossiers.repair(one.repair, reader=OPERATOR), now=one.now) as out:
            content = out.read()
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            document = pack.read("卷宗.html").decode()
            assert not any("broken" in line for line in verifier.verify(pack))
        for said in (
            one.repair.number,
            "指纹没反应",
            "上门",
            "报价、配件与账单",
            cast.MASTER_LUO.number,
            "全部留痕",
        ):
            assert said in document, said
        assert document.count('src="pictures/') == len(page(content, "pictures"))
        assert "<script" not in document
        assert cast.MS_ZHANG.name not in document
        assert {one["kind"] for one in page(content, "people")} >= {"customer", "staff", "technician"}
        assert {one["code"] for one in page(content, "texts")} <= {"privacy", "terms"}

    def test_breaks_where_a_picture_or_the_list_of_them_is_changed(self, packed: bytes) -> None:
        name = page(packed, "pictures")[0]["file"]
        for part in (name, "pictures.json"):
            with changed(packed, part, lambda old: old + b" ") as pack, pytest.raises(verifier.Broken):
                list(verifier.verify(pack))

    def test_is_taken_by_some_roles_only(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        for role in ("agent", "dispatcher", "finance", "quality", "technician", "customer"):
            with pytest.raises(queries.NoDossierOfRepair):
                queries.dossier(one.repair, reader=Actor(kind="staff", id="1", roles=frozenset({role}), via="page"))

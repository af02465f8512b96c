"""The story's claims: those without pictures told here, all of them in the long run; the pictures and their truth."""

import json
from datetime import datetime, timedelta

import pytest

from anxin.core.errors import AnxinError
from anxin.demo import album, disputes, docket, ground
from anxin.demo.disputes import Dispute
from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.labels import tc260

# How the cases that need no picture stand today.
STANDS = {
    "standing_missing": ("closed", "paid"),
    "not_received": ("closed", "paid"),
    "found_wanting": ("review", ""),
    "returned": ("closed", "paid"),
    "platform_repaid": ("closed", "repaid"),
    "platform_demanded": ("outcome_taken", "platform_refunded"),
    "withdrawn": ("withdrawn", "withdrawn"),
    "waits_held": ("merchant_answer", ""),
    "waits_soon": ("merchant_answer", ""),
    "sent_back": ("waiting_return", ""),
    "inspecting": ("inspecting", ""),
    "offered": ("offer_made", ""),
    "asked": ("need_evidence", ""),
    "platform": ("merchant_answer", ""),
}


def _case(name: str) -> Dispute:
    return next(one for one in docket.CASES if one.name == name)


@pytest.mark.django_db(transaction=True)
class TestDocket:
    def test_tells_cases_without_pictures(self, now: datetime) -> None:
        ground.lay(now=now)
        disputes.advance_answers(now=now - timedelta(days=40))
        stands = {}
        for name in STANDS:
            claim = disputes.tell(_case(name), now=now).claim
            stands[name] = (claim.state, claim.outcome)
        assert stands == STANDS

    def test_refuses_a_case_that_ends_after_today(self, now: datetime) -> None:
        ground.lay(now=now)
        early = next(one for one in docket.CASES if one.name == "returned")
        with pytest.raises((RuntimeError, AnxinError)):
            disputes.tell(Dispute(**{**vars(early), "days": 1.0}), now=now)


class TestAlbum:
    def test_holds_every_picture_of_the_docket(self) -> None:
        named = {name for one in docket.CASES for name in (*one.pictures, *one.packing, *one.listing)}
        assert {name for name in named if not album.content(name).startswith(b"\xff\xd8\xff")} == set()

    def test_is_small_enough_for_the_package(self) -> None:
        assert sum(one.stat().st_size for one in album.FOLDER.iterdir()) <= 8_000_000

    def test_says_the_truth_of_each_picture(self) -> None:
        rows = {one["name"]: one for one in json.loads((album.FOLDER / "pictures.json").read_text(encoding="utf-8"))}
        assert set(rows) == {one.stem for one in album.FOLDER.glob("*.jpg")}
        assert all(one["bytes"] == (album.FOLDER / f"{name}.jpg").stat().st_size for name, one in rows.items())

    def test_has_one_label_written_as_the_standard_says_and_one_stale_date(self) -> None:
        data = album.content("cup-painted-1")
        (label,) = tc260.read(walk(data), data)
        assert label.facts["fields"]["Label"] == "1"
        assert b"2024:03:02" in album.content("cup-stale-1")

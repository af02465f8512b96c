"""Claims that a house writes out for another: in any state, with their originals, each going on to its end there."""

import hashlib
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from anxin.commands import as_import
from anxin.core import clocks, imports, later, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.tables import Values
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import lookup
from anxin.domain.evidence.models import Link
from tests.builders import actor, ground
from tests.claim_builders import Walked, a_claim, drawn, jpeg, pack, refund, refuse
from tests.domain.claims.test_takeovers import brought, line
from tests.evidence_builders import CUP, a_purchase

pytestmark = pytest.mark.django_db
LISTING, CRACKED, SHELF = jpeg(drawn(7)), jpeg(drawn(7, crack=True)), jpeg(drawn(21))
CLAIMS = imports.table("claims")


def _filed(now: datetime, state: str, **asked: str) -> Walked:
    return a_claim(now=now, order=f"YT-{state}", **asked)  # type: ignore[arg-type]


def _seen(now: datetime) -> Walked:
    purchase = a_purchase(now=now, order="YT-merchant_answer")
    pack(purchase, LISTING, now=now - timedelta(days=4), role="listing")
    one = a_claim(now=now, purchase=purchase, pictures=(CRACKED, SHELF))
    one.run()
    return one


def _offered(now: datetime) -> Walked:
    one = _filed(now, "offer_made")
    said = {"remedy": "refund_part", "amount_fen": 13400, "reason": "补您一半"}
    one.do(lambda: claims.offer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **said))  # type: ignore[arg-type]
    return one


def _asked_for_more(now: datetime) -> Walked:
    one = a_claim(now=now, at="review", order="YT-need_evidence")
    said = {"kind": "link", "text": "换个角度，\r\n再拍一张"}
    one.do(lambda: claims.ask_evidence(claim=one.claim, by=one.by(cast.LIN), now=one.now, **said))
    return one


def _agreed(now: datetime) -> Walked:
    one = _filed(now, "waiting_return", type="return", reason="defective")
    one.agree()
    return one


def _refused(now: datetime) -> Walked:
    one = a_claim(now=now, at="review", order="YT-refused")
    one.propose(refuse())
    one.wait(days=8)
    return one


def _withdrawn(now: datetime) -> Walked:
    one = _filed(now, "withdrawn")
    one.do(lambda: claims.withdraw(claim=one.claim, why="不用了", by=one.buyer, now=one.now))
    return one


def _before_a_platform(now: datetime) -> Walked:
    one = _filed(now, "platform", platform_ref="PT-7")
    one.answer("发出时是好的")
    return one


STORIES: dict[str, tuple[str, Callable[[datetime], Walked]]] = {  # first those that let days pass
    "closed": ("closed", lambda now: a_claim(now=now, at="closed", order="YT-closed")),
    "refused": ("closed", _refused),
    "merchant_answer": ("merchant_answer", _seen),
    "review": ("review", lambda now: a_claim(now=now, at="review", order="YT-review")),
    "decided": ("decided", lambda now: a_claim(now=now, at="decided", order="YT-decided")),
    "offer_made": ("offer_made", _offered),
    "need_evidence": ("need_evidence", _asked_for_more),
    "waiting_return": ("waiting_return", _agreed),
    "withdrawn": ("withdrawn", _withdrawn),
    "platform": ("merchant_answer", _before_a_platform),
}


def _file(name: str, folder: Path, now: datetime) -> Path:
    file = folder / f"{name}.xlsx"
    as_import.lay(imports.table(name), file, now=now)
    return file


def _bring(name: str, file: Path, now: datetime, *packs: Path) -> imports.ImportReport:
    known = imports.table(name)
    given = [imports.PackedFile(name=one.name, path=one) for one in packs]
    pack_ = imports.unpack(given, by=SYSTEM, now=now) if given else None
    sheet = imports.attached(known, tables.read(known.columns, file), pack_)
    return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now))


def _told(key: Values) -> Values:
    found = CLAIMS.find(key)
    assert found is not None
    return found


class TestMovesHouse:
    def test_with_every_state_every_original_and_every_deadline(
        self, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ground.lay(now=now)
        house = transaction.savepoint_create()
        walked = {story: walk(now).claim for story, (_state, walk) in STORIES.items()}
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        brought(tmp_path, line("executing", old="TK-9"), now=now)
        numbers = {story: row.number for story, row in walked.items()}
        numbers["executing"] = Claim.objects.get(taken_over__old_number="TK-9").number
        sealed = {one.file.sha256: one.side for one in Link.objects.filter(stream_kind="claim")}
        assert {hashlib.sha256(one).hexdigest() for one in (LISTING, CRACKED, SHELF)} == set(sealed)
        before = {one["old_number"]: dict(one) for one in imports.held(CLAIMS, on=now.date())}
        assert set(before) == set(numbers.values())
        due = {
            row.number: sorted((one.kind, one.due_at) for one in clocks.open_clocks(row.stream()))
            for row in Claim.objects.exclude(state__in=["closed", "withdrawn"])
        }
        orders, file = _file("purchases", tmp_path, now), _file("claims", tmp_path, now)
        packs = sorted(tmp_path.glob("claims-*.zip"))
        assert as_import.tried(CLAIMS, file, wrote=len(numbers)) == 0
        assert f"of which {len(numbers)} are read back as they are here" in capsys.readouterr().out
        assert _bring("claims", file, now, *packs).count("same") == len(numbers)
        transaction.savepoint_rollback(house)
        assert not Claim.objects.exists()

        _bring("purchases", orders, now)
        report = _bring("claims", file, now, *packs)

        assert (report.count("new"), report.refused) == (len(numbers), [])
        moved = Claim.objects.get(taken_over__old_number=numbers["executing"])
        for number in ("TK-9", "tk-9", numbers["executing"]):
            assert [one.id for one in queries.search(number, actor=actor(cast.LIN, now=now), now=now)] == [moved.id]
            assert lookup.claim(number, actor=actor(cast.LIN, now=now), now=now) == moved
        again = brought(tmp_path, line("closed", old="TK-9"), now=now).refused
        assert [list(one.reasons) for one in again] == [["earlier_numbers"]]
        states = {one.taken_over.old_number: one.state for one in Claim.objects.select_related("taken_over")}
        wanted = {numbers[story]: state for story, (state, _walk) in STORIES.items()}
        assert states == {**wanted, numbers["executing"]: "executing"}
        assert {key: _told({"seller": one["seller"], "old_number": key}) for key, one in before.items()} == before
        brought_here = {one.file.sha256: one.side for one in Link.objects.filter(stream_kind="claim")}
        assert brought_here == sealed
        for row in Claim.objects.exclude(state__in=["closed", "withdrawn", "executing"]).select_related("taken_over"):
            here = {one.kind: one.due_at for one in clocks.open_clocks(row.stream())}
            there = dict(due[row.taken_over.old_number])
            own = {kind for kind in here if kind in there and kind not in ("claims.ceiling", "claims.decision")}
            assert own or row.state == "review" or row.platform_ref, (row.state, here, there)
            assert all(abs(here[kind] - there[kind]) < timedelta(minutes=1) for kind in own), (row.state, here, there)
        assert _bring("claims", file, now, *packs).count("same") == len(numbers)
        assert timeline.verify() == []

    def test_where_they_are_found_by_their_number_and_end(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        house = transaction.savepoint_create()
        numbers = {one: STORIES[one][1](now).claim.number for one in ("review", "closed", "waiting_return")}
        orders, file = _file("purchases", tmp_path, now), _file("claims", tmp_path, now)
        transaction.savepoint_rollback(house)
        _bring("purchases", orders, now)
        _bring("claims", file, now)
        row = Claim.objects.get(taken_over__old_number=numbers["review"])
        himself = Actor(kind="customer_phone", id=str(row.buyer_id), roles=frozenset({"customer"}))
        for by in (actor(cast.LIN, now=now), actor(cast.MERCHANT_OWNER, now=now), himself):
            assert [one.number for one in queries.search(numbers["review"], actor=by, now=now)] == [row.number]
        acting(lambda: claims.propose(claim=row, ruling=refund(row.asked_fen), by=actor(cast.LIN, now=now), now=now))
        after = now + timedelta(days=8)
        clocks.sweep(after)
        later.run_due(after)
        row = Claim.objects.get(pk=row.pk)
        assert (row.state, row.outcome, lookup.left_of(row.purchase)) == ("closed", "paid", 0)
        gone = Claim.objects.get(taken_over__old_number=numbers["closed"])
        assert lookup.left_of(gone.purchase) == 0, "what went back there can't go back here once more"
        returning = Claim.objects.get(taken_over__old_number=numbers["waiting_return"])
        answer = returning.answers.get()
        assert (answer.kind, returning.decisions.get().remedy) == ("agree", "return")


class TestBeside:
    def test_names_every_original_by_its_hash_and_lists_the_hashes_of_all_files(
        self, now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=now)
        number = _seen(now).claim.number
        file = _file("claims", tmp_path, now)
        listed = dict(reversed(one.split("  ")) for one in (tmp_path / "claims.xlsx.sha256").read_text().splitlines())
        there = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in (file, tmp_path / "claims-1.zip")}
        assert listed == there
        assert all(one.stat().st_mode & 0o077 == 0 for one in tmp_path.iterdir())
        with zipfile.ZipFile(tmp_path / "claims-1.zip") as laid:
            named = {name: hashlib.sha256(laid.read(name)).hexdigest() for name in laid.namelist()}
        assert named == {f"{number}/{sha}.jpg": sha for sha in named.values()}
        assert len(named) == 3

    def test_parts_what_is_more_than_a_page_takes(
        self, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ground.lay(now=now)
        _seen(now)
        monkeypatch.setattr("anxin.commands.attachments.ENTRIES", 2)
        _file("claims", tmp_path, now)
        counts = [len(zipfile.ZipFile(one).namelist()) for one in sorted(tmp_path.glob("claims-*.zip"))]
        assert counts == [2, 1]

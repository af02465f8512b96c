"""Somebody lays hands on evidence: other bytes, another file, another merchant's, a label that was planted."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anxin.commands import dossier
from anxin.commands import timeline as command
from anxin.core import files, later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.files import store
from anxin.core.vault import Tampered
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as originals
from anxin.domain.evidence.models import Examination, Link
from anxin.engines import evidence as engine
from tests import claim_builders
from tests.claim_builders import drawn, jpeg, sealed
from tests.faces.api.program import Program

# bytes and pictures, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Of = Callable[[cast.Organisation], Program]


def bought(one: claim_builders.Walked) -> Link:
    """Give the buyer's picture."""
    return Link.objects.select_related("file").get(stream_kind="claim", label="B1", stream_key=one.claim.id)


def packed(one: claim_builders.Walked) -> bytes:
    """Take the dossier away, as an inspector would."""
    row = queries.claim_by_key(str(one.claim.id))
    with originals.build(queries.dossier(row, now=one.now), now=one.now) as out:
        return out.read()


class TestSwappedBytes:
    @pytest.fixture(params=["a byte", "another sealed file", "an empty file", "no file"])
    def swapped(self, contested: Any, request: pytest.FixtureRequest) -> claim_builders.Walked:
        one: claim_builders.Walked = contested
        file = bought(one).file
        place = store.place(file.sha256, file.id)
        content = bytearray(place.read_bytes())
        if request.param == "a byte":
            content[len(content) // 2] ^= 1
        elif request.param == "another sealed file":
            other = sealed(jpeg(drawn(44)), now=one.now)
            content = bytearray(store.place(other.sha256, other.id).read_bytes())
        elif request.param == "an empty file":
            content = bytearray()
        place.chmod(0o600)
        place.write_bytes(content)
        if request.param == "no file":
            place.unlink()
        return one

    def test_are_never_shown_as_the_original(self, swapped: claim_builders.Walked) -> None:
        with pytest.raises((Tampered, files.Lost)):
            list(files.open_(bought(swapped).file))

    def test_are_an_outcome_that_stands_in_the_record(self, swapped: claim_builders.Walked) -> None:
        link = bought(swapped)
        acting(lambda: evidence.examine_again(link=link, by=SYSTEM, now=swapped.now))
        later.run_due(swapped.now)
        seen = Examination.objects.filter(link=link).order_by("-number")[0]
        assert seen.state == "not_possible"
        assert seen.why in ("tampered", "lost")
        told = [one for one in timeline.read(link.stream()) if one.code == "examination.give_up"]
        assert told[-1].facts["reason"] == seen.why

    def test_get_into_no_dossier(self, swapped: claim_builders.Walked) -> None:
        with pytest.raises((Tampered, files.Lost)):
            packed(swapped)


class TestSwappedRow:
    def test_that_names_another_file_is_named(self, contested: Any, capsys: pytest.CaptureFixture[str]) -> None:
        link = bought(contested)
        other = sealed(jpeg(drawn(45)), now=contested.now)
        Link.objects.filter(pk=link.pk).update(file=other)
        (found,) = timeline.verify()
        assert (found.code, found.stream, found.row.split()[:2]) == (
            "timeline.row_differs",
            link.stream(),
            ["evidence.link", "B1"],
        )
        assert timeline.verify_stream(link.stream()) == found
        assert command.report() == 1
        assert str(link.id) in capsys.readouterr().out
        with zipfile.ZipFile(io.BytesIO(packed(contested))) as pack, pytest.raises(dossier.Broken, match="B1"):
            list(dossier.verify(pack))

    @pytest.mark.parametrize("change", ["sealed_at", "side", "gone"])
    def test_that_says_something_else_is_named(self, contested: Any, change: str) -> None:
        link = Link.objects.get(stream_kind="claim", label="S1", stream_key=contested.claim.id)
        link_id = link.pk
        if change == "gone":
            link.examinations.all().delete()
            link.delete()
        else:
            Link.objects.filter(pk=link.pk).update(
                **{"sealed_at": link.linked_at} if change == "sealed_at" else {"side": "buyer"}
            )
        found = timeline.verify()
        assert {one.code for one in found} == {"timeline.row_differs"}
        assert any(str(link_id) in one.row for one in found)


class TestAnothersEvidence:
    def test_is_nowhere_to_be_had(
        self, contested: Any, program: Of, sits: Callable[[cast.Member], Client], caplog: pytest.LogCaptureFixture
    ) -> None:
        number, link = contested.claim.number, bought(contested)
        theirs = program(cast.HEYAN)
        content = jpeg(drawn(46))
        answers = [theirs.asks(f"/claims/{number}{path}") for path in ("", "/timeline", "/dossier")]
        answers += [theirs.brings(number, content, role="packing")]
        owner = sits(cast.HEYAN_OWNER)
        for path in ("", "pictures/B1/", "heats/B1/", "originals/B1/", "pack/"):
            answers += [owner.get(f"/merchant/claims/{number}/{path}"), owner.post(f"/merchant/claims/{number}/{path}")]
        assert {one.status_code for one in answers} <= {403, 404, 405}
        with pytest.raises(originals.NoSuchLink):
            originals.link(str(link.id), kind="claim", actor=contested.by(cast.HEYAN_OWNER), now=contested.now)
        logged = [row.msg for row in caplog.records if row.name == "anxin.request" and isinstance(row.msg, dict)]
        assert sum(row.get("status") in (403, 404, 405) for row in logged) >= len(answers)
        assert not timeline.verify()


class TestOtherSidesOriginals:
    def test_stay_there_when_a_merchants_program_takes_the_dossier(self, contested: Any, program: Of) -> None:
        content = b"".join(program(cast.MERCHANT).asks(f"/claims/{contested.claim.number}/dossier"))
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            inside = [one.split("/")[1].split("-")[0] for one in pack.namelist() if one.startswith("originals/")]
            looks = json.loads(pack.read("examinations.json"))
            lines = list(dossier.verify(pack))
        assert b"".join(files.open_(bought(contested).file)) not in content
        assert inside
        assert {one[0] for one in inside} == {"S"}
        assert not [one for one in looks if one["report"]]
        assert any("stay with the other side" in one for one in lines)

    def test_and_dossiers_are_taken_by_program_by_no_role_that_takes_none_on_its_page(
        self, contested: Any, program: Of, sits: Callable[[cast.Member], Client]
    ) -> None:
        number = contested.claim.number
        refused = program(cast.OPERATOR).asks(f"/claims/{number}/dossier")
        assert (refused.status_code, refused.json()["code"]) == (403, "claims.not_yours_to_take")
        assert sits(cast.XIAO_CHEN).post(f"/desk/claims/{number}/dossier/").status_code == 403
        told = queries.timeline_of(queries.claim_by_key(str(contested.claim.id)), actor=contested.by(cast.LIN))
        assert "evidence.exported" not in [line.code for line in told]


class TestPlantedLabel:
    @pytest.mark.parametrize("says", ["generated", "possibly", "suspected"])
    def test_is_only_declared_and_never_strong(self, says: str, contested: Any) -> None:
        planted = engine.label(jpeg(drawn(47)), says=says, propagator="某平台(示例)").data
        contested.hand_in(planted, by=contested.buyer, role="second_angle")
        contested.run()
        view = contested.view(contested.by(cast.LIN)).evidence[-1]
        assert view.examination is not None
        report = view.examination.report or {}
        assert (report["label"]["found"], report["label"]["says"]) == (True, says)
        assert report["label"]["strength"] == "moderate"
        assert not [one for one in report["findings"] if one["family"] == "label" and one["strength"] == "strong"]

    def test_decides_nothing_and_asks_for_a_second_person(self, contested: Any) -> None:
        contested.hand_in(engine.label(jpeg(drawn(48)), says="generated").data, by=contested.buyer, role="second_angle")
        contested.run()
        assert contested.claim.state == "review"
        row = contested.propose()
        assert (row.state, row.second_why) == ("proposed", "label")

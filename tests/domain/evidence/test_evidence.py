"""Evidence: links with their time, examinations with an outcome, dossiers that hold and break."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from anxin.commands import dossier as verifier
from anxin.commands import dossier_language
from anxin.core import clocks, files, later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import StreamKey
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import gateway, queries
from anxin.domain.evidence.models import Examination, Link
from anxin.domain.evidence.queries import Dossier
from anxin.engines import evidence as engine
from tests.evidence_builders import a_purchase, drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
SEED = 7
PACKED: list[bytes] = []


def _receive(
    stream: StreamKey, content: bytes, *, side: str, role: str, now: datetime, claimed_at: datetime | None = None
) -> Link:
    file = sealed(content, now=now)
    party = "person:buyer" if side == "buyer" else "organisation:shop"
    return acting(
        lambda: evidence.receive(
            file=file,
            stream=stream,
            owner_key="shop",
            order_key="O-1",
            party_key=party,
            side=side,
            role=role,
            by=SYSTEM,
            now=now,
            claimed_at=claimed_at,
        )
    )


@pytest.fixture
def stream(now: datetime) -> StreamKey:
    from anxin.domain.goods.actions.purchases import stream_of

    return stream_of(a_purchase(now=now))


class TestReceive:
    def test_gives_the_same_link_for_the_same_original(self, stream: StreamKey, now: datetime) -> None:
        first = _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
        again = _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now + timedelta(hours=1))
        assert (again.id, again.label) == (first.id, "B1")

    def test_counts_from_when_this_party_sealed_it(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
        copied = _receive(stream, jpeg(drawn(1)), side="merchant", role="packing", now=now + timedelta(days=1))
        assert copied.sealed_at == now + timedelta(days=1)

    @pytest.mark.parametrize("role", ["packing", "brought"])
    def test_refuses_a_role_of_another_side_or_of_another_system(
        self, role: str, stream: StreamKey, now: datetime
    ) -> None:
        with pytest.raises(evidence.NotTaken):
            _receive(stream, jpeg(drawn(1)), side="buyer", role=role, now=now)

    def test_shows_it_to_parties_only(self, stream: StreamKey, now: datetime) -> None:
        link = _receive(stream, jpeg(drawn(1)), side="merchant", role="packing", now=now)
        for member, sees in ((cast.MERCHANT_OWNER, True), (cast.LIN, True), (cast.HEYAN_OWNER, False)):
            seen = queries.visible_to(actor(member, now=now), "purchase", now=now).filter(pk=link.pk).exists()
            assert seen is sees, member.username


class TestExamination:
    def test_finds_the_seller_s_shot_under_a_crack_and_says_when_it_was_sealed(
        self, stream: StreamKey, now: datetime
    ) -> None:
        _receive(stream, jpeg(drawn(SEED)), side="merchant", role="listing", now=now - timedelta(days=5))
        claimed = now
        faked = _receive(
            stream, jpeg(drawn(SEED, crack=True)), side="buyer", role="detail", now=now, claimed_at=claimed
        )
        later.run_due(now)
        seen = Examination.objects.get(link=faked)
        assert seen.state == "done"
        assert seen.attention == "high", seen.reasons
        assert "consistency.changed.before" in seen.reasons
        view = next(one for one in queries.views_of(stream, deep=True) if one.label == "B1")
        assert view.examination is not None
        assert (view.examination.reference, view.examination.reference_time) == ("S1", "before")

    def test_raises_nothing_from_a_picture_sealed_after_the_claim(self, stream: StreamKey, now: datetime) -> None:
        honest = _receive(stream, jpeg(drawn(SEED, crack=True)), side="buyer", role="detail", now=now, claimed_at=now)
        after = now + timedelta(hours=2)
        late = _receive(stream, jpeg(drawn(SEED)), side="merchant", role="packing", now=after, claimed_at=now)
        later.run_due(after)
        acting(lambda: evidence.examine_again(link=honest, by=SYSTEM, now=after))
        later.run_due(after)
        seen = Examination.objects.filter(link=honest).order_by("-number")[0]
        assert (seen.number, seen.state, seen.attention) == (2, "done", "none")
        assert late.late

    def test_leaves_no_fingerprint_once_the_picture_is_gone(self, stream: StreamKey, now: datetime) -> None:
        link = _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
        kept = _receive(stream, jpeg(drawn(2)), side="merchant", role="packing", now=now)
        later.run_due(now)
        with engine.Index(gateway.folder()) as index:
            assert {str(link.id), str(kept.id)} <= set(index.names())
        acting(lambda: files.empty(link.file, now=now))
        assert gateway.forget_gone() >= 1
        with engine.Index(gateway.folder()) as index:
            assert index.names() == [str(kept.id)]
            assert index.stats()["codes"] == len(index.entry(index.same(kept.file.sha256, "")[0].id).codes)  # type: ignore[union-attr]
        told = b"".join(one.read_bytes() for one in gateway.folder().iterdir())
        assert b"organisation:shop" in told
        assert b"person:buyer" not in told
        assert gateway.forget_gone() == 0

    def test_says_why_a_broken_file_could_not_be_examined(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(1))[:200], side="buyer", role="whole", now=now)
        later.run_due(now)
        row = Examination.objects.get()
        assert (row.state, row.why) == ("not_possible", "unreadable")

    def test_is_given_up_in_time_so_that_nobody_waits_for_a_machine(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
        assert len(queries.unexamined(stream)) == 1
        clocks.sweep(now + timedelta(hours=2))
        row = Examination.objects.get()
        assert (row.state, row.why) == ("not_possible", "timed_out")
        assert queries.unexamined(stream) == []

    def test_can_t_be_done_without_a_report(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Examination.objects.update(state="done", attention="none")


class TestDossier:
    @pytest.fixture
    def packed(self, request: pytest.FixtureRequest, now: datetime) -> bytes:
        """Give one dossier, packed once: whoever verifies it has nothing but the file."""
        if not PACKED:
            PACKED.append(_packed(request.getfixturevalue("stream"), now))
        return PACKED[0]

    def test_holds(self, packed: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            lines = list(verifier.verify(pack))
        assert len(lines) == 10
        assert "2 originals" in lines[5]
        unproved = [one for one in lines if isinstance(one, verifier.NotProved)]
        assert [one.partition(":")[0] for one in unproved] == ["whose key that is", "when the facts were written"]

    def test_is_checked_in_chinese_too_and_says_what_is_not_proved(
        self, packed: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dossier_language, "SPOKEN", [*dossier_language.SPOKEN])
        there = tmp_path / "C-1.zip"
        there.write_bytes(packed)
        assert verifier.run(["verify", str(there), "--language", "zh"]) == 0
        told = capsys.readouterr().out
        for said in ("通过：", "未证明：这把公钥是谁的", "未证明：各条留痕写于何时", "汇总点有签名"):
            assert said in told, said

    @pytest.mark.parametrize(
        ("language", "says"),
        [
            ([], "broken: law.json: its bytes were changed"),
            (["--language", "en"], "broken: law.json: its bytes were changed"),
            (["--language", "zh"], "不成立：law.json：内容被改过"),
        ],
    )
    def test_that_is_broken_says_so_in_the_language_that_was_asked_for(
        self,
        language: list[str],
        says: str,
        packed: bytes,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(dossier_language, "SPOKEN", [*dossier_language.SPOKEN])
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        parts = _parts(packed)
        parts["law.json"] = parts["law.json"][:-1] + b" "
        there = tmp_path / "C-2.zip"
        with zipfile.ZipFile(there, "w") as pack:
            for name, content in parts.items():
                pack.writestr(name, content)
        assert verifier.run(["verify", str(there), *language]) == 1
        assert capsys.readouterr().out.splitlines()[-1] == says

    @pytest.mark.parametrize("part", ["originals/", "custody.json", "examinations.json", "chain.json", "law.json"])
    def test_breaks_when_one_byte_of_a_part_changes(self, packed: bytes, part: str) -> None:
        parts = _parts(packed)
        name = next(one for one in parts if one.startswith(part))
        content = bytearray(parts[name])
        content[len(content) // 2] ^= 1
        parts[name] = bytes(content)
        with pytest.raises(verifier.Broken, match=name.split("-")[0]):
            _verify(parts)

    def test_breaks_when_a_fact_is_rewritten_with_all_hashes_of_the_manifest(self, packed: bytes) -> None:
        parts = _parts(packed)
        chain = json.loads(parts["chain.json"])
        chain["entries"][1]["code"] = "evidence.forged"
        parts["chain.json"] = json.dumps(chain).encode()
        with pytest.raises(verifier.Broken):
            _verify(parts)

    @pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a\\..\\b", "C:x", "originals/../../x"])
    def test_refuses_names_that_lead_out(self, packed: bytes, name: str) -> None:
        with pytest.raises(verifier.Broken, match="leads out"):
            _verify({**_parts(packed), name: b"x"})

    def test_refuses_what_is_not_listed(self, packed: bytes) -> None:
        with pytest.raises(verifier.Broken, match="not listed"):
            _verify({**_parts(packed), "extra.txt": b"x"})

    def test_exits_with_one_and_the_first_broken_link(self, packed: bytes, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
        whole, cut = tmp_path / "whole.zip", tmp_path / "cut.zip"
        whole.write_bytes(packed)
        cut.write_bytes(packed[: len(packed) // 2])
        assert verifier.run(["verify", str(whole)]) == 0
        assert verifier.run(["verify", str(cut)]) == 1
        assert "broken:" in capsys.readouterr().out


def _packed(stream: StreamKey, now: datetime) -> bytes:
    _receive(stream, jpeg(drawn(1)), side="buyer", role="whole", now=now)
    _receive(stream, jpeg(drawn(2)), side="merchant", role="packing", now=now)
    later.run_due(now)
    acting(lambda: evidence.export(stream=stream, by=SYSTEM, now=now))
    made = Dossier(stream=stream, number="C-1", pages={"law": [{"code": "x"}]}, read_me="说明")
    with queries.build(made, now=now) as out:
        return out.read()


def _parts(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def _verify(parts: dict[str, bytes]) -> list[str]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    with zipfile.ZipFile(out) as pack:
        return list(verifier.verify(pack))


class TestHeat:
    def test_is_sealed_beside_the_report_and_given_to_who_decides_only(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(SEED)), side="merchant", role="listing", now=now - timedelta(days=5))
        _receive(stream, jpeg(drawn(SEED, crack=True)), side="buyer", role="detail", now=now, claimed_at=now)
        later.run_due(now)
        deep = {one.label: one.examination for one in queries.views_of(stream, deep=True)}["B1"]
        plain = {one.label: one.examination for one in queries.views_of(stream, deep=False)}["B1"]
        assert deep is not None
        assert plain is not None
        assert (len(deep.heat_sha256), len(deep.changed), deep.size) == (64, 1, (480, 360))
        assert (plain.heat_sha256, plain.changed) == ("", ())

    def test_stays_while_its_report_does_also_of_reports_from_before(self, stream: StreamKey, now: datetime) -> None:
        _receive(stream, jpeg(drawn(SEED)), side="merchant", role="listing", now=now - timedelta(days=5))
        _receive(stream, jpeg(drawn(SEED, crack=True)), side="buyer", role="detail", now=now, claimed_at=now)
        later.run_due(now)
        row = Examination.objects.exclude(heat="").get()
        named = row.heat
        map_ = list(files.SealedFile.objects.filter(sha256=named))
        assert files.in_use(map_) == {named}
        Examination.objects.update(heat="")
        assert files.in_use(map_) == set()
        import_module("anxin.domain.evidence.migrations.0004_heat").name_heat(apps, connection.schema_editor())
        row.refresh_from_db()
        assert row.heat == named
        assert files.in_use(map_) == {named}


class TestOpenings:
    def test_say_who_opened_which_original(self, stream: StreamKey, now: datetime) -> None:
        link = _receive(stream, jpeg(drawn(1)), side="merchant", role="packing", now=now)
        buyer = Actor(kind="customer_phone", id="buyer")
        with pytest.raises(evidence.NotYourOriginal):
            acting(lambda: evidence.show(link=link, by=buyer, now=now))
        assert queries.originals_opened(stream) == {}
        acting(lambda: evidence.show(link=link, by=actor(cast.LIN, now=now), now=now))
        assert [(one.label, one.by) for one in queries.originals_opened(stream)["S1"]] == [("S1", cast.LIN.called)]


class TestMeasured:
    def test_card_of_errors_is_dated_and_says_what_it_can_not_see(self) -> None:
        card = gateway.measured()
        assert card is None or (card.version and card.rows and card.limits)

"""Links that are shown again, names that lead out of their folder, cells that a spreadsheet would run."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from anxin.commands import dossier
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.evidence import queries as evidence
from anxin.domain.goods.actions import Bought
from anxin.domain.people.models import CaseLink
from tests import claim_builders
from tests.claim_builders import drawn, jpeg, sealed
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
FORMULAS = ('=HYPERLINK("http://x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1")


def opens(token: str) -> Client:
    """Open a case link in a fresh browser."""
    client = Client()
    client.get(f"/c/{token}/")
    return client


class TestCaseLink:
    def test_shown_again_after_it_was_taken_back_opens_nothing(
        self, contested: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        path = f"/customer/claims/{contested.claim.number}/"
        kept = opens(contested.token)
        assert kept.get(path).status_code == 200
        CaseLink.objects.update(revoked_at=contested.now)
        again = Client()
        refused = again.get(f"/c/{contested.token}/")
        assert refused.status_code != 200 or contested.claim.number not in refused.content.decode()
        for client in (kept, again):
            answer = client.get(path)
            assert answer.status_code == 302
            assert "sign-in" in answer["Location"]
        statuses = [row.msg.get("status") for row in caplog.records if isinstance(row.msg, dict)]
        assert statuses.count(302) >= 2

    def test_that_is_over_opens_nothing(self, contested: Any) -> None:
        CaseLink.objects.update(expires_at=contested.now - timedelta(days=1))
        assert opens(contested.token).get(f"/customer/claims/{contested.claim.number}/").status_code == 302

    def test_of_one_case_opens_no_other(self, contested: Any, live_now: Any) -> None:
        other = claim_builders.a_claim(now=live_now - timedelta(hours=2), order="YT-OTHER")
        client = opens(other.token)
        assert client.get(f"/customer/claims/{other.claim.number}/").status_code == 200
        assert client.get(f"/customer/claims/{contested.claim.number}/").status_code == 404

    def test_guessed_or_shortened_opens_nothing(self, contested: Any) -> None:
        for token in (contested.token[:-1], contested.token + "A", contested.token.swapcase(), "x", "0" * 200):
            assert opens(token).get(f"/customer/claims/{contested.claim.number}/").status_code == 302


class TestCaptureCode:
    @pytest.fixture
    def asked(self, contested: Any) -> claim_builders.Walked:
        by = contested.by(cast.LIN)
        contested.do(
            lambda: claims.ask_evidence(claim=contested.claim, kind="paper", text="请再拍", by=by, now=contested.now)
        )
        return contested

    def answers(self, one: claim_builders.Walked, code: str, seed: int, *, by: Any = None) -> None:
        """Hand a picture in with a code."""
        given = [PictureGiven(file=sealed(jpeg(drawn(seed)), now=one.now), role="second_angle")]
        who = by or one.buyer
        one.do(lambda: claims.answer_challenge(claim=one.claim, code=code, pictures=given, by=who, now=one.now))

    def test_used_twice_is_over(self, asked: claim_builders.Walked) -> None:
        row = evidence.challenge_of(asked.claim.stream())
        assert row is not None
        self.answers(asked, row.code, 50)
        with pytest.raises(claims.ChallengeOver):
            self.answers(asked, row.code, 51)
        marked = [one.label for one in evidence.links_of(asked.claim.stream()) if one.challenge_id]
        assert len(marked) == 1

    def test_of_another_case_or_side_or_too_late_is_none(self, asked: claim_builders.Walked, live_now: Any) -> None:
        row = evidence.challenge_of(asked.claim.stream())
        assert row is not None
        other = claim_builders.a_claim(now=live_now - timedelta(hours=3), at="review", order="YT-OTHER")
        with pytest.raises(claims.ChallengeOver):
            self.answers(other, row.code, 52)
        with pytest.raises(claims.ChallengeOver):
            self.answers(asked, row.code, 53, by=asked.by(cast.MERCHANT_OWNER))
        asked.now += timedelta(hours=73)
        with pytest.raises(claims.ChallengeOver):
            self.answers(asked, row.code, 54)
        assert not [one for one in evidence.links_of(asked.claim.stream()) if one.challenge_id]


class TestNames:
    @pytest.mark.parametrize("name", ["../../x.jpg", "/etc/passwd", "..\\..\\x.jpg", "a\x00.jpg", "x" * 300, "=1.jpg"])
    def test_of_uploads_are_never_kept(
        self, name: str, contested: Any, program: Callable[[cast.Organisation], Program]
    ) -> None:
        shop = program(cast.MERCHANT)
        before = everything()
        file = io.BytesIO(jpeg(drawn(55)))
        file.name = name
        made = shop.client.post(
            f"/api/v1/claims/{contested.claim.number}/evidence",
            {"file": file, "role": "packing"},
            headers=shop.headers | {"Idempotency-Key": "n1"},
        )
        assert made.status_code == 201, made.content
        new = everything() - before
        assert len(new) == 1
        assert made.json()["sha256"] in next(iter(new))
        content = b"".join(shop.asks(f"/claims/{contested.claim.number}/dossier"))
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            inside = [one for one in pack.namelist() if one.startswith("originals/")]
        assert all(one.split("/")[1].split("-")[0] in ("S1", "S2") and ".." not in one for one in inside)

    @pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a/../../evil", "C:evil", "a\\..\\evil"])
    def test_that_lead_out_of_a_dossier_are_refused(
        self, name: str, contested: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str],
        program: Callable[[cast.Organisation], Program],
    ) -> None:  # fmt: skip
        content = b"".join(program(cast.MERCHANT).asks(f"/claims/{contested.claim.number}/dossier"))
        path = tmp_path / "evil.zip"
        path.write_bytes(content)
        assert dossier.run(["verify", str(path)]) == 0
        with zipfile.ZipFile(path, "a") as pack:
            pack.writestr(name, b"x")
        assert dossier.run(["verify", str(path)]) == 1
        assert "leads out" in capsys.readouterr().out
        assert list(tmp_path.rglob("*")) == [path]
        assert not Path("/etc/evil").exists()


class TestFormulas:
    @pytest.mark.parametrize("formula", FORMULAS)
    def test_stay_texts_in_every_table(
        self, formula: str, live_now: Any, sits: Callable[[cast.Member], Client]
    ) -> None:
        cup = Bought(title=f"{formula}杯", amount_fen=26800, cost_fen=100, sku=formula)
        claim_builders.a_claim(now=live_now - timedelta(hours=2), lines=(cup,), order=f"{formula.strip()}1")
        pages = [
            sits(cast.LIN).get("/desk/claims/table.csv").content,
            sits(cast.MERCHANT_OWNER).get("/merchant/claims/table.csv").content,
        ]
        for content in pages:
            cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
            assert len(cells) > 10
            assert not [one for one in cells if one.lstrip(" ")[:1] in "=+@\t\r" and one.strip()]
            assert not [one for one in cells if one.startswith("-") and not one.lstrip("-").replace(".", "").isdigit()]
        table = sits(cast.MERCHANT_OWNER).get("/merchant/claims/table.xlsx").content
        book = openpyxl.load_workbook(io.BytesIO(table))
        assert {cell.data_type for row in book.worksheets[0].rows for cell in row} <= {"s", "n", "d", "b"}


def everything() -> set[str]:
    """List the files of the data folder that hold evidence."""
    return {str(one) for one in Path(settings.FILES).rglob("*") if one.is_file()}

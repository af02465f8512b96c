"""Reading claims through the interface: one, its record, many, and the dossier."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.commands import dossier
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from tests import claim_builders
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]


class TestRead:
    @pytest.mark.parametrize("at", claim_builders.WALK)
    def test_shows_a_claim_in_every_state(self, at: str, program: Of, live_now: Any) -> None:
        start = live_now - timedelta(days=9)
        one = claim_builders.a_claim(now=start, at=at, pictures=(claim_builders.jpeg(claim_builders.drawn(8)),))
        for who in (cast.OPERATOR, cast.MERCHANT):
            shown = program(who).asks(f"/claims/{one.claim.number}")
            told = program(who).asks(f"/claims/{one.claim.number}/timeline")
            assert (shown.status_code, told.status_code) == (200, 200)
            assert shown.json()["state"] == one.claim.state
            text = shown.content.decode() + told.content.decode()
            assert not [word for word in (cast.BUYER.name, cast.BUYER.phone, "拆开就有裂", "草堂") if word in text]
            assert told.json()["entries"][-1]["code"] == "claim.submitted"

    def test_keeps_the_desks_own_to_the_desk(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now, at="review")
        one.propose(claim_builders.refuse(fraud_said=True))
        codes = {
            who.slug: {
                row["code"] for row in program(who).asks(f"/claims/{one.claim.number}/timeline").json()["entries"]
            }
            for who in (cast.OPERATOR, cast.MERCHANT)
        }
        assert "decision.proposed" in codes["anxin"]
        assert "decision.proposed" not in codes["xiangyuan"]
        assert program(cast.MERCHANT).asks(f"/claims/{one.claim.number}").json()["decision"] is None

    def test_a_wrong_number_is_nothing(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for number in ("C-20261124-000001-0", "x", "%00", "R-99999999-999999-9"):
            for path in ("", "/timeline", "/dossier"):
                answer = shop.asks(f"/claims/{number}{path}")
                assert (answer.status_code, answer.json()["code"]) == (404, "claims.no_such_claim")


class TestList:
    def test_leafs_and_filters_in_one_question(self, program: Of, live_now: Any) -> None:
        made = [
            claim_builders.a_claim(now=live_now - timedelta(hours=hour), order=f"YT-{hour}").claim.number
            for hour in range(3)
        ]
        shop = program(cast.MERCHANT)
        seen, cursor = [], ""
        while cursor is not None:
            page = shop.asks(f"/claims?limit=2&cursor={cursor}").json()
            seen += [one["number"] for one in page["items"]]
            cursor = page["next"]
        assert seen == made
        for query, found in {
            "state=merchant_answer&type=refund_only&reason=broken&forum=own&seller=xiangyuan": 3,
            "state=closed": 0,
            "forum=platform": 0,
            "order_key=YT-1": 1,
            "x-mine=1": 3,
        }.items():
            assert len(shop.asks(f"/claims?{query}").json()["items"]) == found, query
        for query in ("state=nope", "limit=0", "cursor=x", "colour=red", "created_from=yesterday"):
            assert shop.asks(f"/claims?{query}").status_code == 422
        with CaptureQueriesContext(connection) as asked:
            shop.asks("/claims")
        assert len(asked) == 3  # whose token, his allowance, the page


class TestDossier:
    def test_verifies_offline_and_is_written_down(self, program: Of, live_now: Any, tmp_path: Any) -> None:
        picture = claim_builders.jpeg(claim_builders.drawn(9))
        one = claim_builders.a_claim(now=live_now - timedelta(days=9), at="closed", pictures=(picture,))
        for again in range(2):
            taken = program(cast.MERCHANT).asks(f"/claims/{one.claim.number}/dossier")
            assert (taken.status_code, taken["Content-Type"]) == (200, "application/zip")
            content = b"".join(taken)
            path = tmp_path / f"{again}.zip"
            path.write_bytes(content)
            assert dossier.run(["verify", str(path)]) == 0
        row = queries.claim_by_key(str(one.claim.id))
        told = queries.timeline_of(row, actor=one.by(cast.LIN))
        assert [line.code for line in told[:2]] == ["evidence.exported"] * 2
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            words = pack.read("case.json").decode()
        assert cast.BUYER.name not in words
        assert json.loads(words)["number"] == one.claim.number

    def test_keeps_the_desks_own_words_to_the_desk(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now - timedelta(days=2), at="review")
        number = one.claim.number
        one.do(lambda: claims.note(claim=one.claim, text="内部:看着像拼图", by=one.by(cast.LIN), now=one.now))
        one.propose(claim_builders.refuse(fraud_said=True))
        early = program(cast.MERCHANT).asks(f"/claims/{number}/dossier")
        assert (early.status_code, early.json()["code"]) == (409, "claims.being_decided")
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))
        content = b"".join(program(cast.MERCHANT).asks(f"/claims/{number}/dossier"))
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            chain, decisions = pack.read("chain.json").decode(), pack.read("decisions.json").decode()
            lines = list(dossier.verify(pack))
        assert "看着像拼图" not in chain
        assert "未补拍" in decisions
        assert "未补拍" in chain
        assert any("1 decisions" in line for line in lines)

"""What a merchant asks about all his claims, packs for a platform, and agrees to at once."""

import io
import zipfile
from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core import bulk
from anxin.core.acting import acting
from anxin.core.errors import Forbidden, WrongState
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.agreements import AGREE
from anxin.domain.claims.rules import AdvanceTerms
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.commands import SALES
from anxin.domain.evidence.models import Examination
from tests.claim_builders import a_claim, a_purchase, drawn, jpeg, pack, sealed

pytestmark = pytest.mark.django_db
CUP = jpeg(drawn(7))
HONEST = jpeg(drawn(21))


class TestList:
    def test_says_what_was_sealed_before_and_when_the_clock_began(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        pack(purchase, CUP, now=now - timedelta(days=5, hours=12))
        one = a_claim(now=now, purchase=purchase)
        one.hand_in(HONEST, by=one.by(cast.MERCHANT_OWNER), role="packing")
        row = queries.queue(one.by(cast.MERCHANT_OWNER), now=one.now, type="refund_only").rows[0]
        assert (row.sealed_before, row.sealed_left, row.started_at) == (1, 0, now)
        assert queries.queue(one.by(cast.MERCHANT_OWNER), now=one.now, type="exchange").rows == ()
        assert queries.tallies(one.by(cast.MERCHANT_OWNER), now=one.now)["merchant"] == 1
        assert queries.tallies(one.by(cast.HEYAN_OWNER), now=one.now)["merchant"] == 0

    def test_tells_apart_what_was_sealed_before_the_claim_but_once_the_goods_had_left(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        pack(purchase, CUP, now=now - timedelta(days=4))
        one = a_claim(now=now, purchase=purchase)
        row = queries.queue(one.by(cast.MERCHANT_OWNER), now=one.now).rows[0]
        assert (row.sealed_before, row.sealed_left) == (0, 1)

    def test_looks_at_a_picture_as_it_was_examined_last(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(HONEST, CUP))
        one.run()
        by, (first, second) = one.by(cast.MERCHANT_OWNER), Examination.objects.order_by("link__label")

        def seen() -> tuple[str, bool]:
            row = queries.queue(by, now=one.now).rows[0]
            assert row.attention == evidence_queries.attention_of(one.claim.stream())
            return row.attention, row.at_once

        for look, band in ((first, "high"), (second, "low")):
            Examination.objects.filter(pk=look.pk).update(attention=band)
        assert seen() == ("high", False)
        one.do(lambda: evidence.examine_again(link=first.link, by=one.by(cast.LIN), now=one.now))
        assert seen() == ("low", False)
        one.run()
        assert seen() == ("low", True)


class TestStandingPreview:
    def test_counts_the_past_claims_it_would_have_met(self, now: datetime) -> None:
        one = a_claim(now=now)
        given = AdvanceTerms(reasons=("broken",), types=("refund_only",), most_fen=30000, attention_most="low")
        met = queries.would_meet(one.by(cast.MERCHANT_OWNER), given=given, now=one.now)
        assert (met.looked, [row.number for row in met.rows], met.sum_fen) == (1, [one.claim.number], 26800)
        small = AdvanceTerms(reasons=("broken",), types=("refund_only",), most_fen=100, attention_most="low")
        assert queries.would_meet(one.by(cast.MERCHANT_OWNER), given=small, now=one.now).rows == ()


class TestFigures:
    def test_count_what_went_out_and_what_is_open(self, now: datetime) -> None:
        one = a_claim(now=now)
        owner = one.by(cast.MERCHANT_OWNER)
        before = queries.figures(owner, now=one.now)
        assert (before.open, before.open_fen, before.paid_fen) == (1, 26800, 0)
        one.agree()
        one.run()
        after = queries.figures(owner, now=one.now)
        assert (after.open, after.paid_fen, after.goods_fen, after.costed, after.kept) == (0, 26800, 11200, 1, 1)
        assert [(went.kind, went.remedy, went.count) for went in after.went] == [("agreed", "refund_only", 1)]


class TestAnswerPack:
    def test_holds_the_merchants_own_and_nothing_of_others(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        pack(purchase, CUP, now=now - timedelta(days=4))
        one = a_claim(now=now, purchase=purchase, pictures=(HONEST,), platform_ref="PT-1")
        one.do(lambda: claims.note(claim=one.claim, text="内部备注", by=one.by(cast.LIN), now=one.now))
        one.answer()
        owner = one.by(cast.MERCHANT_OWNER)
        made = queries.answer_pack(one.claim, actor=owner, now=one.now)
        with evidence_queries.build(made, now=one.now) as out, zipfile.ZipFile(io.BytesIO(out.read())) as packed:
            names = set(packed.namelist())
            words = "".join(packed.read(name).decode() for name in names if name.endswith(".json"))
        assert [name[:12] for name in sorted(names) if name.startswith("originals")] == ["originals/S1"]
        assert names.isdisjoint({"examinations.json", "chain.json", "decisions.json"})
        assert "出库时完好" in words
        assert "内部备注" not in words
        assert cast.BUYER.name not in words


class TestPack:
    def test_is_the_sellers_alone(self, now: datetime) -> None:
        one = a_claim(now=now)
        file = sealed(CUP, now=now)
        for member in (cast.HEYAN_OWNER, cast.LIN, cast.XIAO_CHEN):
            other = partial(SALES.give, "seal", row=one.claim.purchase, now=now, fields={"files": (file,)})
            with pytest.raises((Forbidden, WrongState)):
                acting(partial(other, by=one.by(member)))
        by = one.by(cast.XIAO_WU)
        link = acting(lambda: evidence.pack(purchase=one.claim.purchase, file=file, role="packing", by=by, now=one.now))
        assert (link.label, evidence_queries.sealed_lately(by, now=one.now)) == ("S1", [link])


class TestAgreeingToMany:
    def test_is_offered_in_the_list_for_just_those_that_are_not_left_out(self, now: datetime) -> None:
        plain = a_claim(now=now)
        waits = a_claim(now=now, purchase=a_purchase(now=now, order="YT-2"), pictures=(HONEST,))
        said = a_claim(now=now, purchase=a_purchase(now=now, order="YT-3"), platform_ref="PT-3")
        contested = a_claim(now=now, purchase=a_purchase(now=now, order="YT-4"), platform_ref="PT-4")
        said.agree()
        contested.answer()
        by, walked = plain.by(cast.MERCHANT_OWNER), (plain, waits, said, contested)
        at_once = {one.number: one.at_once for one in queries.queue(by, now=now).rows}
        told = bulk.preview(AGREE, [one.claim.number for one in walked], arguments={}, by=by, now=now)
        assert at_once == {number: not why for number, why in told.refusals.items()}
        assert [at_once[one.claim.number] for one in walked] == [True, False, False, True]

    def test_leaves_out_what_must_be_looked_at_and_does_the_rest(self, now: datetime) -> None:
        plain = a_claim(now=now)
        seen = a_claim(now=now, purchase=a_purchase(now=now, order="YT-2"), pictures=(HONEST,))
        by = plain.by(cast.MERCHANT_OWNER)
        keys = [plain.claim.number, seen.claim.number]
        told = bulk.preview(AGREE, keys, arguments={}, by=by, now=now)
        assert told.refusals == {plain.claim.number: "", seen.claim.number: "claims.look_first"}
        bulk.run(AGREE, keys, token=told.token, arguments={}, by=by, now=now)
        plain.read()
        seen.read()
        assert (plain.claim.state, seen.claim.state) == ("executing", "merchant_answer")

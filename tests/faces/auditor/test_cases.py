"""The inspector's face: only what was opened to him, everybody masked, chains checked, nothing changed."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.commands import dossier as verifier
from anxin.core.acting import acting
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.faces.auditor.cases import filters
from tests import cups
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
PAGES = ("cases", "decisions", "rules", "clocks", "access", "hashes")


def opened(one: Walked) -> Walked:
    house = people.organisation(cast.AUTHORITY.slug)
    one.do(
        lambda: claims.open_to(
            claim=one.claim,
            organisation=house,
            until=one.now + timedelta(days=30),
            letter="市监调字 2026-17",
            by=one.by(cast.ADMIN),
            now=one.now,
        )
    )
    return one


class TestPages:
    def test_show_only_what_was_opened(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        mine = opened(cups.faked(now=live_now, at="decided", pictures=(cups.HONEST,)))
        other = a_claim(now=live_now - timedelta(hours=2), order="YT-20261118-7740")
        for page in PAGES:
            html = zhou.get(f"/auditor/{page}/").content.decode()
            assert other.claim.number not in html, page
            assert cast.BUYER.name not in html, page
        assert mine.claim.number.split("-")[2] in zhou.get("/auditor/cases/").content.decode()
        assert mine.claim.number.split("-")[2] in zhou.get("/auditor/decisions/").content.decode()
        assert zhou.get(f"/auditor/cases/{other.claim.number}/").status_code == 404

    def test_count_every_case_under_way_in_one_of_the_filters(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        said: dict[str, Any] = {"remedy": "refund_part", "amount_fen": 6000, "reason": "补偿"}
        for turn, at in enumerate(("merchant_answer", "merchant_answer", "review", "decided")):
            one = a_claim(now=live_now - timedelta(days=1), order=f"YT-2026-{turn}", at=at)
            if not turn:
                one.do(partial(claims.offer, claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **said))
            opened(one)
        shown = {one.value: one.count for one in filters(queries.tallies(actor(cast.ZHOU, now=live_now), now=live_now))}
        waits = dict.fromkeys(("merchant", "buyer", "review", "given"), 1)
        assert {one: n for one, n in shown.items() if n} == waits
        for name in ("等商家", "等买家"):
            assert name in zhou.get("/auditor/cases/").content.decode()

    def test_are_empty_with_a_sentence_where_nothing_was_opened(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        a_claim(now=live_now - timedelta(hours=2))
        assert "没有向您开放的案件" in zhou.get("/auditor/cases/").content.decode()
        for page in ("decisions", "clocks", "access"):
            assert 'class="blank"' in zhou.get(f"/auditor/{page}/").content.decode()

    @pytest.mark.parametrize("member", [cast.LIN, cast.XIAO_CHEN, cast.MERCHANT_OWNER, cast.ADMIN, cast.MASTER_LUO])
    def test_refuse_who_does_not_inspect(self, sits: Sits, live_now: datetime, member: cast.Member) -> None:
        client = sits(member)
        one = a_claim(now=live_now - timedelta(hours=2))
        for page in (*PAGES, f"cases/{one.claim.number}"):
            assert client.get(f"/auditor/{page}/").status_code == 403, page

    @pytest.mark.django_db(transaction=True)  # as in a request: in another's transaction each setting is asked for
    def test_cost_few_queries(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(cups.faked(now=live_now, at="decided", pictures=(cups.HONEST,)))
        most = {"cases": 5, "decisions": 5, "rules": 5, "clocks": 5, "access": 6, "hashes": 3}
        most[f"cases/{one.claim.number}"] = 44  # every row of the case is held against its record
        for page, number in most.items():
            zhou.get(f"/auditor/{page}/")  # what a process reads once is no page's question
            with CaptureQueriesContext(connection) as counted:
                zhou.get(f"/auditor/{page}/")
            assert len(counted) <= number, (page, len(counted))


class TestCase:
    def test_shows_every_tab_masked_and_without_a_verb(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(cups.faked(now=live_now, at="review"))
        base = f"/auditor/cases/{one.claim.number}/"
        for tab in ("evidence", "talk", "order", "sides", "record"):
            html = zhou.get(f"{base}?tab={tab}").content.decode()
            assert "留痕链完好" in html
            assert cast.BUYER.name not in html
            assert cast.BUYER.phone not in html
            forms = html.count('method="post"')
            assert forms <= 5, (tab, forms)  # search, language, sign-out, dossier, original
            assert "/decision/" not in html

    def test_names_the_first_fact_that_was_changed(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(a_claim(now=live_now - timedelta(hours=2)))
        Entry.objects.filter(stream__key=str(one.claim.id), position=2).update(code="claim.withdraw")
        html = zhou.get(f"/auditor/cases/{one.claim.number}/").content.decode()
        assert "留痕链对不上" in html

    def test_gives_the_dossier_and_writes_down_who_took_it(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(cups.faked(now=live_now, at="decided", pictures=(cups.HONEST,)))
        answer = zhou.post(f"/auditor/cases/{one.claim.number}/dossier/")
        packed = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            assert "checkpoints are signed" in list(verifier.verify(pack))[-2]
        facts = Entry.objects.filter(stream__key=str(one.claim.id), code="evidence.exported")
        assert [fact.actor_id for fact in facts] == [str(people.account(cast.ZHOU.username).id)]

    def test_opens_an_original_only_by_post_and_it_is_written_down(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(cups.faked(now=live_now, at="review"))
        base = f"/auditor/cases/{one.claim.number}/"
        assert zhou.get(f"{base}originals/B1/").status_code == 405
        got = zhou.post(f"{base}originals/B1/")
        assert b"".join(got.streaming_content) == cups.labelled()
        assert cast.ZHOU.called in zhou.get(f"{base}?look=B1").content.decode()

    def test_is_found_by_its_number_and_by_no_phone(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(a_claim(now=live_now - timedelta(hours=2)))
        assert zhou.post("/auditor/cases/search/", {"q": one.claim.number}).status_code == 302
        assert "没找到" in zhou.post("/auditor/cases/search/", {"q": cast.BUYER.phone}).content.decode()


class TestAccess:
    def test_lists_who_looked_and_who_was_refused(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(a_claim(now=live_now - timedelta(hours=2)))
        buyer = one.claim.buyer
        by = one.by(cast.LIN)
        acting(
            lambda: people_actions.reveal(
                person=buyer, stream=one.claim.stream(), field="phone", reason="waybill", by=by, now=one.now
            )
        )
        html = zhou.get("/auditor/access/").content.decode()
        assert "核对运单上的姓名" in html
        assert cast.LIN.called in html


class TestHashes:
    def test_say_where_a_file_lies(self, sits: Sits, live_now: datetime) -> None:
        zhou = sits(cast.ZHOU)
        one = opened(cups.faked(now=live_now, at="review", pictures=(cups.HONEST,)))
        file = io.BytesIO(cups.HONEST)
        file.name = "cup.jpg"
        html = zhou.post("/auditor/hashes/", {"file": file}).content.decode()
        assert f"/auditor/cases/{one.claim.number}/?look=B1" in html
        html = zhou.post("/auditor/hashes/", {"sha256": "f" * 64}).content.decode()
        assert one.claim.number not in html
        assert "64 位" in zhou.post("/auditor/hashes/", {"sha256": "123"}).content.decode()

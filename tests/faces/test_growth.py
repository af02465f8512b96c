"""No page walks a table that grows with what is over: the database is asked how it would find each page's rows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from anxin.core import case_contents, stuck_work
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.actions import open_to
from anxin.domain.claims.queries import billed_repairs
from anxin.domain.claims.queries.gone_twice import gone_twice
from anxin.domain.goods.models import BuyerLink
from anxin.domain.insight import actions as insight
from anxin.domain.insight import queries
from anxin.domain.insight.queries.day_counts import counted
from anxin.domain.ledger.queries import provider_statements
from anxin.domain.ledger.queries.payees import kept_refunds
from anxin.domain.ledger.queries.repayments import open_payments
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.queries import erasures
from anxin.domain.publications.queries import terms
from anxin.domain.repairs.actions import addresses
from tests import builders
from tests.claim_builders import a_claim
from tests.domain.claims.test_gone_twice import twice

type Sits = Callable[[object], Client]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)

GROWING = re.compile(
    r"SCAN (?:repairs_|claims_|visits_visit|visits_appointment|core_clock|core_entry|core_message|core_stream|"
    r"goods_purchase|goods_device|custody_parcel|contacts_|people_party|people_person|people_datarequest|"
    r"quality_follow|quality_review|ledger_|places_)\w*\b"
    r"(?! USING (?:COVERING )?INDEX \w+_(?:newest|at|kept)\b)"  # in the order of the list, as far as it shows
)
# A list of all that a house is party to, written down before one row of it is looked at.
ALL_ITS_CASES = re.compile(
    r"INDEX people_party_\w+ \(organisation_id=\?(?: AND stream_kind=\?)?\)|INDEX visits_appointment_state"
)
DESK = (
    "/desk/repairs/",
    "/desk/repairs/?show=late",
    "/desk/repairs/?brand=heyan&sort=newest",
    "/desk/board/",
)
REVIEW = ("/desk/claims/", "/desk/claims/?waits=over", "/desk/claims/?show=late", "/desk/claims/table.csv")
SOLD = (
    "/merchant/claims/",
    "/merchant/claims/?waits=all",
    "/merchant/purchases/",
    "/merchant/purchases/?text=YT",
    "/merchant/overview/",
)
PAGES = [
    *((cast.XIAO_DENG, path) for path in DESK),
    *((cast.LIN, path) for path in REVIEW),
    (cast.SUN, "/desk/follow-ups/"),
    (cast.SUN, "/desk/follow-ups/?show=over"),
    *((cast.MERCHANT_OWNER, path) for path in SOLD),
    (cast.QIAN, "/desk/parcels/"),
    (cast.QIAN, "/desk/parcels/?only=late"),
    (cast.XIAO_CHEN, "/desk/contacts/"),
    (cast.XIAO_CHEN, "/desk/persons/"),
    (cast.QIAN, "/desk/money/received/"),
]


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Keep what the database is asked, with its values apart: a plan may depend on what is written out."""
    told: list[tuple[str, Any]] = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield told


def walked(told: list[tuple[str, Any]]) -> Iterator[str]:
    """Give the plan of each statement, below it."""
    for sql, params in told:
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                yield "\n".join([sql, *(row[-1] for row in cursor.fetchall())])


def walks(told: list[tuple[str, Any]]) -> list[str]:
    """Give the plans that walk a growing table, or all that a house is party to."""
    return [one for one in walked(told) if GROWING.search(one) or ALL_ITS_CASES.search(one)]


@pytest.mark.sqlite
@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize(("member", "path"), PAGES, ids=[path for _member, path in PAGES])
    def test_walk_no_table_that_grows(self, sits: Sits, member: cast.Member, path: str) -> None:
        client = sits(member)
        with asked() as told:
            assert client.get(path).status_code == 200
        assert not walks(told)

    @pytest.mark.parametrize("text", ["R-20261124-000001-0", "1", "13800000001", "0001", "HY3"])
    def test_find_by_an_index_whatever_is_typed(self, sits: Sits, text: str) -> None:
        desk, review, shop = sits(cast.XIAO_CHEN), sits(cast.LIN), sits(cast.MERCHANT_OWNER)
        with asked() as told:
            desk.post("/desk/repairs/search/", {"q": text})
            review.post("/desk/claims/search/", {"q": text})
            shop.get("/merchant/claims/", {"text": text})
        assert not walks(told)


@pytest.mark.sqlite
@pytest.mark.django_db
class TestRecords:
    def test_are_read_by_their_heads(self, sits: Sits) -> None:
        claims, auditor = sits(cast.LIN), sits(cast.ZHOU)
        one = a_claim(now=NOW, at="review")
        claim, house = one.claim, people.organisation(cast.AUTHORITY.slug)
        until, by = NOW + timedelta(days=360), one.by(cast.ADMIN)
        one.do(lambda: open_to(claim=claim, organisation=house, until=until, letter="7", by=by, now=one.now))
        with asked() as told:
            assert claims.get(f"/desk/claims/{claim.number}/?tab=record&check=chain").status_code == 200
            assert auditor.get(f"/auditor/cases/{claim.number}/").status_code == 200
            case_contents.is_emptied([claim.stream()])
        assert not [one for one in walked(told) if GROWING.search(one) or "core_entry_code" in one]


@pytest.mark.sqlite
@pytest.mark.django_db
class TestRounds:
    def test_find_what_is_over_by_an_index_of_what_is_left(self) -> None:
        asked_for = {
            "timeline_stream_full": lambda: list(terms.over("repairs", now=NOW)),
            "people_person_untold": lambda: list(erasures.told_nowhere()),
            "places_place_kept": lambda: addresses.forget_left(now=NOW),
            "notices_notice_at": lambda: list(Notice.objects.filter(at__lt=NOW)),
            "goods_buyer_link_over": lambda: list(BuyerLink.objects.filter(expires_at__lt=NOW)),
        }
        for index, look in asked_for.items():
            with asked() as told:
                look()
            assert [one for one in walked(told) if index in one], index
            assert not walks(told), index


@pytest.mark.sqlite
@pytest.mark.django_db
class TestFigures:
    def test_are_gathered_from_what_moved_and_the_cases_of_a_day(self, sits: Sits) -> None:
        sits(cast.XIAO_CHEN)
        repair = builders.a_repair(now=NOW, at="closed").repair
        claim = a_claim(now=NOW, at="closed").claim
        acting(partial(insight.note_gathered, until=NOW, last=queries.newest_fact()))
        with asked() as told:
            queries.moved_days()
            counted(timezone.localdate(repair.created_at))
            counted(timezone.localdate(claim.created_at))
        assert not walks(told)
        by_one_value = re.compile(
            r"(?:core_stream|core_clock|core_entry|ledger_payment|evidence_\w+) USING INDEX "
            r"\w+ \((?:kind|code|state)=\?\)"
        )
        assert not [one for one in walked(told) if by_one_value.search(one)]


@pytest.mark.sqlite
@pytest.mark.django_db
class TestMoney:
    def test_that_went_twice_is_found_by_an_index_of_it(self) -> None:
        finance = twice(NOW).by(cast.QIAN)
        with asked() as told:
            assert billed_repairs.waiting(finance, now=NOW)["twice"] == 1
            assert len(gone_twice(finance, now=NOW, limit=9)) == 1
        assert sum("claims_claim_twice" in one for one in walked(told)) == 2
        assert not [one for one in walked(told) if GROWING.search(one) or "core_entry_code" in one]

    def test_that_waits_is_found_by_an_index_of_it(self) -> None:
        finance = twice(NOW).by(cast.QIAN)
        with asked() as told:
            assert provider_statements.waiting(finance) == len(open_payments(finance, most=9)) == 0
            assert not list(kept_refunds(finance))
            list(Notice.objects.filter(mail_at__lte=NOW))
        for index, times in (("ledger_payment_missed", 2), ("notices_notice_mail", 1)):
            assert sum(index in one for one in walked(told)) == times, index
        assert not [one for one in walked(told) if re.search(r"SCAN ledger_payment(?! USING)", one)]


@pytest.mark.sqlite
@pytest.mark.django_db
class TestStuck:
    def test_counts_what_waits_by_an_index_of_it(self) -> None:
        with asked() as told:
            stuck_work.counts()
            stuck_work.overdue_s(now=NOW)
        assert not walks(told)

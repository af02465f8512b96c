"""No page walks a table that grows with what is over: the database is asked how it would find each page's rows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from anxin.core import stuck_work
from anxin.demo import cast

type Sits = Callable[[object], Client]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)

GROWING = re.compile(
    r"SCAN (?:repairs_|claims_|visits_visit|visits_appointment|core_clock|core_message|core_stream|goods_purchase|"
    r"goods_device|custody_parcel|contacts_|people_party|people_person|people_datarequest|quality_follow|"
    r"quality_review|ledger_|places_)\w*"
    r"(?! USING (?:COVERING )?INDEX \w+_(?:newest|at)\b)"  # in the order of the list, as far as the page shows
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


def walks(told: list[tuple[str, Any]]) -> list[str]:
    """Give the plans that walk a growing table, or all that a house is party to."""
    found = []
    for sql, params in told:
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
                plan = "\n".join(row[-1] for row in cursor.fetchall())
            if GROWING.search(plan) or ALL_ITS_CASES.search(plan):
                found.append(f"{sql}\n{plan}")
    return found


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
class TestStuck:
    def test_counts_what_waits_by_an_index_of_it(self) -> None:
        with asked() as told:
            stuck_work.counts()
            stuck_work.overdue_s(now=NOW)
        assert not walks(told)

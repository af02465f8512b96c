"""No page walks a table that grows with what is over: the database is asked how it would find each page's rows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from anxin.core import stuck
from anxin.core.clocks import Clock
from anxin.core.streams.models import Stream
from anxin.demo import cast
from anxin.domain.people.models import Party, Person
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit
from tests import builders

type Sits = Callable[[object], Client]
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)

GROWING = re.compile(
    r"SCAN (?:repairs_|claims_|visits_visit|visits_appointment|core_clock|core_message|core_stream|goods_purchase|"
    r"goods_device|people_party|people_person|quality_follow|quality_review|ledger_|places_)\w*"
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
            stuck.counts()
            stuck.overdue_s(now=NOW)
        assert not walks(told)


OVER, UNDER_WAY = 6000, 60
MANY = OVER // 2
HIS, CASE = "md5(id::text || n)::uuid", "md5(stream_key::text || n)::uuid"
CUSTOMER = "CASE role WHEN 'customer' THEN md5(person_id::text || n)::uuid ELSE person_id END"
COPIED: dict[type[Any], dict[str, str]] = {
    Person: {"id": HIS, "phone_index": "phone_index || n"},
    Repair: {"id": HIS, "number": "left(number, 12) || n", "customer_id": "md5(customer_id::text || n)::uuid"},
    Party: {"id": HIS, "stream_key": CASE, "person_id": CUSTOMER},
    Visit: {"id": HIS, "stream_key": CASE, "number": "left(number, 12) || n"},
    Stream: {"id": HIS, "key": "md5(key || n)::uuid::text"},
    Clock: {"id": HIS, "stream_key": "md5(stream_key || n)::uuid::text"},
}


def copied(repair: Repair, times: int, *, begun: int) -> None:
    """Put a case's rows so many times beside it, and let the database know its tables as they are then."""
    with connection.cursor() as cursor:
        for model, anew in COPIED.items():
            columns = [
                one.column for one in model._meta.local_concrete_fields if one.column in anew or not one.primary_key
            ]
            key = {Person: "id", Repair: "id", Stream: "key"}.get(model, "stream_key")
            table, told = model._meta.db_table, ", ".join(anew.get(one, f'"{one}"') for one in columns)
            named = ", ".join(f'"{one}"' for one in columns)
            cursor.execute(
                f'INSERT INTO "{table}" ({named}) SELECT {told} FROM "{table}", generate_series(%s, %s) AS n '
                f'WHERE "{key}"::text = %s',
                [begun, begun + times - 1, str(repair.customer_id if model is Person else repair.pk)],
            )
            cursor.execute(f'ANALYZE "{table}"')


def too_much(told: list[tuple[str, Any]]) -> list[str]:
    """Give the statements for which PostgreSQL reads much of a table that grows, as it counts while it runs them."""
    tables, found = {model._meta.db_table for model in COPIED}, []

    def reads(node: dict[str, Any]) -> Iterator[str]:
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        if node.get("Relation Name") in tables and rows > MANY:
            yield f"{node['Node Type']} of {node['Relation Name']}: {rows} rows"
        for below in node.get("Plans", ()):
            yield from reads(below)

    for sql, params in told:
        if sql.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                (plan,) = cursor.fetchone()
            found += [f"{sql}\n{one}" for one in reads(plan[0]["Plan"])]
    return found


@pytest.mark.postgresql
@pytest.mark.django_db
class TestPlans:
    def test_are_for_what_is_under_way_where_most_is_over(self, sits: Sits, now: datetime) -> None:
        over = builders.a_repair(now=now, at="closed").repair
        open_ = builders.a_repair(now=now, at="accepted", customer=cast.GRANDMA_LI).repair
        copied(over, OVER, begun=1000)
        copied(open_, UNDER_WAY, begun=100_000)
        desk = sits(cast.XIAO_DENG)
        for path in (*DESK, f"/desk/repairs/{open_.number}/"):
            with asked() as told:
                assert desk.get(path).status_code == 200
            assert not too_much(told), path
        for text in (over.number, "000001", "13800000001", "0001", "HY3"):
            with asked() as told:
                desk.post("/desk/repairs/search/", {"q": text})
            assert not too_much(told), text

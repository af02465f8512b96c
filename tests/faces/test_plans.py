"""Where most is over and the database knows its tables, no page reads half of one that grows (PostgreSQL)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from anxin.core import case_contents, clocks, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.streams.key import StreamKey
from anxin.core.streams.models import Stream
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import lists
from anxin.domain.goods.models import Device
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import technicians
from anxin.domain.network.queries.technicians import TechnicianFilter
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import access, erasures
from anxin.domain.publications import actions as publications
from anxin.domain.publications.queries import terms
from anxin.domain.quality.models import FollowUp
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair
from tests import builders, copies
from tests.claim_builders import a_claim
from tests.conftest import NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
type Sits = Callable[[object], Client]
OVER, HIS, UNDER_WAY = 1600, 60, 30
MANY = 1100
"""More than any count that stops at a thousand, less than all that is over."""
TIMES = 100
"""So many times larger than it is the planner takes each table for: of a small one it would rather read all."""
SETTINGS = {
    "default": "RESET work_mem",
    "tuned": "SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1; SET LOCAL effective_cache_size = '16GB'",
}


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Keep what the database is asked, with its values apart."""
    told: list[tuple[str, Any]] = []

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield told


def large() -> frozenset[str]:
    """Return the tables of which there are many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [MANY])
        return frozenset(name for (name,) in cursor.fetchall())


def too_much(tables: frozenset[str], told: list[tuple[str, Any]]) -> list[str]:
    """Give the statements for which PostgreSQL reads much of a table that grows, as it counts while it runs them."""
    found = []

    def reads(node: dict[str, Any]) -> Iterator[str]:
        loops = node["Actual Loops"]
        looked = loops == 1 or "Seq Scan" in node["Node Type"]  # else each loop is led to a few rows by an index
        rows = (node["Actual Rows"] + looked * node.get("Rows Removed by Filter", 0)) * loops
        if node.get("Relation Name") in tables and rows > MANY:
            yield f"{node['Node Type']} of {node['Relation Name']}: {rows:.0f} rows"
        for below in node.get("Plans", ()):
            yield from reads(below)

    for sql, params in told:
        if not sql.startswith(("SELECT", "(SELECT", "WITH")):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            (plan,) = cursor.fetchone()
        found += [f"{one}\n{sql}" for one in reads(plan[0]["Plan"])]
    return found


class Years:
    """An installation after years: cases that are over, some of them of one outlet, and few under way."""

    def __init__(self, now: datetime) -> None:
        ground.lay(now=datetime.now(UTC))
        self.seats = {member: Client() for member, _paths in PAGES}
        for member, client in self.seats.items():
            client.force_login(people_queries.account(member.username))
        with copies.told() as over:
            self.over = builders.a_repair(now=now, at="closed").repair
            self.claim_over = a_claim(now=now, at="closed").claim
        with copies.told() as open_:
            self.open = builders.a_repair(now=now + timedelta(days=1), at="booked").repair
            self.asked = a_claim(now=now, at="merchant_answer", order="YT-20261119-1").claim
            self.review = a_claim(now=now, at="review", order="YT-20261119-2").claim
        others = self.others()
        copies.copy(over, OVER, begun=1000, hours_apart=4, instead=others)
        copies.copy(over, HIS, begun=50_000, hours_apart=96)
        copies.copy(open_, UNDER_WAY, begun=100_000, hours_apart=0.01, instead=others)
        self.large = large()
        copies.grow(self.large, TIMES)
        self.serial = Device.objects.filter(repairs__pk=self.over.pk).values_list("serial", flat=True).first()
        link = people.link
        self.token = acting(lambda: link(stream=self.open.stream(), person=self.open.customer, now=now))

    @staticmethod
    def others() -> dict[UUID, UUID]:
        """Name for Master Luo and his outlet those who have most of the copies."""
        his, other = (Technician.objects.get(number=one.number) for one in (cast.MASTER_LUO, cast.MASTER_TIAN))
        here, there = (Outlet.objects.get(organisation__slug=one) for one in ("wuhou", "tangxia"))
        houses = {here.organisation_id: there.organisation_id, here.pk: there.pk}
        return {his.pk: other.pk, his.person_id: other.person_id, **houses}


DESK = (
    *("/desk/repairs/", "/desk/repairs/?show=late", "/desk/repairs/?show=paused", "/desk/repairs/?brand=heyan"),
    *("/desk/repairs/?sort=newest", "/desk/board/", "/desk/repairs/{open}/", "/desk/repairs/{over}/"),
)
PAGES: tuple[tuple[cast.Member, tuple[str, ...]], ...] = (
    (cast.XIAO_DENG, DESK),
    (cast.XIAO_CHEN, ("/desk/contacts/", "/desk/claims/", "/notices/")),
    (
        cast.LIN,
        (
            *("/desk/claims/", "/desk/claims/?waits=over", "/desk/claims/?show=late"),
            *("/desk/claims/{review}/", "/desk/claims/{claim_over}/"),
        ),
    ),
    (cast.SUN, ("/desk/follow-ups/", "/desk/follow-ups/?show=over")),
    (
        cast.ADMIN,
        ("/desk/insight/", "/desk/stuck/", "/desk/network/technicians/", "/desk/network/gaps/", "/desk/houses/"),
    ),
    (
        cast.MERCHANT_OWNER,
        (
            *("/merchant/claims/", "/merchant/claims/?waits=all", "/merchant/claims/?waits=over"),
            *("/merchant/purchases/", "/merchant/overview/", "/merchant/packing/", "/merchant/packing/?q=zzz"),
            *("/merchant/claims/{asked}/", "/merchant/claims/{claim_over}/"),
        ),
    ),
    (cast.BOSS_HE, ("/outlet/jobs/", "/outlet/board/", "/outlet/counter/", "/outlet/people/")),
    (
        cast.MASTER_LUO,
        (
            *("/technician/", "/technician/offers/", "/technician/jobs/", "/technician/earnings/"),
            *("/technician/reviews/", "/technician/contests/", "/technician/me/"),
        ),
    ),
    (cast.QIAN, ("/desk/money/", "/desk/money/invoices/", "/desk/money/invoices/?q=2025")),
    (cast.ZHOU, ("/auditor/cases/", "/auditor/decisions/", "/auditor/clocks/")),
)


BY_DESIGN: dict[str, frozenset[str]] = {
    "/merchant/overview/": frozenset({"standing_mark"}),
    "/desk/claims/{review}/": frozenset({"standing_mark"}),
    "/desk/claims/{claim_over}/": frozenset({"standing_mark"}),
}
"""Of a house that is judged, all marks that count on it are read."""


@pytest.fixture(scope="class")
def years(django_db_setup: None, django_db_blocker: Any) -> Iterator[Years]:
    """Lay them once for several tests, each of which takes back what it does there."""
    outer = transaction.atomic()
    outer._from_testcase = True
    with django_db_blocker.unblock(), outer:
        yield Years(NOW)
        transaction.set_rollback(True)


def opened(years: Years, who: cast.Member | Client, path: str) -> list[tuple[str, Any]]:
    """Open a page; give what it asked."""
    client = who if isinstance(who, Client) else years.seats[who]
    named = {name: getattr(years, name).number for name in ("open", "over", "claim_over", "asked", "review")}
    with asked() as told:
        assert client.get(path.format(**named)).status_code == 200, path
    return told


def found(years: Years) -> Iterator[tuple[str, list[str]]]:
    """Open and search everything; give of each what was read too much for it."""
    for member, paths in PAGES:
        for path in paths:
            tables = years.large - BY_DESIGN.get(path, frozenset())
            yield path, too_much(tables, opened(years, member, path))
    customer = Client()
    customer.get(f"/c/{years.token}/", follow=True)
    yield "customer", too_much(years.large, opened(years, customer, "/customer/repairs/{open}/"))
    now = timezone.now()
    with asked() as told:
        repairs.mine(builders.by_phone(cast.MS_ZHANG.phone), now=now)
        claims.mine(builders.by_phone(cast.BUYER.phone), now=now)
    yield "customer's cases", too_much(years.large, told)
    with asked() as told:
        assert not access.of_two_hats()
    yield "who works here and is a customer", too_much(years.large, told)
    for text in (years.over.number, years.over.number[-8:-2], "13800000001", "0001", years.serial or ""):
        with asked() as told:
            years.seats[cast.XIAO_CHEN].post("/desk/repairs/search/", {"q": text})
            years.seats[cast.XIAO_CHEN].post("/desk/repairs/new/caller/", {"phone": text})
            years.seats[cast.LIN].post("/desk/claims/search/", {"q": text})
            years.seats[cast.MERCHANT_OWNER].get("/merchant/claims/", {"text": text})
        yield f"search {text}", too_much(years.large, told)


def nodes(told: list[tuple[str, Any]], table: str) -> list[dict[str, Any]]:
    """Give what PostgreSQL does with a table for some statements, node by node."""
    found: list[dict[str, Any]] = []

    def walk(node: dict[str, Any]) -> None:
        if node.get("Relation Name") == table:
            found.append(node)
        for below in node.get("Plans", ()):
            walk(below)

    for sql, params in told:
        if table in sql and sql.startswith(("SELECT", "(SELECT", "WITH")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                walk(cursor.fetchone()[0][0]["Plan"])
    return found


class TestYears:
    def test_no_list_reads_half_of_what_is_over(self, years: Years) -> None:
        for name, tuned in SETTINGS.items():
            with connection.cursor() as cursor:
                cursor.execute(tuned)
            bad = [f"{path}, {name}: {one[:600]}" for path, plans in found(years) for one in plans]
            assert not bad, "\n".join(bad)

    def test_a_deep_page_looks_up_what_it_shows(self, years: Years) -> None:
        """What lies beside an order (its lines, its buyer) is asked for those shown, not for those that come before."""
        told = opened(years, cast.MERCHANT_OWNER, "/merchant/purchases/?page=15")
        for table in ("goods_purchaseline", "people_person"):
            looked = [one["Actual Loops"] for one in nodes(told, table)]
            assert max(looked) <= 51, f"{table}: {looked}"

    def test_a_deep_page_of_claims_looks_up_what_it_shows(self, years: Years) -> None:
        """Whether a reviewer can act on a claim is asked of all that are under way; what is told, of those alone."""
        told = opened(years, cast.LIN, "/desk/claims/?page=2")
        shown = Claim.objects.filter(state__in=lists.UNDER_WAY).count() - 50
        for table in ("claims_claimline", "claims_answer"):
            looked = [one["Actual Loops"] for one in nodes(told, table)]
            assert max(looked) <= shown, f"{table}: {looked}"

    def test_a_deep_page_of_technicians_looks_up_what_it_shows(self, years: Years) -> None:
        with asked() as read:
            rows = technicians.listed(actor(cast.ADMIN, now=NOW), TechnicianFilter(), now=NOW, offset=2, limit=2)
        assert len(rows) == 2
        for table in ("network_skill", "network_engagement"):
            looked = [one["Actual Loops"] for one in nodes(read, table)]
            assert max(looked) <= len(rows), f"{table}: {looked}"

    def test_a_month_of_an_account_reads_that_month(self, years: Years) -> None:
        """What stood there before is summed along an index; of other months no row is read."""
        told = opened(years, cast.MERCHANT_OWNER, f"/merchant/statement.xlsx?month={NOW - timedelta(days=70):%Y-%m}")
        for table in ("ledger_transfer", "ledger_bill"):
            assert not [one for one in nodes(told, table) if "Seq Scan" in one["Node Type"]], table
        listed = [one for one in told if "ORDER BY" in one[0] and "ledger_transfer" in one[0]]
        read = [one["Actual Rows"] * one["Actual Loops"] for one in nodes(listed, "ledger_transfer")]
        assert max(read) < OVER / 4, read

    def test_what_is_to_be_erased_is_found_among_what_ended_and_who_has_no_case(self, years: Years) -> None:
        """Neither every head of a stream is read for it nor every person, once who has a case is noted."""
        while acting(lambda: publications.note_cases(now=timezone.now())):
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_person")
        copies.grow(frozenset({"people_person"}), TIMES)
        told = opened(years, cast.ADMIN, "/desk/texts/retention/")
        assert not too_much(years.large, told)
        (persons,) = (sql for sql, _params in told if "has_case" in sql)
        assert persons.count("NOT (EXISTS") == persons.count("OFFSET 0"), "all of a table is joined to few persons"

    def test_what_runs_at_night_reads_what_is_left(self, years: Years) -> None:
        """What is emptied is not looked at again, and whether some cases are is asked by their heads."""
        now = timezone.now() + timedelta(days=3000)
        Stream.objects.filter(ended_at__isnull=False).update(emptied_at=now)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE core_stream")
        copies.grow(frozenset({"core_stream"}), TIMES)
        some = [StreamKey("repair", str(key)) for key in Repair.objects.values_list("pk", flat=True)[:500]]
        with asked() as told:
            assert not list(terms.over("repairs", now=now))
            assert not list(erasures.told_nowhere())
            case_contents.is_emptied(some)
        assert not too_much(years.large, told)
        assert not [one for one in nodes(told, "core_stream") if "Seq Scan" in one["Node Type"]]

    def test_a_lost_index_is_found(self, years: Years) -> None:
        assert not too_much(years.large, opened(years, cast.XIAO_DENG, "/desk/repairs/"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE tablename = 'repairs_repair' AND indexdef LIKE '%(state%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
        assert any(
            "repairs_repair" in one for one in too_much(years.large, opened(years, cast.XIAO_DENG, "/desk/repairs/"))
        )
        assert Repair.objects.count() > OVER
        assert Organisation.objects.count() < MANY


def test_what_waits_for_a_call_is_found_along_its_clocks(sits: Sits, now: datetime) -> None:
    """However many follow-ups nobody has called, the list reads those it shows, and counts to a thousand."""
    sun = sits(cast.SUN)
    told = {"name": "quality.sample_percent", "value": 100, "valid_from": now - timedelta(days=9), "by": SYSTEM}
    acting(lambda: settings.propose(**told, now=now - timedelta(days=9)))
    with copies.told() as rows:
        one = builders.a_repair(now=now - timedelta(days=3), at="closed")
        clocks.sweep(one.now + timedelta(hours=25))
    assert FollowUp.objects.get().state == "due"
    copies.copy(rows, OVER, begun=1000, hours_apart=0.01)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as read:
        page = sun.get("/desk/follow-ups/").content.decode()
    assert "999+" in page
    assert page.count("repair-row") <= 200
    assert not too_much(tables, read)

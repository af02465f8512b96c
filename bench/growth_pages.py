"""Open every list and case page of each face on a filled database and say what each cost.

A page is opened twice; the second opening counts. Statements are those Django sent; rows are what they gave back; work
is SQLite's steps (thousands of instructions of its machine) or the pages PostgreSQL read. What took long, or walks a
whole table that grows, is explained.
"""

import inspect
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from http import HTTPStatus
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

GROWING = re.compile(
    r"(?:SCAN|Seq Scan on) (?:repairs_|claims_|visits_|core_entry|core_clock|core_private|core_message|core_stream|"
    r"ledger_|evidence_|goods_purchase|people_p|people_caselink|people_consent|people_hold|places_|quality_|standing_|notices_|threads_)"
)


@dataclass
class Statement:
    sql: str
    params: Any
    ms: float


@dataclass
class Opened:
    """What opening a page cost."""

    name: str
    status: int = 0
    statements: int = 0
    ms: float = 0.0
    database_ms: float = 0.0
    kilobytes: float = 0.0
    steps_k: int = 0
    slow: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def watched() -> Iterator[tuple[list[Statement], list[int]]]:
    """Keep every statement with its time, and count SQLite's steps in thousands."""
    told: list[Statement] = []
    steps = [0]

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            told.append(Statement(sql, params, (time.perf_counter() - begun) * 1000))

    def step() -> int:
        steps[0] += 1
        return 0

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(step, 1000)
    try:
        with connection.execute_wrapper(wrapper):
            yield told, steps
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)


def plan_of(one: Statement, *, slow: bool) -> str:
    """Explain a statement that reads; on PostgreSQL what was slow is run for it once more."""
    if not one.sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
        return ""
    how = "EXPLAIN (ANALYZE, BUFFERS) " if slow else "EXPLAIN "
    how = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else how
    with connection.cursor() as cursor:
        cursor.execute(how + one.sql, one.params)
        rows = cursor.fetchall()
    return "\n".join(str(row[-1]) for row in rows)


def opened(name: str, work: Callable[[], Any], *, plans_ms: float) -> Opened:
    """Open once to warm, once to measure; explain what was slow."""
    work()
    with watched() as (told, steps):
        begun = time.perf_counter()
        answer = work()
        took = (time.perf_counter() - begun) * 1000
    found = Opened(name, statements=len(told), ms=round(took, 1), steps_k=steps[0])
    found.database_ms = round(sum(one.ms for one in told), 1)
    if isinstance(answer, HttpResponse) or hasattr(answer, "status_code"):
        found.status = answer.status_code
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found.kilobytes = round(len(content) / 1024, 1)
    for one in sorted(told, key=lambda one: -one.ms):
        plan = plan_of(one, slow=one.ms > plans_ms)
        if one.ms > plans_ms or GROWING.search(plan):
            found.slow.append({"ms": round(one.ms, 1), "sql": one.sql, "plan": plan})
    return found


def pages(facts: dict[str, Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give the pages: who opens which address."""
    newest = Newest(facts)
    for who, member, paths in (
        ("dispatcher", "deng", newest.desk()),
        ("agent", "chen", newest.agent()),
        ("reviewer", "lin", newest.reviewer()),
        ("quality", "sun", ("/desk/follow-ups/", "/desk/follow-ups/?show=late")),
        ("operator", "admin", newest.operator()),
        ("merchant", "an", newest.merchant()),
        ("outlet", "he", newest.outlet()),
        ("finance", "qian", newest.finance()),
        ("technician", "luo", newest.technician()),
        ("auditor", "zhou", newest.auditor()),
        ("merchant's own", "xiang", newest.merchant_own()),
        ("packer", "wu", ("/merchant/packing/", *newest.parcels())),
    ):
        client = signed_in(member)
        for path in paths:
            if isinstance(path, tuple):
                yield (
                    f"{who} {path[0]} q={path[1]}",
                    lambda client=client, path=path: client.post(path[0], {"q": path[1]}),
                )
            else:
                yield f"{who} {path}", lambda client=client, path=path: client.get(path)
    yield from newest.outside()
    yield from live()
    yield from newest.work()


def signed_in(member: str) -> Client:
    """Return the browser of a member of the cast."""
    row = apps.get_model("people.Account").objects.filter(username=member).first()
    if row is None:
        raise ValueError(f"account: expected {member}, got none")
    client = Client()
    client.force_login(row)
    return client


def live() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give what a live page asks: where it begins that was read a moment ago, and what happened since."""
    from anxin.config import subscriptions

    read_at = f"{(timezone.now() - timedelta(seconds=5)).timestamp() * 1000:.0f}"
    house = apps.get_model("people.Organisation").objects.get(kind="operator")
    desk = subscriptions.Right(audiences=(f"organisation:{house.pk}",), roles=frozenset({"agent"}))
    yield "live since", lambda: subscriptions.beginning("", read_at)
    yield "live all after", lambda: subscriptions.all_after(subscriptions.beginning("", read_at))
    yield "live after", lambda: subscriptions.after(subscriptions.beginning("", read_at), desk)


def others(already: Collection[str]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give each address without a gap that was not opened, by the first of the cast whom it lets in."""
    stranger = Client()
    clients = {member: signed_in(member) for member in ("admin", "chen", "an", "he", "luo", "zhou")}
    faces = {"merchant": ("an",), "outlet": ("he",), "technician": ("luo",), "auditor": ("zhou",)}
    for route in addresses():
        if any(sign in route for sign in "<(^") or f"/{route}" in already:
            continue
        found = [clients[one] for one in faces.get(route.split("/")[0], ("admin", "chen"))]
        for client in (*found, stranger):
            answer = client.get(f"/{route}")
            if answer.status_code == HTTPStatus.OK:
                yield f"other /{route}", lambda client=client, route=route: client.get(f"/{route}")
                break


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[str]:
    """Walk the table of addresses, each as its pattern."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        else:
            yield route


class Newest:
    """Finds cases to open: one under way and one long over, of each kind."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts
        repairs, claims = apps.get_model("repairs.Repair"), apps.get_model("claims.Claim")
        long_ago = timezone.now() - timedelta(days=200)
        self.open_repair = repairs.objects.filter(state="arranged").order_by("-created_at")[0]
        self.old_repair = repairs.objects.filter(state="closed", created_at__lt=long_ago).order_by("-created_at")[0]
        self.open_claim = claims.objects.filter(state="review").order_by("-created_at")[0]
        house = apps.get_model("people.Role").objects.filter(account__username="an", to_at=None).values("organisation")
        sold = claims.objects.filter(seller__in=house)
        self.waiting_claim = sold.filter(state="merchant_answer").order_by("-created_at")[0]
        self.sold_claim = sold.filter(state="closed", created_at__lt=long_ago).order_by("-created_at")[0]
        self.old_claim = claims.objects.filter(state="closed", created_at__lt=long_ago).order_by("-created_at")[0]
        self.purchase = self.sold_claim.purchase_id

    def desk(self) -> list[Any]:
        serial = self.open_repair.number.split("-")[2]
        return [
            *("/desk/repairs/", "/desk/repairs/?show=late", "/desk/repairs/?sort=newest&page=40"),
            *("/desk/repairs/?brand=heyan", "/desk/board/", "/desk/board/?place=武侯区"),
            f"/desk/repairs/{self.open_repair.number}/",
            f"/desk/repairs/{self.old_repair.number}/",
            ("/desk/repairs/search/", self.old_repair.number),
            ("/desk/repairs/search/", serial),
            ("/desk/repairs/search/", "15000012345"),
            ("/desk/repairs/search/", "2345"),
        ]

    def agent(self) -> list[Any]:
        return [
            *("/desk/repairs/", "/desk/repairs/new/", "/desk/repairs/new/caller/?phone=15000012345"),
            *("/desk/claims/", "/desk/contacts/", "/desk/contacts/?q=15000012345", "/notices/", "/notices/bell/"),
            *("/desk/numbers/", "/desk/waiting/"),
            f"/desk/claims/{self.open_claim.number}/",
        ]

    def reviewer(self) -> list[Any]:
        return [
            *("/desk/claims/", "/desk/claims/?page=20", "/desk/claims/table.csv"),
            f"/desk/claims/{self.open_claim.number}/",
            f"/desk/claims/{self.old_claim.number}/",
            ("/desk/claims/search/", self.old_claim.number),
            ("/desk/claims/search/", "15000012345"),
            ("/desk/claims/search/", "YT-20261115-7000"),
        ]

    def operator(self) -> list[Any]:
        return [
            *("/desk/insight/", "/desk/settings/", "/desk/imports/", "/desk/stuck/", "/desk/sign-ins/"),
            *("/desk/insight/tables/first_visit.csv", "/reveals/", "/desk/repairs/", "/desk/claims/"),
            *("/desk/network/outlets/", "/desk/network/technicians/", "/desk/network/gaps/", "/desk/staff/"),
            *("/desk/opening/", "/desk/texts/retention/"),
        ]

    def merchant(self) -> list[Any]:
        return [
            *("/merchant/claims/", "/merchant/claims/?show=all", "/merchant/claims/?show=closed&page=30"),
            *("/merchant/claims/table.csv", "/merchant/overview/", "/merchant/purchases/"),
            *("/merchant/purchases/?page=100", "/merchant/packing/", "/merchant/standing-answers/"),
            f"/merchant/claims/{self.waiting_claim.number}/",
            f"/merchant/claims/{self.sold_claim.number}/",
            f"/merchant/purchases/{self.purchase}/",
            ("/merchant/search/", self.sold_claim.number),
            ("/merchant/search/", "YT-20261115-7000"),
        ]

    def merchant_own(self) -> list[Any]:
        return ["/merchant/claims/", "/merchant/claims/?waits=over", "/merchant/overview/", "/merchant/purchases/"]

    def parcels(self) -> list[str]:
        """Goods that come back to the merchant, and what a parcel is told of that arrives damaged."""
        house = apps.get_model("people.Organisation").objects.get(slug="xiangyuan")
        found = apps.get_model("claims.Claim").objects.filter(seller=house, state__in=("waiting_return", "inspecting"))
        return [f"/merchant/packing/returns/{one.number}/" for one in found.order_by("-created_at")[:1]]

    def outlet(self) -> list[Any]:
        custody, order = apps.get_model("custody.Custody"), apps.get_model("visits.OutletOrder")
        kept = custody.objects.filter(outlet__organisation__slug="wuhou").order_by("-created_at")[:1]
        asked = order.objects.filter(outlet__organisation__slug="wuhou").order_by("-created_at")[:1]
        return [
            *("/outlet/jobs/", "/outlet/board/", "/outlet/people/", "/outlet/counter/", "/outlet/week/"),
            *(f"/outlet/counter/{one.number}/" for one in kept),
            *(f"/outlet/jobs/{one.pk}/" for one in asked),
        ]

    def finance(self) -> list[Any]:
        invoices = apps.get_model("invoices.Invoice").objects.order_by("-created_at")[:1]
        return [
            *("/desk/money/", "/desk/money/invoices/", "/desk/money/statement.xlsx"),
            *(f"/desk/money/invoices/{one.number}/" for one in invoices),
            f"/desk/claims/{self.open_claim.number}/",
        ]

    def technician(self) -> list[Any]:
        return [
            *("/technician/", "/technician/offers/", "/technician/jobs/", "/technician/earnings/"),
            *("/technician/reviews/", "/technician/me/", "/technician/statement.xlsx"),
        ]

    def auditor(self) -> list[Any]:
        return [
            *("/auditor/cases/", "/auditor/decisions/", "/auditor/clocks/", "/auditor/access/"),
            *("/auditor/sign-ins/", "/auditor/hashes/", "/auditor/rules/"),
        ]

    def outside(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Customers by their links, strangers, the API, and who asks how the house is."""
        stranger = Client()
        for path in ("/", "/verify/?code=HY-CD-0318", "/verify/?code=400-000-0000", "/report/", "/prices/", "/rules/"):
            yield f"stranger {path}", lambda path=path: stranger.get(path)
        yield "metrics", lambda: stranger.get("/metrics", headers={"authorization": "Bearer growth"})
        yield from self.customers()
        from anxin.config import health

        yield "healthz", health.healthz
        yield from self.programs()

    def customers(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        for name, link in self.facts["links"].items():
            if name in ("closed", "quote_waits", "claim_offered", "claim_honest"):
                client = Client()
                page = client.get(link, follow=True)
                path = page.redirect_chain[-1][0] if page.redirect_chain else link
                yield f"customer {name}", lambda client=client, path=path: client.get(path)
        client = Client()
        client.get(self.facts["links"]["closed"], follow=True)
        yield "customer /customer/", lambda: client.get("/customer/")
        yield "customer /customer/me/", lambda: client.get("/customer/me/")

    def programs(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        head = {"authorization": f"Bearer {self.facts['api_token']}"}
        client = Client(headers=head)
        for path in (
            *("/repairs", "/repairs?state=closed", "/claims", "/claims?state=closed"),
            *(f"/repairs/{self.open_repair.number}", f"/claims/{self.open_claim.number}"),
        ):
            yield f"api {path}", lambda path=path: client.get(f"/api/v1{path}")
        for kind in ("repairs", "claims"):
            page = client.get(f"/api/v1/{kind}?limit=50").json()
            if page.get("next"):
                path = f"/api/v1/{kind}?limit=50&cursor={page['next']}"
                yield f"api /{kind} (next)", lambda path=path: client.get(path)

    def work(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """The rounds of the workers, each undone."""
        from django.db import transaction

        from anxin.core.acting import acting
        from anxin.core.queues import registry

        for name in sorted(registry.PERIODIC):
            task = registry.task_named(name)

            def work(task: Any = task) -> None:
                undone = transaction.atomic()
                undone._from_testcase = True  # type: ignore[attr-defined]  # a round's own blocks are durable
                with undone:
                    timed = "now" in inspect.signature(task.func).parameters
                    given = {"now": timezone.now()} if timed else {}
                    _ = acting(lambda: task.func(**given)) if task.whole else task.func(**given)
                    transaction.set_rollback(True)

            yield f"round {name.removeprefix('anxin.')}", work


def open_all(facts: dict[str, Any], *, only: str, plans_ms: float) -> list[dict[str, Any]]:
    """Open all pages whose name holds a text; print a line for each."""
    found: list[dict[str, Any]] = []
    seen = set[str]()
    for name, work in chain(pages(facts), others(seen)):  # what is left is looked at once these were given
        seen.update(name.split(" ")[1:2])
        if only not in name:
            continue
        try:
            one = opened(name, work, plans_ms=plans_ms)
        except Exception as error:  # a page that fails is a line too
            print(f"{name:60} FAILED {type(error).__name__}: {str(error)[:150]}", flush=True)
            continue
        print(
            f"{name:60} {one.status:4} {one.statements:4} st {one.ms:9.1f} ms {one.database_ms:9.1f} db "
            f"{one.steps_k:9} k {one.kilobytes:8} kB {len(one.slow):3} slow",
            flush=True,
        )
        found.append(asdict(one))
    return found

"""Open whatever each of the cast is led to: every link of every page, an address of each kind twice at most.

Of each page: its statements, the time they took, and each that was slow or for which PostgreSQL looked at many of its
pages or walked a large table, with its plan.
"""

import html
import json
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from bench.growth_pages import Statement, signed_in, watched

CAST = ("admin", "deng", "chen", "lin", "sun", "qian", "zhou", "an", "xiang", "wu", "he", "luo")
LINKS = re.compile(r'(?:href|src|action|data-[a-z-]+|hx-get)="(/[^"#]*|\?[^"#]*)"')
BESIDE = ("/static/", "/sign-out", "/theme", "/language", "/accent/", "/looks/")
TWICE, MOST = 1, 400
MANY_ROWS, MANY_PAGES = 3000, 2000
TUNED = "SET work_mem = '64MB'; SET random_page_cost = 1.1; SET effective_cache_size = '16GB'"


def large() -> frozenset[str]:
    """Return the tables with many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [MANY_ROWS])
        return frozenset(name for (name,) in cursor.fetchall())


def looked_at(plan: dict[str, Any]) -> int:
    """Return how many of PostgreSQL's pages a plan looked at."""
    return int(plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0))


def reads(node: dict[str, Any], tables: frozenset[str]) -> Iterator[str]:
    """Give where a plan reads many rows of a large table, or spills."""
    loops = node["Actual Loops"]
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    rows = (node["Actual Rows"] + removed) * loops
    if node.get("Relation Name") in tables and rows > MANY_ROWS:
        yield f"{node['Node Type']} of {node['Relation Name']} {node.get('Index Name', '')}: {rows:.0f} rows"
    if node.get("Sort Space Type") == "Disk" or node.get("Temp Written Blocks", 0):
        yield f"{node['Node Type']} spills"
    for below in node.get("Plans", ()):
        yield from reads(below, tables)


def told_of(one: Statement, tables: frozenset[str]) -> dict[str, Any] | None:
    """Return what there is to say of a statement; None where it reads little."""
    if not one.sql.lstrip().upper().startswith(("SELECT", "WITH", "(")) or "FOR UPDATE" in one.sql:
        return {"ms": round(one.ms, 1), "pages": 0, "reads": [], "sql": one.sql} if one.ms > 50 else None
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + one.sql, one.params)
        (plan,) = cursor.fetchone()
    found, pages = list(reads(plan[0]["Plan"], tables)), looked_at(plan[0]["Plan"])
    if not found and pages < MANY_PAGES and one.ms < 30:
        return None
    return {"ms": round(one.ms, 1), "pages": pages, "reads": found, "sql": one.sql, "params": str(one.params)[:400]}


def shape_of(path: str) -> tuple[str, str]:
    """Return which kind of address it is: its route, and what its question asks without numbers."""
    parts = urlsplit(path)
    asked = sorted((key, re.sub(r"\d", "", value)[:12]) for key, value in parse_qsl(parts.query))
    return resolve(parts.path).route, urlencode(asked)


def measured(name: str, work: Any, tables: frozenset[str], say: Any = print) -> Any:
    """Do something once; tell what it cost, and what of it reads much."""
    with watched() as (told, _steps):
        begun = time.perf_counter()
        answer = work()
        took = (time.perf_counter() - begun) * 1000
    spent = sum(one.ms for one in told)
    slow = []
    for one in told:
        try:
            slow += filter(None, [told_of(one, tables)])
        except Exception as error:
            slow.append({"ms": one.ms, "pages": 0, "reads": [str(error)[:200]], "sql": one.sql})
    pages = sum(one["pages"] for one in slow)
    repeated = Counter(re.sub(r"\s+", " ", one.sql) for one in told).most_common(1)
    times = repeated[0][1] if repeated else 0
    status = getattr(answer, "status_code", 0)
    say(f"{name[:110]:110} {status:4} {len(told):4} st x{times:<4} {took:9.0f} ms {spent:8.0f} db {pages:8} pages")
    for one in sorted(slow, key=lambda one: -one["pages"]):
        print(json.dumps({"page": name, **one}, ensure_ascii=False), file=sys.stderr, flush=True)
    return answer


def crawl(member: str, client: Client, starts: tuple[str, ...], tables: frozenset[str]) -> None:
    """Open what somebody is led to from some pages."""
    waiting, seen, counts = deque(starts), set[str](), Counter[tuple[str, str]]()
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        if path in seen or path.startswith(BESIDE):
            continue
        seen.add(path)
        try:
            shape = shape_of(path)
        except Resolver404:
            continue
        counts[shape] += 1
        if counts[shape] > TWICE:
            continue
        try:
            answer = measured(f"{member} {path}", lambda path=path: client.get(path), tables)
        except Exception as error:
            print(f"{member} {path} FAILED {type(error).__name__}: {str(error)[:200]}", flush=True)
            continue
        if answer.status_code in (301, 302) and answer.headers["Location"].startswith("/"):
            waiting.append(answer.headers["Location"])
        if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
            text = answer.content.decode(errors="replace")
            waiting.extend(urljoin(path, html.unescape(one)) for one in LINKS.findall(text))


def all_of(facts: dict[str, Any], *, only: str, tuned: bool = False) -> None:
    """Let each of the cast, customers and a stranger walk."""
    tables = large()
    with connection.cursor() as cursor:
        cursor.execute(TUNED if tuned else "SELECT 1")
    for member in CAST:
        if member in only.split():
            crawl(
                member,
                signed_in(member),
                ("/", "/desk/", "/merchant/", "/outlet/", "/technician/", "/auditor/"),
                tables,
            )
    for name, link in facts["links"].items():
        if only in f"customer {name}":
            client = Client()
            client.get(link, follow=True)
            crawl(f"customer {name}", client, (urlsplit(link).path, "/customer/", "/customer/me/"), tables)
    if only in "stranger":
        crawl("stranger", Client(), ("/", "/sitemap.xml", "/verify/?code=HY-CD-0318", "/report/", "/claim/"), tables)

"""Reports from before there was a queue lie with their number at the desk, each number with its first fact.

Everything here is as it was on the day of this migration: the check digit, the form of a fact, the way a head is
sealed. Only the key is the installation's own.
"""

import hashlib
import json
from datetime import UTC
from itertools import batched
from zoneinfo import ZoneInfo

from django.db import migrations, transaction
from django.db.models import F
from django.utils import timezone

from anxin.core.ids import uuid7
from anxin.core.keys import signatures

AT_ONCE = 200


def gather(apps, schema_editor):
    """Lay them together, so many numbers at a time."""
    here = schema_editor.connection.alias

    def rows(app, model):
        return apps.get_model(app, model)._base_manager.using(here)

    reports = rows("network", "Report").filter(about=None)
    codes = list(reports.order_by("code").values_list("code", flat=True).distinct())
    for some in batched(codes, AT_ONCE, strict=False):
        with transaction.atomic(using=here):
            for code in some:
                first = reports.filter(code=code).order_by("at").first()
                reports.filter(code=code).update(about=lay(rows, code, first.kind, timezone.now()))


def lay(rows, code, kind, now):
    """Give a number's row, begun where there is none, with the operator as party and its first fact."""
    numbers = rows("network", "ReportedNumber")
    found = numbers.filter(bare=code).first()
    if found is not None:
        return found
    moments = {"created_at": now, "updated_at": now}
    told = {"bare": code, "code": code, "kind": kind, "state": "received"}
    row = numbers.create(id=uuid7(), number=issue(rows, now), **told, **moments)
    operator = rows("people", "Organisation").filter(kind="operator").order_by("created_at").first()
    if operator is not None:
        party = {"stream_kind": "reported_number", "stream_key": row.id, "role": "operator", "from_at": now}
        rows("people", "Party").create(id=uuid7(), organisation=operator, **party)
    tell(rows, row, now)
    return row


def issue(rows, now):
    """Give the next number of its kind on this day (ISO 7064, MOD 11-2)."""
    day = now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    serials = rows("core", "Serial")
    serials.bulk_create([serials.model(kind="F", day=day)], ignore_conflicts=True)
    while True:
        serials.filter(kind="F", day=day).update(last=F("last") + 1)
        serial = f"{serials.values_list('last', flat=True).get(kind='F', day=day):06d}"
        product = 0
        for digit in f"{day:%Y%m%d}{serial}":
            product = (product + int(digit)) * 2 % 11
        check = (12 - product) % 11
        if check < 10:
            return f"F-{day:%Y%m%d}-{serial}-{check}"


def tell(rows, row, now):
    """Write the first fact of a row's own stream."""
    heads, facts = rows("core", "Stream"), rows("core", "Entry")
    head = heads.model(id=uuid7(), kind="reported_number", key=str(row.id), length=1)
    fact = facts.model(
        id=uuid7(),
        stream=head,
        position=1,
        code="reported_number.received",
        at=now,
        actor_kind="system",
        actor_id="system",
        facts={"number": row.number, "kind": row.kind, "row": str(row.id), "to_state": "received"},
    )
    content = {
        "stream": [head.kind, head.key],
        "position": 1,
        "id": str(fact.id),
        "code": fact.code,
        "at": now.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": [fact.actor_kind, fact.actor_id, "", ""],
        "facts": fact.facts,
        "commitments": {},
        "previous": "",
    }
    fact.hash = head.head = hashlib.sha256(b"anxin.timeline.entry.v1\n" + canonical(content)).hexdigest()
    head.seal = signatures.seal(b"anxin timeline head", canonical([str(head.id), head.kind, head.key, 1, head.head]))
    heads.bulk_create([head])
    facts.bulk_create([fact])


def canonical(value):
    """Write plain values in the one way they are hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Migration(migrations.Migration):
    atomic = False

    run_before = [("core", "0020_serial_blocks")]  # it numbers in the table that goes there
    dependencies = [
        ("network", "0003_waiting"),
        ("people", "0003_paced_sign_ins"),
        ("core", "0007_sessions"),
    ]

    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]

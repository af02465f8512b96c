"""What was told that shops gave back becomes their orders' book; what counts of it stays as it stands.

A refund of a list is told by its facts, each with its number; what stands on a line beside these only a file said, or a
merchant: it is that line's total. What a platform decided was taken out of a file's total: it is put in again.
"""

import re
import unicodedata

from django.db import migrations

from anxin.core.row_seals import seal_of

TOLD = "goods.told_later"


def plain(reference):
    """Return a number as the book compares it."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", reference)).upper() or reference.strip()


def fill(apps, schema_editor):
    """Write the book of each order of which anything was told."""
    alias = schema_editor.connection.alias
    facts = apps.get_model("core", "Entry").objects.using(alias).filter(code=TOLD).order_by("stream_id", "position")
    told = {}
    for key, position, at, one in facts.values_list("stream__key", "position", "at", "facts").iterator(chunk_size=5000):
        told.setdefault(str(key), []).append((position, at, one))
    lines = apps.get_model("goods", "PurchaseLine").objects.using(alias)
    given = {str(key) for key in lines.filter(refunded_fen__gt=0).values_list("purchase_id", flat=True)}
    orders = apps.get_model("goods", "Purchase").objects.using(alias)
    for key in sorted({*told, *given}):
        order = orders.filter(pk=key).first()
        if order is not None and not order.shop_refunds.exists():
            _fill(apps, alias, order, told.get(key, []))


def _fill(apps, alias, order, told):
    proven = _refunds(apps, alias, order, told)
    for line in order.lines.all():
        shown = min(proven.get(line.position, 0), line.refunded_fen)
        if shown:
            apps.get_model("goods", "PurchaseLine").objects.using(alias).filter(pk=line.pk).update(proven_fen=shown)
        if line.refunded_fen > shown:
            fen = line.refunded_fen + _decided(apps, alias, line)
            _write(apps, alias, order, {"positions": [line.position], "fen": fen, "sources": ["file"]}, at=order.bought_at)


def _refunds(apps, alias, order, told):
    """Write the refunds of an order's list by their numbers; return how much of each line they prove as it counts."""
    named = {str(one["of"]) for _position, _at, one in told if one.get("cell") == "named"}
    rows, net = {}, {}
    for position, at, one in told:
        unnamed = one.get("cell") == "unnamed"
        if not (unnamed or "proven_fen" in one) or (unnamed and str(position) in named):
            continue
        if not unnamed:
            net[one["line"]] = net.get(one["line"], 0) + one["proven_fen"]
        if "instead" not in one:
            reference = str(one.get("reference") or "")
            row = rows.setdefault(plain(reference) or f"#{position}", {"reference": reference, "lines": {}, "at": at})
            line = 0 if unnamed else one["line"]
            row["lines"][line] = row["lines"].get(line, 0) + one["told_fen" if unnamed else "proven_fen"]
    for number, row in rows.items():
        fen, positions = sum(row["lines"].values()), sorted(filter(None, row["lines"]))
        written = {"number": number[:64], "reference": row["reference"][:64], "positions": positions, "fen": fen}
        written |= {"proven_fen": fen, "proven_at": row["at"], "sources": ["list"]}
        _write(apps, alias, order, written, at=row["at"])
    return net


def _decided(apps, alias, line):
    """Return what platforms decided about a line: their files tell it, too, and it was taken out of their total."""
    said = ("merchant", "desk", "shop", "denied")
    rows = apps.get_model("claims", "Outcome").objects.using(alias).filter(claim__lines__line=line)
    return sum(rows.exclude(told_by__in=said).values_list("amount_fen", flat=True))


def _write(apps, alias, order, told, *, at):
    row = apps.get_model("goods", "ShopRefund")(purchase=order, told_at=at, **told)
    row.seal = seal_of(row)
    row.save(using=alias, force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_brought_claims"), ("core", "0039_beginnings"), ("goods", "0022_the_book_of_a_shop")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]

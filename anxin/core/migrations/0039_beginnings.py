"""Indexes of texts by their beginning go where nobody searches so; `config.postgresql` lays no new ones."""

from django.db import connections, migrations

SEARCHED = {("core_latertask", "key"), ("ledger_transfer", "debit"), ("ledger_transfer", "key")}
SEARCHED |= {("notices_notice", "key"), ("places_place", "code")}
FOUND = r"""
SELECT t.relname, a.attname, i.relname FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
  JOIN pg_opclass o ON o.oid = x.indclass[0] JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
 WHERE i.relnamespace = current_schema()::regnamespace AND x.indnatts = 1 AND x.indpred IS NULL
   AND i.relname LIKE '%\_like' AND o.opcname IN ('varchar_pattern_ops', 'text_pattern_ops')
"""


def drop(apps, editor):
    here = connections[editor.connection.alias]
    if here.vendor != "postgresql":
        return
    with here.cursor() as cursor:
        cursor.execute(FOUND)
        for table, column, index in cursor.fetchall():
            if (table, column) not in SEARCHED:
                cursor.execute(f"DROP INDEX {here.ops.quote_name(index)}")


class Migration(migrations.Migration):
    dependencies = [("core", "0038_indexes_twice")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]

"""Tasks are kept once: what Procrastinate kept beside them on PostgreSQL goes."""

from django.db import connections, migrations

ITS_OWN = r"procrastinate\_%"
DROPPED = """
SELECT 'DROP TABLE IF EXISTS ' || c.oid::regclass || ' CASCADE' FROM pg_class c
 WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname LIKE %(own)s
UNION ALL SELECT 'DROP FUNCTION IF EXISTS ' || p.oid::regprocedure || ' CASCADE' FROM pg_proc p
 WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE %(own)s
UNION ALL SELECT 'DROP TYPE IF EXISTS ' || t.oid::regtype || ' CASCADE' FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typnamespace = current_schema()::regnamespace AND t.typname LIKE %(own)s
   AND (t.typtype = 'e' OR c.relkind = 'c')
"""


def drop(apps, editor):
    here = connections[editor.connection.alias]
    if here.vendor != "postgresql":
        return
    with here.cursor() as cursor:
        cursor.execute(DROPPED, {"own": ITS_OWN})
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute("DELETE FROM django_migrations WHERE app = 'procrastinate'")


class Migration(migrations.Migration):
    dependencies = [("core", "0016_pressing_clocks")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]

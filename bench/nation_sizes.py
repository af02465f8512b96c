"""How many bytes a case PostgreSQL keeps, by table: rows with what lies beside them, and their indexes."""

from django.db import connection

SIZES = """
SELECT c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid) FROM pg_class c
 WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY pg_total_relation_size(c.oid) DESC
"""
CASES = "SELECT (SELECT count(*) FROM repairs_repair) + (SELECT count(*) FROM claims_claim)"
TOLD = 30


def table() -> str:
    """Return the largest tables, with the bytes a case of their rows and of their indexes, and the sum of all."""
    with connection.cursor() as cursor:
        cursor.execute(CASES)
        cases = cursor.fetchone()[0]
        cursor.execute(SIZES)
        found = [(name, rows / cases, indexes / cases) for name, rows, indexes in cursor.fetchall()]
    rest = found[TOLD:]
    whole = [*found[:TOLD], (f"{len(rest)} others", *_sums(rest)), (f"all, of {cases} cases", *_sums(found))]
    lines = [f"| {name} | {rows:,.0f} | {indexes:,.0f} |" for name, rows, indexes in whole]
    return "\n".join(["| table | rows, bytes a case | indexes |", "|---|---|---|", *lines])


def _sums(found: list[tuple[str, float, float]]) -> tuple[float, float]:
    return sum(rows for _name, rows, _indexes in found), sum(indexes for _name, _rows, indexes in found)

"""Insert a row that may be there already: one statement says whether it was new."""

from django.db import connection, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery


def insert_new(row: models.Model) -> bool:
    """Insert a row unless a unique rule of its table is in the way; tell whether it was inserted.

    Where another transaction is about to insert the same, this waits for its end. A key given by the database is set.
    """
    model, pk = type(row), row._meta.pk
    named = [field for field in model._meta.local_concrete_fields if not field.generated]
    given = [field for field in named if not (field is pk and row.pk is None)]
    query = InsertQuery(model, on_conflict=OnConflict.IGNORE)
    query.insert_values(given, [row])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [pk]
    ((sql, params),) = compiler.as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk = pk.to_python(found[0])
    row._state.adding, row._state.db = False, connection.alias
    return True

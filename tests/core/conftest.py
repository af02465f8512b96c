"""A small machine and a table for its rows: the core has none of its own."""

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def lamps(lamps_table: None) -> Iterator[None]:
    """Give the table of lamps, and take out what a test laid for good: the house doesn't empty a table not its own."""
    yield
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM tests_lamp")


@pytest.fixture(scope="session")
def lamps_table(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Make the table of lamps."""
    from tests.core.lamp import Lamp

    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Lamp)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Lamp)

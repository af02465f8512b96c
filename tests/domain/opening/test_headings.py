"""What columns are called in files that people have already."""

import pytest

from anxin.core import imports


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("symptoms", "类别", "category"),
        ("prices", "类别", "category"),
        ("days_off", "从", "from"),
        ("days_off", "到", "to"),
    ],
)
def test_is_known_by_its_usual_name(table: str, heading: str, column: str) -> None:
    found = next(one for one in imports.table(table).columns if one.name == column)
    assert heading in found.also

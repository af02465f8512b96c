"""Which page is asked for is read in one place: what nobody can mean is the first page, never an error."""

import pytest
from django.test import RequestFactory

from anxin.faces.pagination import asked_for


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("2", 2),
        ("", 1),
        ("0", 1),
        ("-3", 1),
        ("x", 1),
        ("٣", 1),
        ("10000", 1),
        ("00000199999999999999999999", 1),
        ("000001" + "0" * 5000, 1),
    ],
)
def test_a_page_is_a_small_number(text: str, page: int) -> None:
    assert asked_for(RequestFactory().get("/", {"page": text})) == page

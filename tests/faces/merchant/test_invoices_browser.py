"""A brand's pages of invoices as they look: the list, one of them, what was charged, and nothing at all."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import ON_A_DESK, Visitor
from tests.faces.merchant.test_invoices import ANNA, WAY, asked

pytestmark = pytest.mark.django_db(transaction=True)


@ON_A_DESK
def test_look_right(size: dict[str, object], visitor: Callable[..., Visitor], sits: Callable[..., Client]) -> None:
    owner = sits(cast.HEYAN_OWNER)
    row = asked()
    asked(ANNA, issued=False, file=False, hours=54)
    window = visitor(size).sits_down(owner)
    shown = {
        "brand_invoices": WAY,
        "brand_invoice": f"{WAY}{row.number}/",
        "brand_invoices_none": f"{WAY}?month=2026-01",
        "brand_charged": f"{WAY}charged/",
    }
    for what, path in shown.items():
        window.goes(path)
        window.looks_over(what)

"""One's own data in a browser: what is typed there and not sent stays in no browser, since a phone may be shared."""

from collections.abc import Callable

import pytest

from tests.faces.conftest import ON_A_PHONE, Visitor
from tests.faces.customer.test_corrections import a_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "JSON.stringify(Object.entries(sessionStorage)) + JSON.stringify(Object.entries(localStorage))"


@ON_A_PHONE
def test_a_name_that_is_typed_is_gone_once_one_leaves(size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
    client, person = a_customer()
    anna = visitor(size).sits_down(client)
    page = anna.goes(f"/customer/me/persons/{person.pk}/correction/")
    page.fill("[name=name]", "别人看得见的名字")
    assert "别人看得见的名字" not in page.evaluate(KEPT)
    anna.looks_over("own-data-correction")
    anna.goes("/customer/me/")
    anna.looks_over("own-data")
    page = anna.goes(f"/customer/me/persons/{person.pk}/correction/")
    assert page.input_value("[name=name]") != "别人看得见的名字"

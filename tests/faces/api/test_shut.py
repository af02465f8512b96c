"""What a program is told while a brand is shut: nothing is taken in, and why."""

from collections.abc import Callable
from typing import Any

import pytest

from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.goods.models import Product
from anxin.domain.network.models import Waiting
from anxin.domain.opening.models import Opening
from anxin.domain.repairs.models import Repair
from tests.evidence_builders import a_purchase
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]


@pytest.fixture
def brand(program: Of) -> Program:
    """Give the program of a brand that is shut."""
    one = program(cast.HEYAN)
    Opening.objects.filter(brand__slug=cast.HEYAN.slug).delete()
    return one


def refused(answer: Any) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, "opening.not_open"), answer.content
    assert cast.HEYAN.name in str(answer.json())


def test_reports_and_waits_are_refused(brand: Program, body: dict[str, Any]) -> None:
    refused(brand.sends(body))
    asked = {one: body[one] for one in ("brand", "product", "name", "phone")}
    refused(brand.sends({**asked, "address": "新疆乌鲁木齐市天山区"}, path="/waiting", key="w1"))
    assert (Repair.objects.count(), Waiting.objects.count()) == (0, 0)


def test_claims_are_refused_on_its_goods(program: Of, brand: Program, live_now: Any) -> None:
    one = a_purchase(now=live_now)
    one.lines.update(product=Product.objects.get(code="S3", brand__slug=cast.HEYAN.slug))
    told = {"order_key": one.order_key, "lines": [{"position": 1}], "type": "refund_only", "reason": "broken"}
    refused(program(cast.MERCHANT).sends({**told, "told": "裂", "declaration": "none"}, path="/claims", key="c1"))
    assert not Claim.objects.exists()

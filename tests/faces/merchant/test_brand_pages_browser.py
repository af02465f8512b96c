"""The brand's own pages as they look: numbers that use its name, how it shows itself, mistakes, and its group."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.conftest import ON_A_DESK, Visitor
from tests.faces.merchant.test_look import DARK, drawn
from tests.faces.merchant.test_numbers import reported

pytestmark = pytest.mark.django_db(transaction=True)


@ON_A_DESK
def test_look_right(
    size: dict[str, object], visitor: Callable[..., Visitor], sits: Callable[..., Client], live_now: datetime
) -> None:
    owner, row = sits(cast.HEYAN_OWNER), reported(shared="on")
    said = {"says": "not_ours", "why": "我们只有 400-000-0000 这一条热线，官网可查。"}
    owner.post(f"/merchant/numbers/{row.number}/statement/", said)
    owner.post("/merchant/look/picture/", {"photo_files": drawn()})
    owner.post("/merchant/look/look/", DARK)
    window = visitor(size).sits_down(owner)
    shown = {
        "brand_numbers": "/merchant/numbers/",
        "brand_number": f"/merchant/numbers/{row.number}/",
        "brand_look": "/merchant/look/",
        "brand_look_form": "/merchant/look/?do=look",
        "brand_return": "/merchant/look/?do=return",
        "brand_network": "/merchant/authorisations/brands/heyan/",
        "brand_mistake": "/merchant/authorisations/brands/heyan/?do=mistake",
        "house_group": "/desk/staff/robot/?do=robot",
    }
    for what, path in shown.items():
        window.goes(path)
        window.looks_over(what)

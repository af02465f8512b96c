"""The texts that a carrier is to grant, beside the form of the set-up."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast

pytestmark = pytest.mark.django_db


def test_a_carrier_s_form_shows_the_texts_to_have_granted_and_names_a_line_that_is_none(
    sits: Callable[[object], Client],
) -> None:
    admin = sits(cast.ADMIN)
    page = admin.get("/setup/providers/aliyun/").content.decode()
    assert "notices.repair_accepted" in page
    lines = "notices.repair_accepted = SMS_1234\n报修受理 SMS_5678"
    given = {"rank": "1", "key_id": "LTAI5tQnKxGfC2G6", "secret_key": "s3cret!", "sign": "青禾", "templates": lines}
    answer = admin.post("/setup/providers/aliyun/", given)
    assert answer.status_code == 422
    assert "第 2 行“报修受理 SMS_5678”" in answer.content.decode()

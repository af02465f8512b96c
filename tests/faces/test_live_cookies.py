"""A live page knows who asks beside whatever other cookies its host's programs have left."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.config import subscriptions
from anxin.demo import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("foreign", ["a/b=1", 'cfg={"a":1}', "plain=hello world", "weird[x]=1", "=", ";;"])
def test_a_foreign_cookie_hides_nobody_from_a_live_page(foreign: str, sits: Callable[..., Client]) -> None:
    key = sits(cast.XIAO_CHEN).cookies["sessionid"].value

    right = subscriptions.right_of("/live/desk/", {"host": "testserver", "cookie": f"{foreign}; sessionid={key}"})

    assert "agent" in right.roles

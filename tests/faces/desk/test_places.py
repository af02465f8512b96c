"""Each entry of the desk's navigation opens for everyone to whom it is shown."""

from collections.abc import Callable

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.faces.ground import navigation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("member", [cast.ADMIN, cast.XIAO_CHEN], ids=lambda one: one.username)
def test_no_entry_leads_to_a_closed_door(sits: Callable[[cast.Member], Client], member: cast.Member) -> None:
    client = sits(member)
    shown = [one.path for one in navigation.PLACES["desk"] if set(one.roles.split()) & set(member.roles)]
    assert shown
    assert [path for path in shown if client.get(path).status_code == 403] == []

"""The front door leads on, and the about page names whose work is carried."""

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True)


class TestFront:
    def test_tells_a_visitor_that_nobody_is_served_before_a_brand_is_open(self, client: Client) -> None:
        assert "还没有对外开放" in client.get("/").content.decode()

    def test_tells_somebody_whose_role_has_ended_so(self, client: Client) -> None:
        now = timezone.now()
        ground.lay(now=now)
        account = Account.objects.get(username=cast.XIAO_WU.username)
        client.force_login(account)
        people.withdraw_role(role=account.roles.get(), now=now)
        response = client.get("/")
        assert response.status_code == 200
        assert "还没有您的页面" in response.content.decode()


class TestAbout:
    def test_names_the_data_that_asks_for_it(self, client: Client) -> None:
        page = client.get("/about/").content.decode()
        assert "GeoNames" in page
        assert "CC BY 4.0" in page

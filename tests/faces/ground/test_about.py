"""The front door leads on, and the about page names whose work is carried."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


class TestFront:
    def test_leads_a_visitor_to_the_report(self, client: Client) -> None:
        assert client.get("/")["Location"] == "/report/"


class TestAbout:
    def test_names_the_data_that_asks_for_it(self, client: Client) -> None:
        page = client.get("/about/").content.decode()
        assert "GeoNames" in page
        assert "CC BY 4.0" in page

"""Forms and callers that come through a TLS proxy, in an installation whose public address is named while it runs."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from anxin.core import hosts
from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.faces import shared
from tests.faces.setup.test_setup import enrol, found

pytestmark = pytest.mark.django_db


class TestBehindAProxy:
    """The public address is named while the installation runs, started as one without TLS, and a proxy leads there."""

    PROXY = {
        "host": "service.qinghe.example",
        "origin": "https://service.qinghe.example",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "198.51.100.9, 203.0.113.7",
    }

    @pytest.fixture
    def code(self, settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
        """Make the code in the data folder this process was started with, and leave nothing of the address there."""
        settings.ALLOWED_HOSTS = hosts.Hosts(["testserver"], settings.DATA)
        yield acting(lambda: opening.make_code(now=timezone.now()))
        for name in (hosts.NAME, hosts.SECURE):
            (django_settings.DATA / name).unlink(missing_ok=True)

    @pytest.fixture
    def browser(self, client: Client, code: str) -> Client:
        """Sit before the public address as the administrator who just named it."""
        enrol(client, found(client, code).headers["Location"])
        client.post("/setup/steps/address/", {"address": self.PROXY["origin"]})
        browser = Client(enforce_csrf_checks=True, headers=self.PROXY)
        browser.cookies = client.cookies
        return browser

    def sends(self, browser: Client, page: str, path: str, **told: str):  # type: ignore[no-untyped-def]
        mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).content.decode())
        assert mark is not None
        return browser.post(path, {**told, "csrfmiddlewaretoken": mark[1]})

    def reports(self, browser: Client):  # type: ignore[no-untyped-def]
        told = {"kind": "hotline", "code": "400-999-0000", "note": "要先转账"}
        return self.sends(browser, "/verify/reports/", "/verify/reports/", **told)

    def test_takes_the_next_step_and_a_report_before_anybody_looked(self, browser: Client) -> None:
        answer = self.sends(browser, "/setup/steps/?do=messages", "/setup/steps/messages/")
        assert answer.status_code == 302
        report = self.reports(browser)
        assert report.status_code == 302
        assert shared.address_of(report.wsgi_request) == "127.0.0.1"  # whoever it is, he isn't believed yet

    def test_counts_on_the_proxy_from_the_moment_it_was_seen(self, browser: Client) -> None:
        hosts.keep_secure(django_settings.DATA, secure=True)
        report = self.reports(browser)
        assert report.status_code == 302
        assert report.wsgi_request.is_secure()
        assert shared.address_of(report.wsgi_request) == "203.0.113.7"
        assert report.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert browser.cookies["csrftoken"]["secure"]
        assert browser.cookies["sessionid"]["secure"]

    @pytest.mark.parametrize("origin", ["https://elsewhere.example", "https://localhost", "null"])
    def test_takes_no_form_from_elsewhere(self, browser: Client, origin: str) -> None:
        browser.get("/verify/reports/")
        browser.defaults["HTTP_ORIGIN"] = origin
        assert self.reports(browser).status_code == 403

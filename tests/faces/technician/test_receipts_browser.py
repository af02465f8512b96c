"""Proofs of purchase and erasures that wait, looked at in a browser: in both languages, on a phone and at a desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.demo.walk import a_report, begin
from tests import builders
from tests.faces.conftest import PHONE, Visitor
from tests.faces.customer.test_corrections import a_customer
from tests.faces.technician.phones import phone_of
from tests.faces.technician.test_job import a_shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


def reads(visitor: Visitor, language: str) -> Visitor:
    """Have somebody read the pages in a language."""
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visitor.base}
    visitor.context.add_cookies([cookie])  # type: ignore[list-item]
    return visitor


@LANGUAGES
def test_a_proof_of_purchase_at_the_door_and_two_that_disagree(
    language: str, laid: None, visitor: Callable[..., Visitor], client: Client
) -> None:
    now = timezone.now() - timedelta(hours=5)
    door = begin(a_report(now=now), now=now).until("on_site")
    at, luo = f"/technician/jobs/{door.visit.number}/", phone_of(cast.MASTER_LUO)
    his = reads(visitor(PHONE).sits_down(luo), language)
    his.goes(at)
    his.looks_over(f"receipt-job-{language}")
    his.goes(f"{at}receipt/")
    his.looks_over(f"receipt-form-{language}")
    for days, once in ((40, "red"), (400, "blue")):
        day = timezone.localdate() - timedelta(days=days)
        given = {"bought_date": day.isoformat(), "seller": "安居五金店", "photo_files": a_shot(once), "once": once}
        assert luo.post(f"{at}receipt/", given).status_code == 302
    his.goes(at)
    his.looks_over(f"receipt-two-{language}")
    client.get(f"/c/{door.token}/", follow=True)
    hers = reads(visitor(PHONE).sits_down(client), language)
    hers.goes(f"/customer/repairs/{door.repair.number}/")
    hers.looks_over(f"receipt-customer-{language}")
    desk = reads(visitor(PHONE).sits_down(phone_of(cast.XIAO_CHEN)), language)
    for do in ("", "?do=receipt", "?do=brand-word"):
        desk.goes(f"/desk/repairs/{door.repair.number}/{do}")
        desk.looks_over(f"receipt-desk-{do.removeprefix('?do=')}-{language}")


@LANGUAGES
def test_an_erasure_that_waits(language: str, visitor: Callable[..., Visitor]) -> None:
    client, _person = a_customer()
    anna = reads(visitor(PHONE).sits_down(client), language)
    anna.goes("/customer/me/erasure/")
    anna.looks_over(f"erasure-later-{language}")
    client.post("/customer/me/erasure/waiting/", {"once": "a"})
    anna.goes("/customer/me/erasure/")
    anna.looks_over(f"erasure-waits-{language}")
    admin = Client()
    admin.force_login(builders.account(cast.ADMIN))
    desk = reads(visitor(PHONE).sits_down(admin), language)
    page = desk.goes("/desk/persons/")
    desk.looks_over(f"erasure-desk-{language}")
    desk.goes(page.locator('a[href*="/desk/persons/requests/"]').first.get_attribute("href") or "")
    desk.looks_over(f"erasure-request-{language}")

"""A hotline that was mistyped at set-up: the checklist names it, and the brand's page corrects it."""

from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.test import Client

from anxin.core import settings
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast
from anxin.domain.network.models import Authorisation
from anxin.domain.people.models import Organisation

pytestmark = pytest.mark.django_db
PLACE = "/desk/authorisations/brands/qingfeng/"


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_is_named_on_the_checklist_and_corrected_behind_it(
    sits: Callable[[object], Client], live_now: datetime
) -> None:
    admin, brand = sits(cast.ADMIN), Organisation.objects.get(slug=cast.QINGFENG.slug)
    Authorisation.objects.filter(kind="hotline", brand=brand).delete()
    about = {"valid_from": live_now, "by": SYSTEM, "now": live_now, "organisation": str(brand.pk)}
    settings.propose(name="network.look", value={"hotline": "4001112222"}, **about)
    assert "400-111-2222" in (listed := said(admin, "/desk/opening/"))
    assert f'href="{PLACE}"' in listed
    assert 'value="400-111-2222"' in said(admin, f"{PLACE}?do=typed-hotline")
    assert admin.post(f"{PLACE}typed-hotline/", {"number": "400x"}).status_code == 422
    for not_its_own in ("12315", "110", cast.HOTLINE):
        assert admin.post(f"{PLACE}typed-hotline/", {"number": not_its_own}).status_code == 422, not_its_own
    assert admin.post(f"{PLACE}typed-hotline/", {"number": "400 111 2233"}).status_code == 302
    listed = said(admin, "/desk/opening/")
    assert ("400-111-2222" in listed, "400-111-2233" in listed) == (False, True)
    assert "do=typed-hotline" not in said(admin, "/desk/authorisations/brands/heyan/"), "it signed one"


def test_corrected_twice_the_second_administrator_reads_the_last_alone(
    sits: Callable[[object], Client], live_now: datetime
) -> None:
    admin, brand = sits(cast.ADMIN), Organisation.objects.get(slug=cast.QINGFENG.slug)
    Authorisation.objects.filter(kind="hotline", brand=brand).delete()
    about = {"valid_from": live_now, "by": SYSTEM, "now": live_now}
    settings.propose(name="network.look", value={"hotline": "400-111-2222"}, **about, organisation=str(brand.pk))
    imprint = {**settings.get("site.imprint", at=live_now), "hotline": "400-111-2222"}
    row = settings.propose(name="site.imprint", value=imprint, **about)
    settings.confirm(row, by=Actor(kind="staff", id="second"), now=live_now)
    for number in ("400-111-2233", "400-111-2244"):
        assert admin.post(f"{PLACE}typed-hotline/", {"number": number}).status_code == 302
    waits = [one.value["hotline"] for one in settings.waiting() if one.name == "site.imprint"]
    assert waits == ["400-111-2244"]
    admin.post(f"{PLACE}typed-hotline/", {"number": "400-111-2222"})
    assert not [one for one in settings.waiting() if one.name == "site.imprint"], "it names that already"

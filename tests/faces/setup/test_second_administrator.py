"""A second administrator who was invited and never came, over the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.domain.people.models import Account
from tests.faces.setup.test_setup import code, enrol, found

pytestmark = pytest.mark.django_db
__all__ = ("code",)


def test_the_steps_lead_to_who_was_invited_and_never_came_whom_the_first_takes_back_alone(
    client: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = client
    enrol(admin, found(client, code).headers["Location"])
    steps, account = "/setup/steps/?do=administrators", "/desk/staff/sun.ping/"
    admin.post("/setup/steps/administrators/", {"called": "孙平", "username": "sun.ping"})
    assert "邀请了孙平，链接到" in admin.get(steps).content.decode()
    admin.post("/setup/steps/address/", {"address": "https://service.qinghe.example"})
    late = timezone.now() + timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: late)
    admin.force_login(Account.objects.get(username="zhou.min"))

    page = admin.get(steps).content.decode()
    assert "邀请了孙平，链接已过期，没有人用它登录过" in page
    assert f'href="{account}"' in page
    assert "能同意的人都还没登录过：孙平" in admin.get("/desk/opening/providers/").content.decode()

    admin.post(f"{account}role/", {"change": "withdraw:operator", "why": "不来了"})

    assert "邀请了孙平" not in admin.get(steps).content.decode()
    assert "撤回后重新提交，马上生效" in admin.get("/desk/opening/providers/").content.decode()

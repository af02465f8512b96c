"""In the browser: a provider that the privacy notice lacks is written into its next draft."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from tests.builders import legal_texts
from tests.faces.conftest import DESK, Visitor, posted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_administrator_drafts_the_notice_with_who_was_set_up(
    sits: Callable[[object], Client], visitor: Callable[..., Visitor], live_now: datetime
) -> None:
    now = live_now - timedelta(minutes=5)
    admin = sits(cast.ADMIN)
    legal_texts(now=now)
    told = {"kind": "maps", "name": "map_amap", "rank": 1, "values": {}, "secrets": {}}
    acting(lambda: providers.keep(**told, by=SYSTEM, now=now))
    seen = visitor(DESK).sits_down(admin)
    seen.goes("/desk/opening/")
    seen.looks_over("opening-unnamed")
    seen.goes("/desk/opening/providers/")
    assert seen.sees("隐私政策没有写明")
    seen.looks_over("providers-unnamed")
    seen.page.get_by_role("link", name="起草写全的下一版").click()
    seen.looks_over("notice-unnamed")
    with posted(seen.page):
        seen.page.get_by_role("button", name="按现在交给谁起草").click()
    assert seen.sees("高德地图（查地址位置）")
    seen.looks_over("notice-drafted")

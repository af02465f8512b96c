"""Whom the privacy notice doesn't name: said on the checklist and beside the providers, drafted by one button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.settings import snapshot
from anxin.core.settings.models import SettingRow
from anxin.demo import cast, ground
from anxin.domain.publications.models import Text
from tests.builders import legal_texts

pytestmark = pytest.mark.django_db(transaction=True)
NOTICE = "/desk/texts/legal/privacy/"
UNTOLD = "隐私政策没有写明"


def test_is_said_where_it_is_set_up_and_written_into_the_next_draft(sits: Callable[[object], Client]) -> None:
    now = timezone.now() - timedelta(minutes=5)
    ground.lay(now=now)
    legal_texts(now=now)
    desk = sits(cast.ADMIN)

    def page(path: str) -> str:
        return desk.get(path).content.decode()

    assert UNTOLD not in page("/desk/opening/providers/")
    assert "按现在交给谁起草" not in page(NOTICE)
    told = {"kind": "maps", "name": "map_amap", "rank": 1, "values": {}, "secrets": {}}
    acting(lambda: providers.keep(**told, by=SYSTEM, now=now))
    assert page("/desk/opening/providers/").count(f">{UNTOLD}<") == 1, "at its own line alone"
    assert NOTICE in page("/desk/opening/providers/")
    assert "没有写明高德地图（查地址位置）" in page("/desk/opening/")
    assert "按现在交给谁起草" in page(NOTICE)
    assert desk.post(f"{NOTICE}recipients/").status_code == 302
    draft = Text.objects.get(document__code="privacy", published_at=None)
    assert "高德地图（查地址位置）：收到省市区" in draft.zh
    assert "按现在交给谁起草" not in page(NOTICE), "the draft has it already"
    assert UNTOLD in page("/desk/opening/providers/"), "the notice in force lacks it still"


def test_is_said_of_terms_with_what_differs_and_the_text_that_tells_them(sits: Callable[[object], Client]) -> None:
    now = timezone.now() - timedelta(minutes=5)
    ground.lay(now=now)
    legal_texts(now=now, whole=True, codes=("algorithm",))
    desk, algorithm = sits(cast.ADMIN), "/desk/texts/legal/algorithm/"

    def page(path: str) -> str:
        return desk.get(path).content.decode()

    assert "写的与现在的设置不一致" not in page("/desk/opening/")
    assert "按现在的设置起草" not in page(algorithm)
    SettingRow.objects.create(
        name="visits.day_most_h", value=10, valid_from=now, confirmed_at=now, proposed_at=now, proposed_by="staff:1"
    )
    snapshot.forget()
    shown = page("/desk/opening/")
    assert "“派单算法说明”写的与现在的设置不一致" in shown
    assert "8 → 10" in shown
    assert algorithm in shown
    assert "按现在的设置起草" in page(algorithm)
    assert "8 → 10" in page(algorithm)
    assert desk.post(f"{algorithm}terms/").status_code == 302
    assert "一天最多给您排 10 小时" in Text.objects.get(document__code="algorithm", published_at=None).zh
    assert "按现在的设置起草" not in page(algorithm), "the draft has it already"

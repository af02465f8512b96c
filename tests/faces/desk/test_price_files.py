"""A file of one corrected price: what the preview tells, and what the public reads afterwards."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from anxin.core.imports import ImportBatch
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.goods.models import PriceLine
from anxin.domain.opening import queries
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
HOME = "/desk/imports/prices/"
NAMES = {"brand": "品牌", "edition": "版次", "from": "生效日", "code": "编码", "name": "名称", "kind": "类型"}
NAMES |= {"category": "品类", "amount": "价格", "ends": "下架"}


def handed_in(client: Client, *rows: str, edition: str = "改正") -> dict[str, str]:
    day = timezone.now().astimezone(SHANGHAI).date()
    lines = [",".join(NAMES.values()), *(f"禾砚,{edition},{day},{row}" for row in rows)]
    file = SimpleUploadedFile("prices.csv", "\n".join(lines).encode())
    check = client.post(HOME, {"file": file}).headers["Location"]
    return {f"column_{name}": title for name, title in NAMES.items()} | {"file": check.split("file=")[1]}


def test_one_corrected_line_leaves_the_list_in_public_and_the_preview_says_what_it_changes(sits: Sits) -> None:
    client = sits(cast.ADMIN)
    sent = handed_in(client, "HY3-MAG-01,门磁支架,配件,门锁,450,")
    page = flat(client.post(f"{HOME}check/", sent))
    assert "门磁支架 ¥45.00 → ¥450.00" in page
    assert "3 项照旧" in page
    client.post(f"{HOME}check/", sent | {"how": "all"})
    public = flat(Client().get("/prices/heyan/lock/"))
    assert all(one in public for one in ("¥450.00", "前面板主板", "电池仓触点", "上门费"))


def test_a_wrong_price_that_a_later_file_goes_on_with_stays_and_the_page_says_which_file_that_is(sits: Sits) -> None:
    client = sits(cast.ADMIN)
    for edition, row in (
        ("改正", "HY3-MAG-01,门磁支架,配件,门锁,450,"),
        ("后版", "HY3-BAT-01,电池仓触点,配件,门锁,39,"),
    ):
        client.post(f"{HOME}check/", handed_in(client, row, edition=edition) | {"how": "all"})
    first = ImportBatch.objects.get(lines__key__edition="改正")
    answer = client.post(f"{HOME}{first.id}/undoing/", {"how": "back"})
    page = flat(answer)
    assert answer.status_code == 409
    assert "版本“后版”沿用这一行" in page
    assert "HY3-MAG-01" in page
    assert "¥450.00" in flat(Client().get("/prices/heyan/lock/"))


def test_the_last_lines_of_a_class_are_refused_until_their_end_is_said_whole(sits: Sits) -> None:
    client = sits(cast.ADMIN)
    codes = PriceLine.objects.filter(book__brand__slug="heyan", category="lock").values_list("code", flat=True)
    page = flat(client.post(f"{HOME}check/", handed_in(client, *(f"{code},,,,,下架" for code in codes))))
    assert "整类下架" in page
    assert "没有新的行" in page or "没有要写入的" in page or "读不了" in page


def test_the_checklist_names_a_class_that_the_list_in_force_says_nothing_of(sits: Sits) -> None:
    sits(cast.ADMIN)
    now = timezone.now()
    assert [one for one in queries.checks(now=now) if (one.code, one.says) == ("prices", "unpriced")] == []
    PriceLine.objects.filter(book__brand__slug=cast.QINGFENG.slug, category="air_conditioner").delete()
    found = [one for one in queries.checks(now=now) if (one.code, one.says) == ("prices", "unpriced")]
    assert [(one.brand, one.facts["goods"]) for one in found] == [(cast.QINGFENG.slug, "空调")]


def test_the_checklist_joins_the_names_of_classes_as_its_reader_does(sits: Sits) -> None:
    sits(cast.ADMIN)
    PriceLine.objects.filter(book__brand__slug=cast.QINGFENG.slug).update(category="no_class_of_theirs")
    for language, joint in (("en", ", "), ("zh-hans", "、")):
        with translation.override(language):
            found = [one for one in queries.checks(now=timezone.now()) if one.says == "unpriced"]
        assert [joint in str(one.facts["goods"]) for one in found] == [True], found

"""The texts that a carrier is to grant, beside the form of the set-up."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from anxin.core import providers, tables
from anxin.demo import cast
from anxin.domain.notices import queries as notices

pytestmark = pytest.mark.django_db


def test_a_carrier_s_form_shows_the_texts_to_have_granted_and_names_a_line_that_is_none(
    sits: Callable[[object], Client],
) -> None:
    admin = sits(cast.ADMIN)
    page = admin.get("/setup/providers/aliyun/").content.decode()
    assert "notices.repair_accepted" in page
    lines = "notices.repair_accepted = SMS_1234\n报修受理 SMS_5678"
    given = {"rank": "1", "key_id": "LTAI5tQnKxGfC2G6", "secret_key": "s3cret!", "sign": "青禾", "templates": lines}
    answer = admin.post("/setup/providers/aliyun/", given)
    assert answer.status_code == 422
    assert "第 2 行“报修受理 SMS_5678”" in answer.content.decode()


ACCOUNT = {"rank": "1", "key_id": "LTAI5tQnKxGfC2G6", "sign": "青禾"}


@pytest.mark.parametrize("at", ["/setup/providers/aliyun/", "/desk/opening/providers/aliyun/"])
def test_a_pasted_table_is_read_into_the_lines_and_kept_with_the_form(
    sits: Callable[[object], Client], at: str
) -> None:
    admin = sits(cast.ADMIN)
    pasted = "模板名称\t编号\nnotices.repair_accepted\tSMS_100001\nrepair_done\tSMS_100002\n大促\tSMS_100009"
    given = {**ACCOUNT, "table": pasted, "templates": "notices.repair_quote = SMS_7"}
    read = admin.post(at, {**given, "table_read": "yes"})
    page = read.content.decode()
    assert read.status_code == 200
    assert "看懂" in page
    assert "大促 SMS_100009" in page
    assert providers.account("aliyun") is None, "nothing is kept by reading"
    lines = read.context["opened"].form["templates"].value()
    assert lines.splitlines() == [
        "notices.repair_quote = SMS_7",
        "notices.repair_accepted = SMS_100001",
        "notices.repair_done = SMS_100002",
    ]
    given = {**ACCOUNT, "secret_key": "s3cret!", "templates": lines}
    assert admin.post(at, given).status_code == 302
    held = providers.account("aliyun")
    assert held is not None
    assert held.values["templates"] == lines


def test_the_list_is_downloaded_filled_in_and_handed_in_again(sits: Callable[[object], Client], tmp_path: Path) -> None:
    admin = sits(cast.ADMIN)
    blank = admin.get("/desk/opening/providers/tencent/templates.xlsx")
    path = tmp_path / "filled.xlsx"
    path.write_bytes(blank.content)
    rows = tables.lines_of(path)
    assert rows[0] == ["我方名称", "文字", "模板号"]
    filled = [[ours, text, str(1_000_000 + at)] for at, (ours, text, *_none) in enumerate(rows[1:])]
    tables.write_xlsx(path, rows[0], filled)

    with path.open("rb") as file:
        read = admin.post("/setup/providers/tencent/", {"table_read": "yes", "table_file": file})

    told = read.context["told"]
    assert not told.doubtful
    assert not told.unknown
    assert not told.lacking
    assert len(told.table.numbers) == len(filled) == len(notices.templates())
    assert len(read.context["opened"].form["templates"].value()) < 8000, "as much as the form takes"


def test_what_is_no_table_is_said_and_a_form_that_takes_none_has_no_box(sits: Callable[[object], Client]) -> None:
    admin = sits(cast.ADMIN)
    told = admin.post("/setup/providers/aliyun/", {"table_read": "yes", "table_file": BytesIO(b"PK\x03\x04none")})
    assert told.status_code == 422
    assert "table_read" not in admin.get("/desk/opening/providers/?do=service_account").content.decode()
    assert admin.get("/desk/opening/providers/wechat/templates.xlsx").status_code == 404

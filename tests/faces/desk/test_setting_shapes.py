"""Settings with a shape of their own are ticked and typed, never written as text a program reads."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import settings
from anxin.core.settings.registry import declared
from anxin.demo import cast
from anxin.domain.network.models import Outlet
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.visits.rules import RECORDS
from anxin.faces.desk.settings.rows import value_words
from tests.faces.conftest import DESK, ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
URL = "/desk/settings/"
SERVICES, WHAT = f"{URL}goods.services/", f"{URL}visits.records/"
SAID = {"when": "soon", "why": "新品上市"}
POINTS = {
    "of": "lock.install",
    "own": "own",
    "photos": ["before", "after"],
    "signed": "customer",
    "points": "4",
    **{"name-0": "电池电压", "how-0": "number", "unit-0": "V", "photo-0": "on", "name_en-0": "Battery voltage"},
    **{"name-1": "门吸有无松动", "how-1": "fine"},
    **{"code-2": "keys", "name-2": "钥匙已交给客户", "how-2": "tick"},
    **{"name-3": "", "how-3": "tick"},
}


@pytest.fixture
def admin(sits: Sits) -> Client:
    """Give the administrator's browser."""
    return sits(cast.ADMIN)


def kept(name: str, now: datetime, **house: str) -> dict[str, object]:
    found: dict[str, object] = settings.get(name, at=now + timedelta(minutes=5), **house)
    return found


class TestServices:
    def test_are_ticked_kind_by_way_for_one_class_and_leave_the_others(self, admin: Client, live_now: datetime) -> None:
        page = admin.get(f"{SERVICES}?of=washer").content.decode()
        assert 'name="way-install"' in page
        assert "{&quot;" not in page
        before = kept("goods.services", live_now)
        ticked = {"own": "own", "way-repair": ["visit", "mail_in"], "way-install": "visit", "once": "s1"}
        answer = admin.post(f"{SERVICES}changes/", SAID | ticked | {"of": "washer"})
        assert answer.status_code == 302
        washer = {"repair": ["visit", "mail_in"], "install": ["visit"]}
        assert kept("goods.services", live_now) == {**before, "washer": washer}
        assert "洗衣机" in admin.get(SERVICES).content.decode()
        answer = admin.post(f"{SERVICES}changes/", SAID | {"of": "washer", "own": "others", "once": "s2"})
        assert answer.status_code == 302
        assert kept("goods.services", live_now) == before

    def test_say_which_way_is_ticked_though_no_outlet_takes_goods_in_so(self, admin: Client) -> None:
        page = admin.get(SERVICES).content.decode()
        assert "没有一家网点" not in page
        Outlet.objects.update(by_mail=False)
        page = admin.get(SERVICES).content.decode()
        assert "禾砚，寄修：" in page
        assert "在此之前，顾客选不了寄修" in page or "寄" in page.split("禾砚，寄修：")[1].split("</div>")[0]

    def test_refuse_by_their_field_a_class_that_offers_nothing(self, admin: Client) -> None:
        answer = admin.post(f"{SERVICES}changes/", SAID | {"of": "washer", "own": "own", "once": "s3"})
        assert answer.status_code == 422
        assert "至少勾一种" in answer.content.decode()
        assert settings.history("goods.services") == []

    @pytest.mark.parametrize("of", ["", "nothing", "lock.install"])
    def test_change_no_class_nobody_chose(self, admin: Client, of: str) -> None:
        answer = admin.post(f"{SERVICES}changes/", SAID | {"of": of, "way-repair": "visit", "once": "s4"})
        assert answer.status_code == 422
        assert settings.history("goods.services") == []

    def test_are_shown_as_customers_will_see_them_before_anything_is_kept(self, admin: Client) -> None:
        ticked = {"of": "washer", "own": "own", "way-remove": "visit", "turn": "look"}
        page = admin.post(f"{SERVICES}changes/", ticked)
        assert page.status_code == 200
        assert "客户能选" in page.content.decode()
        assert settings.history("goods.services") == []

    def test_of_a_part_are_put_into_what_counts_on_that_day(self, admin: Client, live_now: datetime) -> None:
        day = (live_now + timedelta(days=3)).date().isoformat()
        for once, of, when in (
            ("s5", "washer", {"when": "day", "day": day}),
            ("s6", "fridge", {"when": "day", "day": day}),
        ):
            given = SAID | {"of": of, "own": "own", "way-repair": "visit", "once": once} | when
            assert admin.post(f"{SERVICES}changes/", given).status_code == 302
        later = settings.get("goods.services", at=live_now + timedelta(days=4))
        assert set(later) >= {"washer", "fridge"}

    def test_of_a_part_never_go_before_one_that_lies_ahead(self, admin: Client, live_now: datetime) -> None:
        day = {"when": "day", "day": (live_now + timedelta(days=30)).date().isoformat()}
        washer, fridge = ({"of": of, "own": "own", "way-repair": "visit"} for of in ("washer", "fridge"))
        assert admin.post(f"{SERVICES}changes/", SAID | washer | day | {"once": "a1"}).status_code == 302
        answer = admin.post(f"{SERVICES}changes/", SAID | fridge | {"once": "a2"})
        assert answer.status_code == 422
        (said,) = answer.context["form"].errors["day"]
        assert "新品上市" in said
        assert "撤销" in said
        text = {"value": '{"": {"repair": ["visit"]}}'}
        assert admin.post(f"{SERVICES}changes/", SAID | text | {"once": "a3"}).status_code == 422
        (first,) = settings.history("goods.services")
        assert admin.post(f"{SERVICES}changes/{first.pk}/withdrawal/").status_code == 302
        assert admin.post(f"{SERVICES}changes/", SAID | fridge | {"once": "a4"}).status_code == 302
        assert admin.post(f"{SERVICES}changes/", SAID | washer | day | {"once": "a5"}).status_code == 302
        assert set(settings.get("goods.services", at=live_now + timedelta(days=31))) >= {"washer", "fridge"}

    @pytest.mark.parametrize("name", ["network.look", "goods.called", "custody.freight"])
    def test_of_every_form_with_parts_go_before_none_that_lies_ahead(
        self, admin: Client, name: str, live_now: datetime
    ) -> None:
        whole, later = settings.get(name, at=live_now), live_now + timedelta(days=30)
        by = actors.actor_of_account(people.account(cast.ADMIN.username), now=live_now)
        settings.propose(name=name, value=whole, valid_from=later, by=by, now=live_now, why="新品上市")
        text = {"value": json.dumps(whole), "once": "w1"}
        answer = admin.post(f"{URL}{name}/changes/", SAID | text)
        assert answer.status_code == 422
        (said,) = answer.context["form"].errors["day"]
        assert all(one in said for one in ("新品上市", str(settings.declared(name).title), "设置", "撤销"))

    def test_that_another_stands_on_are_taken_back_after_it(self, admin: Client, live_now: datetime) -> None:
        before = kept("goods.services", live_now)
        for once, of, days in (("b1", "washer", 3), ("b2", "fridge", 5)):
            when = {"when": "day", "day": (live_now + timedelta(days=days)).date().isoformat()}
            given = SAID | when | {"of": of, "own": "own", "way-repair": "visit", "once": once}
            assert admin.post(f"{SERVICES}changes/", given).status_code == 302
        second, first = settings.history("goods.services")
        page = admin.get(SERVICES).content.decode()
        assert (f"{second.pk}/withdrawal/" in page, f"{first.pk}/withdrawal/" in page) == (True, False)
        refused = admin.post(f"{SERVICES}changes/{first.pk}/withdrawal/")
        assert refused.status_code == 409
        assert "先撤销" in refused.content.decode()
        for row in (second, first):
            assert admin.post(f"{SERVICES}changes/{row.pk}/withdrawal/").status_code == 302
        assert settings.get("goods.services", at=live_now + timedelta(days=6)) == before

    def test_are_a_brands_own(self, sits: Sits, live_now: datetime) -> None:
        owner = sits(cast.HEYAN_OWNER)
        given = SAID | {"of": "lock", "own": "own", "way-repair": "remote", "once": "s7"}
        assert owner.post(f"{SERVICES}changes/", given).status_code == 302
        home = str(people.organisation(cast.HEYAN.slug).id)
        assert kept("goods.services", live_now, organisation=home)["lock"] == {"repair": ["remote"]}
        assert kept("goods.services", live_now)["lock"] != {"repair": ["remote"]}

    def test_are_still_taken_as_text(self, admin: Client, live_now: datetime) -> None:
        assert "{&quot;" in admin.get(f"{SERVICES}?as=text").content.decode().replace("\n", "").replace(" ", "")
        given = SAID | {"value": '{"": {"repair": ["visit"]}}', "once": "s8"}
        assert admin.post(f"{SERVICES}changes/", given).status_code == 302
        assert kept("goods.services", live_now) == {"": {"repair": ["visit"]}}


class TestRecords:
    def test_are_typed_row_by_row(self, admin: Client, live_now: datetime) -> None:
        page = admin.get(f"{WHAT}?of=lock.install").content.decode()
        assert "功能逐项试过" in page
        answer = admin.post(f"{WHAT}changes/", SAID | POINTS | {"once": "r1"})
        assert answer.status_code == 302
        volts = {"code": "p1", "name": "电池电压", "name_en": "Battery voltage", "answer": "number", "unit": "V"}
        checks = [
            {**volts, "photo": True},
            {"code": "p2", "name": "门吸有无松动", "answer": "fine"},
            {"code": "keys", "name": "钥匙已交给客户"},
        ]
        record = {"photos": ["before", "after", "signature"], "checks": checks}
        assert kept("visits.records", live_now) == {**RECORDS, "lock": {"install": record}}
        back = admin.post(
            f"{WHAT}changes/",
            SAID | {"of": "lock.install", "own": "others", "signed": "nobody", "points": "0", "once": "r2"},
        )
        assert back.status_code == 302
        assert kept("visits.records", live_now) == RECORDS

    @pytest.mark.parametrize(
        ("turn", "names"),
        [
            ("add", ["电池电压", "门吸有无松动", "钥匙已交给客户", "", ""]),
            ("up-1", ["门吸有无松动", "电池电压", "钥匙已交给客户", ""]),
            ("down-1", ["电池电压", "钥匙已交给客户", "门吸有无松动", ""]),
            ("remove-0", ["门吸有无松动", "钥匙已交给客户", ""]),
            ("up-0", ["电池电压", "门吸有无松动", "钥匙已交给客户", ""]),
            ("down-99", ["电池电压", "门吸有无松动", "钥匙已交给客户", ""]),
        ],
    )
    def test_are_ordered_without_a_script(self, admin: Client, turn: str, names: list[str]) -> None:
        answer = admin.post(f"{WHAT}changes/", SAID | POINTS | {"turn": turn})
        assert answer.status_code == 200
        form = answer.context["form"]
        assert [row["name"].value() or "" for row in form.rows()] == names
        assert form["signed"].value() == "customer"
        assert form["photos"].value() == ["before", "after"]
        assert "师傅逐项" in answer.content.decode()
        assert settings.history("visits.records") == []

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"name-1": "电池电压"}, "name-1"),
            ({"name-0": ""}, "name-0"),
            ({"name-2": "长" * 81}, "name-2"),
            ({"how-1": "guess"}, "how-1"),
            ({"photos": [], "signed": "nobody", "points": "0"}, "photos"),
            ({"points": "41"}, "points"),
        ],
    )
    def test_are_refused_at_the_field(self, admin: Client, given: dict[str, object], field: str) -> None:
        answer = admin.post(f"{WHAT}changes/", SAID | POINTS | given | {"once": "r3"})
        assert answer.status_code == 422
        assert next(iter(answer.context["form"].errors)) == field
        assert settings.history("visits.records") == []


class TestOthers:
    @pytest.mark.parametrize(
        ("name", "given", "value"),
        [
            (
                "custody.freight",
                {f"value-{way}": "house" for way in ("in_covered", "in_uncovered", "back_covered", "back_uncovered")},
                dict.fromkeys(("in_covered", "in_uncovered", "back_covered", "back_uncovered"), "house"),
            ),
            (
                "network.papers_kept",
                {"value-outlet": ["contract", "licence"]},
                {"hotline": [], "outlet": ["contract", "licence"], "technician": [], "part_batch": []},
            ),
            ("goods.called", {"value-lock": "门锁、猫眼\n门锁"}, {"lock": ["门锁", "猫眼"]}),
        ],
    )
    def test_are_asked_for_part_by_part(
        self, admin: Client, live_now: datetime, name: str, given: dict[str, object], value: object
    ) -> None:
        page = admin.get(f"{URL}{name}/").content.decode()
        assert "{&quot;" not in page.replace("\n", "").replace(" ", "")
        assert admin.post(f"{URL}{name}/changes/", SAID | given | {"once": name}).status_code == 302
        assert kept(name, live_now) == value

    def test_of_hosts_are_one_a_line(self, admin: Client) -> None:
        given = {"value-hosts": "erp.example\n wms.example:8443 ", "once": "h1"}
        assert admin.post(f"{URL}outbox.inside_hosts/changes/", SAID | given).status_code == 302
        assert [row.value for row in settings.history("outbox.inside_hosts")] == [["erp.example", "wms.example:8443"]]

    def test_way_nobody_pays_is_refused(self, admin: Client) -> None:
        answer = admin.post(f"{URL}custody.freight/changes/", SAID | {"value-in_covered": "carrier", "once": "f1"})
        assert answer.status_code == 422


class TestLooks:
    @ON_A_DESK
    def test_shows_services_and_records_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, size: dict[str, object]
    ) -> None:
        client = sits(cast.ADMIN)
        client.post(f"{WHAT}changes/", SAID | POINTS | {"once": "looks"})
        window = visitor(size).sits_down(client)
        ways = {
            "services": f"{SERVICES}?of=lock",
            "records": f"{WHAT}?of=lock.install",
            "papers": f"{URL}network.papers_seen/",
        }
        for what, path in ways.items():
            window.goes(path)
            window.looks_over(f"settings-{what}")

    def test_adds_a_point_before_anything_else_is_filled_in(self, visitor: Callable[..., Visitor], sits: Sits) -> None:
        window = visitor(DESK).sits_down(sits(cast.ADMIN))
        page = window.goes(f"{WHAT}?of=lock.remove")
        before = page.locator("input[name^=name-]").count()
        page.get_by_role("button", name="加一项").click()
        page.wait_for_function(f"document.querySelectorAll('input[name^=name-]').length === {before + 1}")


def test_what_is_chosen_for_each_kind_is_listed_in_words() -> None:
    setting = declared("repairs.in_warranty")
    said = value_words(setting, setting.default)
    assert "_" not in said
    assert said.startswith("维修: ")

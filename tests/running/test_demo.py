"""`anxin demo`: the facts of demo.json are as promised, and they open the doors they name."""

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from anxin.commands import demo
from tests.running.browser import Browser
from tests.running.house import House

pytestmark = pytest.mark.sqlite

ROLES = {"operator", "agent", "dispatcher", "reviewer", "quality", "finance", "outlet_manager", "outlet_dispatcher"}
ROLES |= {"parts_clerk", "technician", "merchant_owner", "merchant_agent", "packer", "auditor"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, told: House) -> Iterator[House]:
    """Serve once more what a demo told, with its code: telling takes longer than all else here."""
    house = House(folder=tmp_path_factory.mktemp("demo"), lines=[*told.lines]).like(told)
    house.extra["ANXIN_DEMO_CODE"] = facts_of(house)["customers"][0]["code"]
    yield house.open()
    house.close()


@pytest.fixture(scope="module")
def facts(house: House) -> dict[str, Any]:
    """Read its demo.json."""
    return facts_of(house)


def facts_of(house: House) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((house.data / "demo.json").read_text(encoding="utf-8"))
    return found


class TestDemo:
    def test_writes_its_facts_in_the_promised_shape(self, told: House, facts: dict[str, Any]) -> None:
        assert set(facts) >= {"url", "logins", "customers", "links", "api_token"}
        assert any(line.startswith(f"anxin: ready at {facts['url']} ") for line in told.lines)
        assert set(facts["logins"]) >= ROLES
        assert all(set(one) == {"user", "password", "totp_secret"} for one in facts["logins"].values())
        assert all(set(one) == {"phone", "code"} for one in facts["customers"])
        assert all(link.startswith(facts["url"]) for link in facts["links"].values())

    def test_keeps_passwords_hashed_at_full_cost(self, house: House) -> None:
        with closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
            kept = [one for (one,) in base.execute("SELECT password FROM people_account WHERE password NOT LIKE '!%'")]

        assert {one.rsplit("$", 2)[0] for one in kept} == {"argon2$argon2id$v=19$m=102400,t=2,p=8"}

    def test_login_opens_the_door_with_the_authenticators_code(self, house: House, facts: dict[str, Any]) -> None:
        agent = facts["logins"]["agent"]

        browser = Browser(house).sign_in(agent["user"], agent["password"], agent["totp_secret"])

        assert browser.ask("GET", "/sign-in/password/")[0] == 200
        assert re.fullmatch(r"\d{6}", house.anxin("demo", "--code", "agent", "--data", str(house.data)).stdout.strip())

    def test_customers_code_opens_the_door(self, house: House, facts: dict[str, Any]) -> None:
        customer = facts["customers"][0]
        browser = Browser(house)
        browser.ask("GET", "/customer/sign-in/")

        assert browser.ask("POST", "/customer/sign-in/", phone=customer["phone"])[0] == 302
        assert browser.ask("POST", "/customer/sign-in/code/", code=customer["code"])[0] == 302

    def test_link_opens_its_case(self, house: House, facts: dict[str, Any]) -> None:
        assert facts["links"]
        for link in facts["links"].values():
            assert house.get(link.removeprefix(facts["url"]))[0] == 302

    def test_keeps_no_name_and_no_phone_of_the_cast_in_plain(self, house: House, facts: dict[str, Any]) -> None:
        from anxin.demo import cast

        plain = [one.phone for one in (*cast.CUSTOMERS, *cast.EVERYBODY)] + [one.name for one in cast.CUSTOMERS]
        kept = {}
        for path in house.data.rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # what is being written gets its name in this moment
                kept[str(path)] = path.read_bytes() if path.is_file() and path.name != "demo.json" else b""
        log = "".join(line for line in house.lines if line.startswith("{")).encode()
        for text in plain:
            found = [name for name, content in kept.items() if text.encode() in content]
            assert found == [], text
            assert text.encode() not in log

    def test_over_a_folder_of_somebody_else_is_refused(self, a_house: Callable[[], House]) -> None:
        house = a_house()
        done = house.anxin("demo", "--port", "0", "--data", str(house.data), check=False)

        assert done.returncode == 2
        assert "expected an empty folder or an earlier demo" in done.stderr

    def test_over_an_earlier_demo_begins_anew(self, tmp_path: Path, told: House) -> None:
        house = House(folder=tmp_path / "again").like(told)
        demo._clear(house.data)

        assert not house.data.exists()

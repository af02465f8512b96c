"""What a brand's own file can't bring in: codes no address can hold, others' outlets, anybody's sign-in name."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.imports import ImportReport
from anxin.demo import cast, ground
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account
from tests.domain.network.test_desk import OPERATOR, somebody

pytestmark = pytest.mark.django_db
MAN = "brand,number,name,phone,outlet,since,username,from,to"
SHOP = "brand,code,name,division,street,phone,serves,from,to"
AGENT = ("merchant_agent", cast.HEYAN.slug)
type Bring = Callable[..., set[str]]


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    """Lay the cast; give a brand's agent who brings one row, and is told which cells are refused."""
    ground.lay(now=now)

    def brought(name: str, head: str, row: str, who: tuple[str, str] = AGENT) -> set[str]:
        path = tmp_path / "brought.csv"
        path.write_text(f"{head}\n{row}", encoding="utf-8")
        sheet = tables.read(imports.table(name).columns, path)
        report: ImportReport = acting(
            lambda: imports.apply(imports.table(name), sheet, by=somebody(*who), now=now, partial=True)
        )
        return {column for one in report.refused for column in one.reasons}

    return brought


def man(number: str = "HY-7", username: str = "", outlet: str = "AX-CD-01") -> str:
    return f"禾砚,{number},钱二,13800000091,{outlet},2024-03-01,{username},2026-11-24,2027-06-30"


class TestCode:
    @pytest.mark.parametrize("code", ["HY/90", "H\u200bY1", "9..", "HY?1"])
    def test_that_no_address_can_hold_is_refused_of_a_technician_and_of_an_outlet(
        self, code: str, bring: Bring
    ) -> None:
        shop = f"禾砚,{code},店,成都市青羊区,长路 1 号,028-00000188,成都市青羊区,2026-11-24,2027-06-30"
        assert bring("vouched_technicians", MAN, man(code)) == {"number"}
        assert bring("vouched_outlets", SHOP, shop) == {"code"}
        row = f"{code},店,510105,长路 1 号,028-00000188,禾砚:510105"
        assert bring("outlets", "code,name,division,street,phone,serves", row, OPERATOR) == {"code"}
        row = f"{code},钱二,13800000091,AX-CD-01:禾砚,2024-03-01"
        assert bring("technicians", "number,name,phone,works,since", row, OPERATOR) == {"number"}
        assert not Technician.objects.filter(number=code).exists()
        assert not Outlet.objects.filter(code=code).exists()


class TestOutlet:
    def test_that_serves_nothing_for_a_brand_takes_no_technician_of_its(self, bring: Bring) -> None:
        Outlet.objects.get(code="AX-CD-01").territories.filter(brand__slug=cast.HEYAN.slug).delete()
        assert bring("vouched_technicians", MAN, man()) == {"outlet"}


class TestName:
    @pytest.mark.parametrize("name", ["..", "a/b", "hy-7\u200b/", "HY-7 "])
    def test_that_nobody_can_type_is_refused(self, name: str, bring: Bring) -> None:
        assert bring("vouched_technicians", MAN, man(username=name)) in ({"username"}, set())
        assert not Account.objects.filter(username=name).exists()

    def test_of_others_is_answered_as_one_that_is_free(self, bring: Bring) -> None:
        """A brand's agent tried names: what was taken was refused, what was free was written."""
        told = [bring("vouched_technicians", MAN, man(username=name)) for name in ("admin", "lin", "nobody")]
        assert told == [{"username"}] * 3
        assert bring("vouched_technicians", MAN, man(username="hy-7.qian")) == set()

    @pytest.mark.parametrize("name", ["ADMIN", "Xiang"])
    def test_that_differs_from_another_in_capital_letters_alone_is_nobodys(
        self, name: str, bring: Bring, now: datetime
    ) -> None:
        assert bring("accounts", "username,called,roles", f"{name},甲,禾砚:merchant_agent", OPERATOR) == {"username"}
        row = f"HY-7,钱二,13800000091,AX-CD-01:禾砚,2024-03-01,{name}"
        assert bring("technicians", "number,name,phone,works,since,username", row, OPERATOR) == {"username"}
        with pytest.raises(people.NameInUse):
            people.open_account(username=name, password="", called="甲", now=now)

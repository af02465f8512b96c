"""Behind a number that a brand has signed for stands nobody else because a row was taken away and brought anew."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.commands import doctor
from anxin.core import imports
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.core.imports import ImportReport, takeback_rows
from anxin.core.imports.models import ImportBatch
from anxin.domain.network import actions
from anxin.domain.network.actions.imports import outlets_and_technicians
from anxin.domain.network.actions.imports.outlets_and_technicians import SignedFor
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import standings
from anxin.domain.opening.commands.houses import HOUSES
from tests.domain.network.brought_rows import Bring, bringer
from tests.domain.network.test_desk import OPERATOR, OWNER, brand, give, says, somebody
from tests.domain.network.test_placements import FIRST, SECOND, A, B, him, told
from tests.domain.network.test_placements import bring as bring_two

pytestmark = pytest.mark.django_db
MAN = {
    "number": "HY-9050",
    "name": "钱二",
    "phone": "13800000667",
    "called": "",
    "works": "AX-CD-01:禾砚",
    "skills": "",
}
SHOP = {"code": "HY-CD-99", "name": "青羊店", "division": "成都市青羊区", "street": "长路 1 号"}
SHOP |= {"phone": "028-00000188", "serves": "禾砚:成都市青羊区"}
ROWS = {"technician": {**MAN, "since": "2024-03-01"}, "outlet": SHOP}
OTHERWISE = {
    "technician": (
        {"name": " 胡 八 "},
        {"phone": "138 0000 0668"},
        {"called": "胡 师傅"},
        {"skills": "门锁:2:锁证-1:2027-03-01"},
        {"skills": "燃气具:2:证-3"},
    ),
    "outlet": (
        {"name": " 长路 店"},
        {"phone": "02800000189"},
        {"division": "成都市武侯区", "street": " 长路 9 号 "},
        {"street": ""},
    ),
}
PAPERS = {"technician": ("identity", "photo"), "outlet": ("licence",)}
__all__ = ["bring_two"]


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    return bringer(tmp_path, now)


def signed(kind: str, code: str, now: datetime) -> Authorisation:
    """Return the owner's word for what stands behind a number."""
    row, owner = Technician.objects.filter(number=code).first() or Outlet.objects.get(code=code), somebody(*OWNER)
    days = {"from_date": now.date(), "to_date": now.date() + timedelta(days=200)}
    key = str(row.pk)
    word = acting(
        lambda: actions.apply(
            brand=brand(), kind=kind, code=code, scope="维修", subject_key=key, by=owner, now=now, **days
        )
    )
    give("check", word, owner, now, papers=PAPERS[kind])
    give("authorisation", word, owner, now)
    return word


def undo(report: ImportReport, who: tuple[str, str], now: datetime) -> None:
    batch = ImportBatch.objects.get(pk=getattr(report.batch, "pk", report.batch))
    acting(lambda: imports.undo(batch, by=somebody(*who), now=now))


class TestSignedNumber:
    @pytest.mark.parametrize(("kind", "code"), [("technician", "HY-9050"), ("outlet", "HY-CD-99")])
    def test_is_left_by_nobody_while_a_brand_s_word_is_held(
        self, kind: str, code: str, bring: Bring, now: datetime
    ) -> None:
        report = bring(f"{kind}s", OPERATOR, **ROWS[kind])
        word = signed(kind, code, now)
        with pytest.raises(SignedFor):
            undo(report, OPERATOR, now)
        assert report.batch is not None
        tried = takeback_rows.tried(report.batch, by=somebody(*OPERATOR), now=now)
        assert word.number in str(tried.refusals), "the preview names the word"
        assert says(kind, code, now) == "genuine"
        give("revocation", word, somebody(*OWNER), now, why="不再合作")
        undo(report, OPERATOR, now)
        assert standings.stand([word]) == {}

    @pytest.mark.parametrize(("kind", "code"), [("technician", "HY-9050"), ("outlet", "HY-CD-99")])
    def test_that_nobody_has_any_more_is_signed_for_anew_once_somebody_comes_there(
        self, kind: str, code: str, bring: Bring, monkeypatch: pytest.MonkeyPatch, now: datetime
    ) -> None:
        """A house of before let an import be taken back from under a signature."""
        report = bring(f"{kind}s", OPERATOR, **ROWS[kind])
        word = signed(kind, code, now)
        with monkeypatch.context() as before:
            before.setattr(outlets_and_technicians, "_unsigned", lambda _kind, _code: None)
            undo(report, OPERATOR, now)
        assert says(kind, code, now) == "suspended", "nobody stands there"
        assert standings.words_that_misfit(now=now)[1] == [word]
        assert [one.code for one in doctor.findings(now=now) if not one.ok and word.number in one.says] == ["words"]
        bring(f"{kind}s", OPERATOR, **{**ROWS[kind], "name": "胡八"})
        assert says(kind, code, now) == "suspended"
        with pytest.raises(WrongState):
            give("resumption", word, somebody(*OWNER), now)
        asked = Authorisation.objects.get(code=code, state="applied")
        give("check", asked, somebody(*OWNER), now, papers=PAPERS[kind])
        give("authorisation", asked, somebody(*OWNER), now)
        assert (says(kind, code, now), standings.has_changed(asked)) == ("genuine", False)

    @pytest.mark.parametrize("kind", ["technician", "outlet"])
    def test_fits_who_stands_there_however_he_came_to_stand_there(self, kind: str, bring: Bring, now: datetime) -> None:
        bring(f"vouched_{kind}s")
        for changed in OTHERWISE[kind]:
            bring(f"vouched_{kind}s", OWNER, now, **changed)
            assert standings.words_that_misfit(now=now)[1] == []
        looked, _found = standings.words_that_misfit(now=now)
        assert looked > 1

    def test_is_not_green_for_another_than_was_signed_for(self, bring: Bring, now: datetime) -> None:
        bring("technicians", OPERATOR, **ROWS["technician"])
        word = signed("technician", "HY-9050", now)
        man = Technician.objects.get(number="HY-9050")
        Technician.objects.filter(pk=man.pk).update(called="假师傅")
        assert says("technician", "HY-9050", now) == "suspended"
        assert standings.misfits([word]) == {word.id}
        Technician.objects.filter(pk=man.pk).update(called=man.called)
        skill = {"code": "lock", "level": 2, "certificate": "锁证-7", "until_date": None}
        acting(lambda: actions.qualify(technician=man, **skill, by=somebody(*OPERATOR), now=now + timedelta(hours=1)))
        assert says("technician", "HY-9050", now) == "genuine", "the house looked at what he can do"


class TestBetweenBrands:
    def test_nobody_is_taken_away_whom_another_brand_asks_for(self, bring_two: Bring, now: datetime) -> None:
        first = ImportBatch.objects.get()
        bring_two(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        acting(lambda: imports.undo(first, by=somebody("merchant_owner", A), now=now))
        assert him().placements.get().state == "asked"
        assert not him().engagements.filter(to_at=None).exists()
        row = FIRST.format(brand=A).replace("钱二", "胡八").replace("13800000091", "13800000999")
        bring_two(A, row)
        theirs = Authorisation.objects.filter(code="PL-1", brand__slug=B).order_by("id")
        assert [one.state for one in theirs] == ["suspended", "applied"], "the other brand signs for this man anew"

    def test_an_outlet_is_called_otherwise_by_its_house_once_the_brand_has_signed(
        self, bring: Bring, now: datetime
    ) -> None:
        bring("outlets", OPERATOR, **ROWS["outlet"])
        signed("outlet", "HY-CD-99", now)
        house = Outlet.objects.get(code="HY-CD-99").organisation
        by, told = somebody(*OPERATOR), {"name": "冒名维修部", "licence": "FAKE-1", "site": "", "pages_at": ""}
        acting(lambda: HOUSES.give("correction", row=house, by=by, now=now, fields={**told, "site": "https://x.cn"}))
        house.refresh_from_db()
        assert (house.name, house.licence, house.site) == ("青羊店", "", "https://x.cn")
        asked = Authorisation.objects.get(code="HY-CD-99", state="applied")
        assert standings.waiting_of(asked) == {"name": "冒名维修部", "licence": "FAKE-1"}
        give("check", asked, somebody(*OWNER), now, papers=PAPERS["outlet"])
        give("authorisation", asked, somebody(*OWNER), now)
        house.refresh_from_db()
        assert (house.name, house.licence) == ("冒名维修部", "FAKE-1")

    def test_what_a_brand_asks_of_somebody_goes_with_its_word(self, bring_two: Bring, now: datetime) -> None:
        bring_two(B, SECOND.format(brand=B, outlet="AX-DG-01"))
        word = Authorisation.objects.get(brand__slug=B, code="PL-1", state="authorised")
        give("revocation", word, somebody("merchant_owner", B), now, why="不要了")
        assert him().placements.get().state == "withdrawn"
        assert told("placement_over") == {"pl-1.qian"}

"""Another face behind a number that a brand has signed for is shown once that brand has signed for it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import files, imports
from anxin.core.acting import acting
from anxin.core.files import SealedFile
from anxin.core.imports.models import ImportBatch
from anxin.domain.network import actions
from anxin.domain.network.actions.imports import portraits
from anxin.domain.network.actions.imports.outlets_and_technicians import SignedFor
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import held_changes, standings
from anxin.domain.network.wording.tables import HELD_BACK
from tests.claim_builders import drawn, jpeg
from tests.domain.network.brought_rows import Bring, bringer
from tests.domain.network.test_desk import OPERATOR, OWNER, give, says, somebody

pytestmark = pytest.mark.django_db
AGENT = ("merchant_agent", "heyan")
NUMBER = "HY-9001"


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    found = bringer(tmp_path, now)
    found("vouched_technicians")
    return found


def face(seed: int, now: datetime) -> SealedFile:
    data = jpeg(drawn(seed))
    return files.receive([data], length=len(data), name="a.jpg", allowed=files.PICTURES, now=now)


def him() -> Technician:
    return Technician.objects.get(number=NUMBER)


def hang(file: SealedFile, now: datetime) -> None:
    acting(lambda: actions.portray(technician=him(), file=file, by=somebody(*OPERATOR), now=now))


def waiting() -> Authorisation | None:
    return Authorisation.objects.filter(code=NUMBER, state__in=["applied", "checked"]).first()


def sign(word: Authorisation, now: datetime) -> None:
    give("check", word, somebody(*OWNER), now, papers=("identity", "photo"))
    give("authorisation", word, somebody(*OWNER), now)


class TestPortrait:
    def test_of_who_had_none_is_shown_at_once_and_he_is_still_who_was_signed_for(
        self, bring: Bring, now: datetime
    ) -> None:
        file = face(3, now)
        hang(file, now)
        assert (him().portrait, waiting(), says("technician", NUMBER, now)) == (file.sha256, None, "genuine")

    def test_in_place_of_another_waits_for_the_brand_lead(self, bring: Bring, now: datetime) -> None:
        first, other = face(3, now), face(4, now)
        hang(first, now)
        for _twice in range(2):
            hang(other, now)
            asked = waiting()
            assert asked is not None
            assert (him().portrait, standings.waiting_of(asked)) == (first.sha256, {"portrait": other.sha256})
        assert Authorisation.objects.filter(code=NUMBER).count() == 2, "the same twice is once"
        (told,) = held_changes.changes_of(asked)
        assert (told.title, told.picture) == ("照片", True)
        sign(asked, now)
        assert (him().portrait, says("technician", NUMBER, now)) == (other.sha256, "genuine")

    def test_that_waits_keeps_its_file_and_leaves_it_when_it_is_refused(self, bring: Bring, now: datetime) -> None:
        hang(face(3, now), now)
        other, later = face(4, now), now + timedelta(days=90)
        hang(other, now)
        assert acting(lambda: files.weigh(now=later)).gone == 0
        asked = waiting()
        assert asked is not None
        give("refusal", asked, somebody(*OWNER), later, why="不是他")
        assert acting(lambda: files.weigh(now=later + timedelta(days=90))).gone == 1
        assert files.holding(other.sha256) is None

    def test_of_before_put_up_again_asks_for_no_other_any_more(self, bring: Bring, now: datetime) -> None:
        first = face(3, now)
        hang(first, now)
        hang(face(4, now), now)
        hang(first, now)
        assert (waiting(), him().portrait) == (None, first.sha256)

    def test_is_signed_for_by_who_saw_it_and_not_with_a_row_of_a_file(self, bring: Bring, now: datetime) -> None:
        first, other = face(3, now), face(4, now)
        hang(first, now)
        hang(other, now)
        bring("vouched_technicians", called="钱工")
        asked = waiting()
        assert asked is not None
        assert (him().called, him().portrait) == ("钱工", first.sha256)
        assert standings.waiting_of(asked) == {"portrait": other.sha256}
        bring("vouched_technicians", AGENT, called="胡师傅")
        asked = waiting()
        assert asked is not None
        assert standings.waiting_of(asked) == {"called": "胡师傅", "portrait": other.sha256}
        assert bring("vouched_technicians", AGENT, called="胡师傅").count("same") == 1

    def test_that_was_signed_for_is_not_taken_back_with_its_file(self, bring: Bring, now: datetime) -> None:
        file, later = face(3, now), now + timedelta(minutes=1)
        hang(file, later)
        key = {"number": NUMBER}
        acting(lambda: portraits.remove_portrait(key=key, by=somebody(*OPERATOR), now=later))
        assert him().portrait == "", "nobody signed for it"
        hang(file, later)
        bring("vouched_technicians", OWNER, later, called="钱工")
        with pytest.raises(SignedFor):
            acting(lambda: portraits.remove_portrait(key=key, by=somebody(*OPERATOR), now=now))
        assert him().portrait == file.sha256


class TestFile:
    def test_of_portraits_is_the_same_twice_and_taken_back_while_it_waits(self, bring: Bring, now: datetime) -> None:
        first, other = face(3, now), face(4, now)
        hang(first, now)
        known, told = imports.table("portraits"), {"number": NUMBER, "picture": f"={other.sha256}"}
        before = known.find({"number": NUMBER})
        assert known.holds([told]) == [str(HELD_BACK).format(code=NUMBER, changes="照片")]
        assert known.holds([{"number": NUMBER, "picture": f"={first.sha256}"}]) == []
        acting(lambda: known.apply(values=told, by=somebody(*OPERATOR), now=now))
        assert (known.find({"number": NUMBER}), him().portrait) == (told, first.sha256)
        assert before is not None
        assert known.restore is not None
        restore = known.restore
        assert acting(lambda: restore(values=before, by=somebody(*OPERATOR), now=now))
        assert (waiting(), him().portrait) == (None, first.sha256)
        assert ImportBatch.objects.filter(table="portraits").count() == 0

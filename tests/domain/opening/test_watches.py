"""What the house depends on is watched: who administers hears once that it fails, and once that it works again."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from anxin.core import providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.notices.models import Notice, RobotLine
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.models import WatchedPart
from anxin.domain.opening.queries import checklist, lookup
from anxin.domain.opening.rules.watches import Watch, seen
from anxin.domain.people.models import Organisation

NOW = datetime.fromisoformat("2026-11-30T10:00:00+08:00")
MINUTE = timedelta(minutes=1)
HOME = {"name": "notices.address", "value": "https://a.cn", "valid_from": NOW}


def keep_address() -> None:
    acting(lambda: settings.propose(**HOME, by=SYSTEM, now=NOW))  # type: ignore[arg-type]


def watch(now: datetime) -> None:
    acting(lambda: opening.watch_parts(now=now))


def told() -> list[str]:
    rows = Notice.objects.filter(code__startswith="part_", account__username=cast.ADMIN.username)
    return [f"{one.code} {one.facts['house_part']}" for one in rows.order_by("at", "id")]


class TestARule:
    def test_tells_once_what_fails_for_a_while_and_once_what_works_again(self) -> None:
        stands, said = Watch(), []
        for minute, works in [(0, False), (10, False), (15, False), (60, False), (90, True), (100, False), (110, True)]:
            stands, one = seen(stands, works=works, now=NOW + minute * MINUTE)
            said.append(one)
        assert said == ["", "", "failing", "", "", "", ""]
        assert seen(stands, works=True, now=NOW + 140 * MINUTE) == (Watch(), "working")

    def test_tells_nothing_of_what_comes_and_goes(self) -> None:
        stands, said = Watch(), set()
        for minute in range(0, 600, 5):
            stands, one = seen(stands, works=minute % 10 == 0, now=NOW + minute * MINUTE)
            said.add(one)
        assert said == {""}


@pytest.mark.django_db
class TestAPart:
    @pytest.fixture(autouse=True)
    def paid(self) -> None:
        ground.lay(now=NOW)
        kept = {"kind": "payment", "name": "wechat", "rank": 1, "values": {}, "secrets": {}}
        acting(lambda: providers.keep(**kept, by=SYSTEM, now=NOW))  # type: ignore[arg-type]
        acting(lambda: providers.note_trial("wechat", fault="", now=NOW))
        acting(
            lambda: settings.propose(name="notices.address", value="https://a.cn", valid_from=NOW, by=SYSTEM, now=NOW)
        )

    def fails(self, now: datetime) -> None:
        acting(lambda: providers.note_call("wechat", fault="SIGN_ERROR", now=now))

    def test_that_fails_is_told_once_and_leads_to_mail_and_group(self) -> None:
        robot = {"kind": "robots", "name": "wecom", "rank": 1, "values": {"facts": "house"}, "secrets": {}}
        acting(lambda: providers.keep(**robot, by=SYSTEM, now=NOW))  # type: ignore[arg-type]
        watch(NOW)
        self.fails(NOW)
        for minute in (5, 20, 25, 300):
            watch(NOW + minute * MINUTE)

        assert told() == ["part_failing payment"]
        assert Notice.objects.filter(code="part_failing").exclude(mail_at=None).exists()
        assert [one.code for one in RobotLine.objects.all()] == ["part_failing"]

    def test_that_works_again_is_told_once(self) -> None:
        watch(NOW)
        self.fails(NOW)
        for minute in (5, 20):
            watch(NOW + minute * MINUTE)
        acting(lambda: providers.note_call("wechat", now=NOW + 30 * MINUTE))
        for minute in (35, 50, 70, 90):
            watch(NOW + minute * MINUTE)
        assert told() == ["part_failing payment", "part_working payment"]

    def test_a_disk_that_runs_full_stands_on_the_checklist_and_is_told_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left = iter([80] + [3] * 4)

        def usage(_folder: object) -> SimpleNamespace:
            return SimpleNamespace(total=100 * 2**30, free=next(left) * 2**30)

        monkeypatch.setattr(checklist, "disk_usage", usage)
        for minute in (0, 5, 25, 40):
            watch(NOW + minute * MINUTE)
        assert told() == ["part_failing disk"]
        found = next(one for one in queries.house_checks(now=NOW) if one.code == "disk")
        assert "100 GB 只剩 3.0 GB" in queries.says(found)

    @pytest.mark.parametrize(("free", "total", "low"), [(3, 40, True), (5, 40, False), (9, 1000, True), (1, 5, False)])
    def test_a_disk_is_low_by_its_share_or_by_what_a_large_one_has_left(self, free: int, total: int, low: bool) -> None:
        assert rules.disk_is_low(free * 2**30, total * 2**30) is low

    def test_that_never_worked_tells_nobody(self) -> None:
        self.fails(NOW)
        for minute in (0, 20, 60):
            watch(NOW + minute * MINUTE)
        assert told() == []

    def test_that_is_gone_is_forgotten(self) -> None:
        WatchedPart.objects.create(code="maps")
        watch(NOW)
        assert not WatchedPart.objects.filter(code="maps").exists()


@pytest.mark.django_db
class TestABrandsOwnDomain:
    def test_is_said_on_the_checklist_before_its_certificate_ends_and_told(self) -> None:
        ground.lay(now=NOW)
        acting(
            lambda: settings.propose(name="notices.address", value="https://a.cn", valid_from=NOW, by=SYSTEM, now=NOW)
        )
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://fix.heyan.cn")
        name, ends = rules.look_name("https://fix.heyan.cn"), NOW + timedelta(days=20)
        values = {"address": "https://fix.heyan.cn", "ends": ends.isoformat()}
        kept = {"kind": lookup.ADDRESS, "name": name, "rank": 1, "values": values, "secrets": {}}
        acting(lambda: providers.keep(**kept, by=SYSTEM, now=NOW))  # type: ignore[arg-type]
        acting(lambda: providers.note_trial(name, fault="", now=NOW))

        def line(now: datetime) -> str:
            found = [one for one in queries.checks(now=now) if (one.code, one.brand) == ("tls", cast.HEYAN.slug)]
            return found[0].says

        acting(lambda: WatchedPart.objects.create(code=f"tls:{cast.HEYAN.slug}"))
        later = NOW + timedelta(days=7)
        assert line(later) == "ends"
        for minute in (0, 20, 40):
            watch(later + minute * MINUTE)
        assert told() == ["part_failing tls"]

"""What the checklist says of what is asked outside, from what really happens there; the terminal says the same."""

from datetime import datetime, timedelta

import pytest

from anxin.commands import doctor
from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers import companies
from anxin.core.outbox.models import Message
from anxin.demo import cast, ground
from anxin.domain.notices import queries as notices
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.actions import installation
from anxin.domain.opening.models import MailServer, Opening
from anxin.domain.opening.rules import Check
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db


def check(code: str, now: datetime) -> Check | None:
    return next((one for one in queries.house_checks(now=now) if one.code == code), None)


def letter(n: int, at: datetime, *, state: str = "waiting", answer: str = "535 denied") -> None:
    told = {"template": "staff.invited", "audience": f"account:{n}", "key": f"letter-{n}", "carrier": "mail"}
    settled = at if state in ("sent", "failed") else None
    Message.objects.create(**told, state=state, answer=answer, attempts=1, created_at=at, settled_at=settled)


@pytest.fixture
def mail(now: datetime) -> MailServer:
    """Keep a mail server whose trial went well an hour ago."""
    ground.lay(now=now - timedelta(hours=2))
    told = {"kind": "smtp", "host": "smtp.qinghe.example", "port": "", "user": "", "password": ""}
    begun = now - timedelta(hours=1)
    row: MailServer = acting(lambda: installation.put_mail(**told, by=SYSTEM, now=begun))
    acting(lambda: opening.note_trial(fault="", now=begun))
    return row


class TestMail:
    def works(self, now: datetime) -> bool:
        found = check("mail", now)
        assert found is not None
        return found.ok

    def test_that_is_refused_letter_after_letter_is_bad_though_its_trial_went_well(
        self, mail: MailServer, now: datetime
    ) -> None:
        assert self.works(now)
        letter(1, now - timedelta(minutes=9))
        assert self.works(now)  # one letter may have had a wrong address
        letter(2, now - timedelta(minutes=8), state="failed")
        found = check("mail", now)
        assert found is not None
        assert not found.ok
        assert queries.missing(found) == "smtp.qinghe.example 最近 2 封信一封也没收（最后答复：535 denied）"

    def test_is_good_again_once_a_letter_was_taken_or_a_trial_went_well(self, mail: MailServer, now: datetime) -> None:
        for n in (1, 2):
            letter(n, now - timedelta(minutes=10 - n))
        assert not self.works(now)
        letter(3, now - timedelta(minutes=5), state="sent", answer="handed over")
        assert self.works(now)

        Message.objects.all().delete()
        for n in (1, 2):
            letter(n, now - timedelta(minutes=10 - n))
        acting(lambda: opening.note_trial(fault="", now=now))
        assert self.works(now)

    def test_without_an_address_or_long_ago_says_nothing_of_the_server(self, mail: MailServer, now: datetime) -> None:
        for n in (1, 2, 3):
            letter(n, now - timedelta(minutes=n), state="failed", answer="no address")
            letter(n + 9, now - timedelta(days=2), state="failed")
        assert self.works(now)


class TestTextMessages:
    def check(self, now: datetime, **lines: str) -> Check:
        """Keep providers with the lines of their granted templates, each tried well, and look."""
        for rank, (name, templates) in enumerate(lines.items(), 1):
            told = {"values": {"templates": templates}, "secrets": {}}
            providers.keep(kind="sms", name=name, rank=rank, **told, by=SYSTEM, now=now)
            providers.note_trial(name, fault="", now=now)
        found = check("messages", now)
        assert found is not None
        return found

    def test_that_no_provider_has_a_template_for_are_counted(self, now: datetime) -> None:
        ground.lay(now=now)
        ours = list(notices.templates())
        found = self.check(now, aliyun=f"{ours[0]} = SMS_1\nold.name = SMS_9", tencent=f"{ours[1]} = 77")
        assert not found.ok
        assert not found.blocks
        n = len(ours)
        assert queries.missing(found) == f"发给客户的 {n} 条短信里有 {n - 2} 条在哪家都没有模板，这些发不出去"

    def test_are_all_right_where_each_has_one_at_either(self, now: datetime) -> None:
        ground.lay(now=now)
        ours = [f"{one} = SMS_{place}" for place, one in enumerate(notices.templates())]
        assert self.check(now, aliyun="\n".join(ours[:9]), tencent="\n".join(ours[9:])).ok


class TestCompanySignIn:
    def keep(self, name: str, now: datetime) -> None:
        providers.keep(kind="oidc", name=name, rank=1, values={}, secrets={}, by=SYSTEM, now=now)

    def test_stands_there_once_it_is_kept_and_says_when_it_fails(self, now: datetime) -> None:
        ground.lay(now=now)
        assert check("oidc", now) is None
        self.keep("company", now)
        found = check("oidc", now)
        assert found is not None
        assert not found.ok
        providers.note_trial("company", fault="", now=now)
        found = check("oidc", now)
        assert found is not None
        assert found.ok
        providers.note_call("company", fault="timeout", now=now)
        found = check("oidc", now)
        assert found is not None
        assert "timeout" in queries.missing(found)

    def test_of_another_house_is_that_house_s_own(self, now: datetime) -> None:
        ground.lay(now=now)
        self.keep(companies.name_of(people.organisation(cast.MERCHANT.slug).pk), now)
        assert check("oidc", now) is None


class TestTheTerminal:
    def said(self, now: datetime) -> dict[str, doctor.Finding]:
        return {one.code: one for one in doctor.findings(now=now)}

    def test_says_of_each_brand_whether_it_is_open_and_what_stands_in_its_way(self, now: datetime) -> None:
        ground.lay(now=now)
        Opening.objects.filter(brand__slug=cast.QINGFENG.slug).delete()
        found = self.said(now)
        views = {one.slug: one for one in queries.switches(queries.checks(now=now))}
        for one in (cast.HEYAN, cast.QINGFENG):
            assert found[f"open:{one.slug}"].says == f"{one.name} · {queries.stands(views[one.slug])}"
        assert found["open:qingfeng"].says.startswith(f"{cast.QINGFENG.name} · 这些齐了才能开：")
        assert not found["open:qingfeng"].ok

    def test_says_how_long_others_take_and_what_goes_on_until_then(self, now: datetime) -> None:
        ground.lay(now=now)
        before = self.said(now)["wait:sms"]
        assert "7–10 个工作日" in before.says
        assert before.do

        acting(lambda: opening.ask_errand(code="sms", day=now.date(), by=SYSTEM, now=now))
        asked = self.said(now)["wait:sms"]
        assert "已申请" in asked.says
        assert "预计" in asked.says
        assert not asked.do
        assert not asked.ok
        acting(lambda: opening.grant_errand(code="sms", day=now.date(), by=SYSTEM, now=now))
        assert self.said(now)["wait:sms"].ok

    def test_says_nothing_of_a_wait_for_what_works_already_as_the_checklist(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ground.lay(now=now)
        works = [Check(code="messages", ok=True), *(one for one in queries.checks(now=now) if one.code != "messages")]
        monkeypatch.setattr(queries, "checks", lambda now: works)
        found = self.said(now)
        assert found["messages"].ok
        assert "wait:sms" not in found


@pytest.mark.parametrize(("do", "printed"), [("name one", "no  key: none → name one"), ("", "no  key: none")])
def test_a_finding_names_what_helps_and_points_at_nothing_where_nothing_is_named(do: str, printed: str) -> None:
    assert doctor.Finding(code="key", ok=False, says="none", do=do).line == printed

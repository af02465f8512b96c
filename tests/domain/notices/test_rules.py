"""The table of notices holds together, and nobody is woken at night."""

from datetime import UTC, datetime

import pytest
from django.urls import resolve

from anxin.core import facts, wording
from anxin.core.actors import Actor
from anxin.core.carriers.carriers import carrier_of
from anxin.core.clocks.registry import CLOCKS
from anxin.core.zone import SHANGHAI
from anxin.domain.notices import actions as notices
from anxin.domain.notices import rules
from anxin.domain.notices.actions import followers
from anxin.domain.notices.queries import technicians
from anxin.domain.notices.rules.destinations import opens_instead
from anxin.domain.people.rules import ROLES

WORKING = {role for roles in ROLES.values() for role in roles}


class TestTable:
    def test_speaks_of_facts_and_clocks_that_exist_to_roles_that_exist(self) -> None:
        for one in rules.TABLE:
            code, _, clock = one.on.partition("/")
            assert (code in CLOCKS) if one.before_min else (code in wording.FACTS), one.code
            assert not clock or clock in CLOCKS, one.code
            assert one.to == rules.CUSTOMER or set(one.to.split()) <= WORKING, one.code

    def test_has_a_sentence_and_one_line_a_code(self) -> None:
        codes = [one.code for one in rules.TABLE]
        assert len(set(codes)) == len(codes)
        for one in rules.TABLE:
            text = str(wording.MESSAGES[one.template])
            assert "{number}" in text
            way = "{secret}" if one.code in rules.OPENS else "{link}"
            assert (way in text) == (one.carrier == rules.SMS), one.code
            assert one.carrier == rules.INSIDE or carrier_of(one.carrier)
        unused = {code for code in wording.MESSAGES if code.startswith("notices.")} - {
            one.template for one in rules.TABLE
        }
        # the same, with the address of merchant or outlet; what its reader asked for; a person's own words in a chat
        addressed = {
            f"notices.{code}_to" for code in ("claim_send_back", "goods_to_bring", "goods_to_send", "goods_moved")
        }
        # and what goes to a technician's phone while the page is shut
        outside = {f"notices.{code}_{way}" for code in technicians.TOLD for way in ("text", "push")}
        # and of many at once
        several = {f"notices.{code}_several" for code in rules.BATCHES}
        assert unused == {*addressed, *outside, *several, "notices.repair_asked_for", "notices.said"}
        for name in outside:
            assert ("{link}" in str(wording.MESSAGES[name])) == name.endswith("_text"), name

    def test_is_wired_whole(self) -> None:
        telling = {notices.tell, followers.carry}  # what WeChat doesn't carry is told as all else
        wired = {code for code, several in facts.HANDLERS.items() if telling & set(several)}
        assert wired == set(rules.FACTS)

    def test_tells_a_customer_by_message_and_staff_inside(self) -> None:
        for one in rules.TABLE:
            assert (one.to == rules.CUSTOMER) == (one.carrier == rules.SMS), one.code

    def test_leads_to_pages_that_exist(self) -> None:
        for path in rules.LINKS.values():
            assert resolve(path.format(number="X-1"))


class TestQuietHours:
    @pytest.mark.parametrize(
        ("hour", "minute", "goes"),
        [
            (13, 59, "24 21:59"),
            (14, 0, "25 08:00"),  # 22:00 in Shanghai
            (18, 30, "25 08:00"),  # 02:30 the next day
            (23, 59, "25 08:00"),
            (0, 0, "24 08:00"),
            (1, 0, "24 09:00"),
        ],
    )
    def test_wait_for_the_morning(self, hour: int, minute: int, goes: str) -> None:
        now = datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
        at = rules.goes_at(now, quiet_from_h=22, quiet_until_h=8, urgent=False)
        assert at.astimezone(SHANGHAI).strftime("%d %H:%M") == goes
        assert rules.goes_at(now, quiet_from_h=22, quiet_until_h=8, urgent=True) == now

    def test_may_lie_within_a_day_or_be_none(self) -> None:
        noon = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 13:00
        later = rules.goes_at(noon, quiet_from_h=12, quiet_until_h=14, urgent=False)
        assert later.astimezone(SHANGHAI).strftime("%d %H:%M") == "24 14:00"
        assert rules.goes_at(noon, quiet_from_h=8, quiet_until_h=8, urgent=False) == noon


@pytest.mark.parametrize(
    ("code", "role", "opened"),
    [
        ("brand_leaves", "operator", "house"),
        ("brand_left", "agent", "repairs"),
        ("handed_over", "reviewer", "claims"),
        ("handed_over", "agent", ""),
        ("claim_shipped", "packer", "packing"),
        ("claim_shipped", "merchant_agent", ""),
    ],
)
def test_who_may_not_read_the_case_of_a_notice_opens_what_he_may(code: str, role: str, opened: str) -> None:
    assert opens_instead(code, by=Actor(kind="staff", id="a", roles=frozenset({role}))) == opened


def test_what_a_message_is_over_by_are_facts_that_are_told() -> None:
    codes = {code for several in rules.OVER.values() for code in several}
    assert codes
    assert codes <= wording.FACTS.keys(), codes - wording.FACTS.keys()

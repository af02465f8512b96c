"""A false number is taken down: who is asked, what the letter says, what is followed up, and who is told."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core import checkpoints, clocks, files, outbox
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.choices import ASKS, RECIPIENTS
from anxin.domain.network.commands.takedowns import TAKEDOWNS
from anxin.domain.network.models import ReportedNumber, Takedown
from anxin.domain.network.rules import takedown_law
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from tests.claim_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
PHONE = "13800000099"
PLACE = "https://www.example.com/s?wd=1"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


@pytest.fixture
def agent(now: datetime) -> Actor:
    account = people.account(cast.XIAO_CHEN.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


def reported(now: datetime, phone: str = PHONE) -> ReportedNumber:
    told = actions.NumberReport(kind="hotline", code=cast.LOOK_ALIKE, note="张女士被要求先付 200", phone=phone)
    return acting(lambda: actions.report(told=told, by=STRANGER, now=now))


def confirmed(now: datetime, agent: Actor) -> ReportedNumber:
    row = reported(now)
    acting(lambda: actions.confirm(number=row, why="回拨过", by=agent, now=now))
    return row


def asked(now: datetime, agent: Actor, recipient: str = "search", number: ReportedNumber | None = None) -> Takedown:
    about = number or confirmed(now, agent)
    whom = actions.TakedownAsked(recipient=recipient, addressee="百度", place=PLACE)
    return acting(lambda: actions.ask_takedown(number=about, asked=whom, by=agent, now=now))


def give(row: Takedown, name: str, by: Actor, now: datetime, **fields: str) -> Takedown:
    acting(
        lambda: TAKEDOWNS.give(name, row=queries.takedown(row.number, actor=by, now=now), by=by, now=now, fields=fields)
    )
    return queries.takedown(row.number, actor=by, now=now)


class TestAsking:
    def test_is_for_a_number_that_was_found_false(self, now: datetime, agent: Actor) -> None:
        row = reported(now)
        with pytest.raises(actions.NotFalse):
            asked(now, agent, number=row)
        acting(lambda: actions.confirm(number=row, why="回拨过", by=agent, now=now))
        assert asked(now, agent, number=row).state == "written"

    @pytest.mark.parametrize(
        ("field", "value"), [("recipient", "police"), ("addressee", " "), ("place", ""), ("place", "x" * 501)]
    )
    def test_names_the_field_that_is_wrong(self, field: str, value: str, now: datetime, agent: Actor) -> None:
        given = {"recipient": "search", "addressee": "百度", "place": PLACE, field: value}
        number = confirmed(now, agent)
        with pytest.raises(Invalid) as refused:
            acting(lambda: actions.ask_takedown(number=number, asked=actions.TakedownAsked(**given), by=agent, now=now))
        assert refused.value.field == field

    def test_is_nobody_elses_to_see_or_give(self, now: datetime, agent: Actor) -> None:
        row = asked(now, agent)
        packer = Actor(kind="staff", id="p", organisation=agent.organisation, roles=frozenset({"packer"}))
        for other in (STRANGER, packer):
            with pytest.raises(queries.NoSuchTakedown):
                queries.takedown(row.number, actor=other, now=now)
        with pytest.raises(Forbidden):
            acting(lambda: TAKEDOWNS.give("sending", row=row, by=packer, now=now, fields={}))


class TestFollowingUp:
    def test_stands_at_the_desk_again_where_nobody_answers(self, now: datetime, agent: Actor) -> None:
        row = give(asked(now, agent), "sending", agent, now, reference="BD-7")
        assert (row.state, row.reference, row.sent_at) == ("sent", "BD-7", now)
        assert queries.takedown_due(row) == now + timedelta(days=7)
        assert queries.followed_up(agent, now=now) == []
        late = now + timedelta(days=7, minutes=1)
        clocks.sweep(now=late)
        assert [one.state for one in queries.followed_up(agent, now=late)] == ["unanswered"]
        row = give(row, "reminder", agent, late)
        assert (row.state, row.reference) == ("sent", "BD-7")
        assert queries.takedown_due(row) == late + timedelta(days=7)

    def test_ends_with_what_came_of_it_and_can_be_taken_back(self, now: datetime, agent: Actor) -> None:
        row = give(give(asked(now, agent), "sending", agent, now), "taken-down", agent, now, why="搜不到了")
        assert (row.state, row.ended_at, queries.takedown_due(row)) == ("taken_down", now, None)
        row = give(row, "return", agent, now, why="又出现了")
        assert (row.state, row.ended_at) == ("sent", None)
        assert queries.takedown_due(row) == now + timedelta(days=7)

    def test_given_up_begins_with_the_letter_again(self, now: datetime, agent: Actor) -> None:
        row = give(asked(now, agent), "end", agent, now, why="页面自己没了")
        assert give(row, "resumption", agent, now, why="又出现了").state == "written"

    def test_ends_where_the_number_is_found_genuine_after_all(self, now: datetime, agent: Actor) -> None:
        row = give(asked(now, agent), "sending", agent, now)
        acting(lambda: actions.clear(number=row.about, why="是物业的电话", by=agent, now=now))
        row = queries.takedown(row.number, actor=agent, now=now)
        assert (row.state, queries.takedown_due(row)) == ("given_up", None)
        with pytest.raises(actions.NotFalse):
            give(row, "resumption", agent, now, why="再试")
        with pytest.raises(WrongState):
            give(row, "reminder", agent, now)

    def test_stands_in_both_chains_whole(self, now: datetime, agent: Actor) -> None:
        row = give(give(asked(now, agent), "sending", agent, now), "taken-down", agent, now, why="搜不到了")
        assert [one.code for one in queries.takedown_history(row)] == [
            *("takedown.written", "takedown.send", "takedown.note_taken_down"),
        ]
        assert checkpoints.verify_stream(row.stream()) is None
        assert checkpoints.verify_stream(row.about.stream()) is None

    def test_shows_who_changes_its_place_past_the_house(self, now: datetime, agent: Actor) -> None:
        row = give(asked(now, agent), "sending", agent, now, reference="BD-7")
        assert [one for one in checkpoints.verify() if row.number in str(one)] == []
        Takedown.objects.filter(pk=row.pk).update(place="https://www.example.com/another")
        assert [one for one in checkpoints.verify() if row.number in str(one)] != []


class TestTelling:
    def test_goes_to_who_reported_and_left_a_phone(self, now: datetime, agent: Actor) -> None:
        row = give(give(asked(now, agent), "sending", agent, now), "taken-down", agent, now, why="搜不到了")
        sent = outbox.Message.objects.filter(template="notices.number_taken_down")
        assert [one.ids["number"] for one in sent] == [row.about.number]


class TestEvidence:
    def test_is_sealed_shown_and_listed_in_the_letter(self, now: datetime, agent: Actor) -> None:
        row, file = asked(now, agent), sealed(jpeg(drawn(7)), now=now)
        given = {"number": row.about, "place": PLACE, "by": agent, "now": now}
        acting(lambda: actions.seal_sighting(files=(file,), **given))  # type: ignore[arg-type]
        found = queries.letter(row, now=now).evidence
        assert [(one.place, one.picture, one.at) for one in found] == [(PLACE, file.sha256, now)]
        assert checkpoints.verify_stream(row.about.stream()) is None
        assert file.sha256 in files.references.in_use([file])

    def test_is_a_picture_with_its_place_and_not_too_many(self, now: datetime, agent: Actor) -> None:
        row, file = confirmed(now, agent), sealed(jpeg(drawn(7)), now=now)
        other = SealedFile(sha256="0" * 64, kind="video/mp4")
        for field, given in (
            ("place", {"place": " ", "files": (file,)}),
            ("files", {"place": PLACE, "files": ()}),
            ("files", {"place": PLACE, "files": (file,) * 31}),
            ("files", {"place": PLACE, "files": (other,)}),
        ):
            with pytest.raises(Invalid) as refused:
                acting(lambda g=given: actions.seal_sighting(number=row, by=agent, now=now, **g))
            assert refused.value.field == field


class TestLetter:
    def test_says_what_was_found_and_nothing_of_who_reported(self, now: datetime, agent: Actor) -> None:
        row = asked(now, agent)
        found = queries.letter(row, now=now)
        assert (found.card.reports, found.card.official, found.first_at) == (1, (cast.HOTLINE,), now)
        said = repr(found)
        assert PHONE not in said
        assert "张女士" not in said

    def test_cites_law_to_everybody_it_can_ask(self, now: datetime, agent: Actor) -> None:
        number = confirmed(now, agent)
        for recipient in RECIPIENTS:
            assert queries.letter(asked(now, agent, recipient, number), now=now).law, recipient
        assert set(ASKS) == set(RECIPIENTS)

    @pytest.mark.parametrize(
        ("on", "code"),
        [(date(2025, 10, 14), "competition_6_2018"), (date(2025, 10, 15), "competition_7_2025")],
    )
    def test_cites_the_law_of_its_day(self, on: date, code: str) -> None:
        from anxin.core import settings

        rows = takedown_law.read(settings.declared("network.takedown_law").default)
        cited = [one.code for one in takedown_law.cited(rows, to="search", on=on) if "competition" in one.code]
        assert cited == [code]

    @pytest.mark.parametrize("field", ["code", "text", "text_en", "link", "valid_from", "recipients"])
    def test_s_law_is_refused_by_the_field_that_lacks(self, field: str) -> None:
        from anxin.core import settings

        rows = [dict(one) for one in settings.declared("network.takedown_law").default]
        rows[1] |= {field: [] if field == "recipients" else ""}
        with pytest.raises(Invalid) as refused:
            takedown_law.check(rows)
        assert refused.value.field.startswith(f"1.{field}")


class TestReportedPictures:
    def test_are_sealed_go_to_nobody_outside_and_end_with_the_report(self, now: datetime, agent: Actor) -> None:
        file = sealed(jpeg(drawn(9)), now=now)
        told = actions.NumberReport(kind="hotline", code=cast.LOOK_ALIKE, note="短信里的号码", phone=PHONE)
        row = acting(lambda: actions.report(told=told, files=[file], by=STRANGER, now=now))
        acting(lambda: actions.confirm(number=row, why="回拨过，冒充禾砚", by=agent, now=now))
        wanted = actions.TakedownAsked(recipient="search", addressee="百度", place=PLACE)
        asked_for = acting(lambda: actions.ask_takedown(number=row, asked=wanted, by=agent, now=now))
        (one,) = queries.sightings_of(row)
        assert (one.picture, one.reported, one.place) == (file.sha256, True, "")
        assert queries.letter(asked_for, now=now).evidence == ()
        covered = sealed(jpeg(drawn(10)), now=now)
        acting(lambda: actions.seal_sighting(number=row, place=PLACE, files=(covered,), by=agent, now=now))
        assert [each.picture for each in queries.letter(asked_for, now=now).evidence] == [covered.sha256]
        assert file.sha256 in files.references.in_use([file])
        assert checkpoints.verify_stream(row.stream()) is None
        report = row.reports.get()
        acting(lambda: actions.reports.forget_report(report=report, now=now))
        assert [each.picture for each in queries.sightings_of(row)] == [covered.sha256]
        assert not SealedFile.objects.filter(pk=file.pk).exists()

    def test_are_three_at_most_and_nothing_but_pictures(self, now: datetime) -> None:
        told = actions.NumberReport(kind="hotline", code=cast.LOOK_ALIKE)
        several = [sealed(jpeg(drawn(n)), now=now) for n in range(4)]
        text = acting(lambda: files.receive([b"words"], length=5, allowed={"text/plain"}, now=now))
        for given in (several, [text]):
            with pytest.raises(Invalid):
                acting(lambda g=given: actions.report(told=told, files=g, by=STRANGER, now=now))
        assert not ReportedNumber.objects.filter(code=cast.LOOK_ALIKE).exists()

    def test_are_so_many_of_a_number_and_a_report_goes_without(self, now: datetime) -> None:
        told = actions.NumberReport(kind="hotline", code=cast.LOOK_ALIKE)
        file = sealed(jpeg(drawn(9)), now=now)
        for _n in range(10):
            row = acting(lambda: actions.report(told=told, files=[file] * 3, by=STRANGER, now=now))
        with pytest.raises(actions.EnoughPictures):
            acting(lambda: actions.report(told=told, files=[file], by=STRANGER, now=now))
        acting(lambda: actions.report(told=told, by=STRANGER, now=now))
        assert (row.reports.count(), row.sightings.count()) == (11, 30)

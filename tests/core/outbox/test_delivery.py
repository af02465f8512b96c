import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import carriers, later, outbox, vault, wording
from anxin.core.acting import acting, current
from anxin.core.carriers.carriers import OutOfReach
from anxin.core.errors import Missing
from anxin.core.outbox import Message, NotSent, Unclear, messages

pytestmark = pytest.mark.django_db
PHONE = "+8613900001234"


class Recording:
    """A carrier that fails as told and remembers what was carried."""

    queue = "outside"

    def __init__(self, *failures, accepts_key=True):
        self.failures, self.accepts_key, self.sent = list(failures), accepts_key, []

    def send(self, parcel):
        failure = self.failures.pop(0) if self.failures else None
        if isinstance(failure, NotSent):
            raise failure
        self.sent.append(parcel)
        if failure:
            raise failure
        return "ok-1"


@pytest.fixture
def carrier(monkeypatch):
    def register(recording):
        monkeypatch.setitem(carriers.carriers._CARRIERS, "pigeon", recording)
        return recording

    return register


def put(now, **changes):
    told = {"audience": "customer:1", "ids": {"case": "R-1"}, "key": "k1", "now": now, "carrier": "pigeon"} | changes
    return acting(lambda: outbox.put("lamp.code", **told))


class TestPut:
    def test_gives_the_message_that_has_the_key(self, now, carrier):
        carrier(Recording())
        assert put(now).pk == put(now, ids={"case": "other"}).pk
        assert Message.objects.get().ids == {"case": "R-1"}

    def test_last_goes_with_the_live_ones_in_one_statement_and_each_key_once(self, now, carrier):
        recording = carrier(Recording())
        put(now)

        def tells():
            outbox.tell("lamp.changed", audiences=("account:1",), ids={}, key="changed", now=now)
            for key in ("k1", "k2", "k3"):
                outbox.put_last("lamp.code", audience="customer:1", ids={}, key=key, now=now, carrier="pigeon")

        with CaptureQueriesContext(connection) as asked:
            acting(tells)
        written = [one["sql"].split('"')[1] for one in asked if one["sql"].startswith("INSERT")]
        assert [name for name in written if name.startswith("core_")] == ["core_message", "core_latertask"]
        later.run_due(now)
        assert sorted(parcel.key for parcel in recording.sent) == ["k1", "k2", "k3"]

    def test_is_undone_with_its_reason(self, now, carrier):
        carrier(Recording())

        def refused():
            outbox.put("lamp.code", audience="a", ids={}, key="k", now=now, carrier="pigeon")
            raise Missing

        with pytest.raises(Missing):
            acting(refused)
        assert (Message.objects.count(), later.run_due(now)) == (0, 0)

    def test_refuses_personal_values_among_the_ids(self, now, carrier):
        carrier(Recording())
        with pytest.raises(ValueError, match="'to'"):
            put(now, ids={"to": "13900001234"})

    def test_refuses_an_unknown_carrier(self, now):
        with pytest.raises(ValueError, match="expected one of"):
            put(now, carrier="owl")

    def test_seals_the_secret(self, now, carrier):
        carrier(Recording())
        message = put(now, secret="482913")
        assert "482913" not in message.secret
        assert vault.open_("core.outbox.secret", "k1", message.secret) == "482913"


class TestTell:
    def test_leaves_each_audience_a_row_to_read_once_and_nothing_to_deliver(self, now):
        for _ in range(2):
            acting(lambda: outbox.tell("lamp.lit", audiences=["desk", "outlet:1"], ids={}, key="lit:1", now=now))
        assert later.run_due(now) == 0
        assert sorted(Message.objects.values_list("key", "state")) == [
            ("lit:1:desk", "live"),
            ("lit:1:outlet:1", "live"),
        ]

    def test_asks_the_database_once_however_many_listen(self, now, django_assert_num_queries):
        def told():
            with django_assert_num_queries(1):
                for key in ("lit:2", "lit:3"):
                    outbox.tell("lamp.lit", audiences=[f"outlet:{n}" for n in range(50)], ids={}, key=key, now=now)
                current().write()

        acting(told)
        assert Message.objects.count() == 100


class TestDeliver:
    def test_hands_over_text_and_address_and_forgets_the_secret(self, now, carrier, monkeypatch):
        pigeon = carrier(Recording())
        monkeypatch.setitem(wording.MESSAGES, "lamp.code", "Case {case}: your code is {secret}.")
        monkeypatch.setitem(messages._addresses, "pigeon", address)
        put(now, secret="482913")
        later.run_due(now)
        [parcel] = pigeon.sent
        assert (parcel.text, parcel.to, parcel.key) == ("Case R-1: your code is 482913.", PHONE, "k1")
        message = Message.objects.get()
        assert (message.state, message.answer, message.secret, message.settled_at) == ("sent", "ok-1", "", now)

    def test_sends_once_however_often_it_is_asked(self, now, carrier):
        pigeon = carrier(Recording())
        message = put(now)
        for _again in range(3):
            outbox.deliver(message, now=now)
        assert len(pigeon.sent) == 1

    def test_tries_again_where_nothing_left(self, now, carrier):
        pigeon = carrier(Recording(NotSent({"why": "refused"})))
        put(now)
        later.run_due(now, raising=False)
        assert (Message.objects.get().state, Message.objects.get().answer) == ("waiting", "refused")
        later.run_due(now + timedelta(hours=1))
        assert (len(pigeon.sent), Message.objects.get().state) == (1, "sent")

    def test_gives_up_after_its_tries_and_leaves_a_dead_letter(self, now, carrier):
        carrier(Recording(*[NotSent({"why": "refused"})] * 20))
        put(now, secret="482913")
        for hours in range(12):
            later.run_due(now + timedelta(hours=2 * hours), raising=False)
        message = Message.objects.get()
        assert (message.state, message.attempts, message.secret) == ("failed", 9, "")
        assert len(list(later.dead_letters())) == 1

    def test_goes_however_long_nobody_was_reached_as_long_as_it_is_worth_it(self, now, carrier):
        pigeon = carrier(Recording(*[OutOfReach({"why": "unknown name"})] * 20))
        put(now, expires_at=now + timedelta(days=2))
        for minutes in range(0, 120, 10):
            later.run_due(now + timedelta(minutes=minutes), raising=False)
        assert (pigeon.sent, Message.objects.get().state) == ([], "waiting")
        for hours in range(2, 20):
            later.run_due(now + timedelta(hours=hours), raising=False)
        assert (len(pigeon.sent), Message.objects.get().state) == (1, "sent")
        assert not list(later.dead_letters())

    def test_is_given_up_once_it_is_worth_nothing_any_more(self, now, carrier):
        pigeon = carrier(Recording(*[OutOfReach({"why": "unknown name"})] * 90))
        put(now, expires_at=now + timedelta(hours=5))
        for minutes in range(0, 400, 10):
            later.run_due(now + timedelta(minutes=minutes), raising=False)
        assert (pigeon.sent, Message.objects.get().state) == ([], "expired")

    def test_asks_again_with_the_same_key_after_an_unclear_answer(self, now, carrier):
        pigeon = carrier(Recording(Unclear({"why": "timeout"})))
        put(now)
        later.run_due(now, raising=False)
        later.run_due(now + timedelta(hours=1))
        assert [parcel.key for parcel in pigeon.sent] == ["k1", "k1"]
        assert Message.objects.get().state == "sent"

    def test_leaves_an_unclear_answer_to_a_person_where_no_key_is_known(self, now, carrier):
        pigeon = carrier(Recording(Unclear({"why": "timeout"}), accepts_key=False))
        put(now)
        for hours in range(3):
            later.run_due(now + timedelta(hours=hours))
        assert (len(pigeon.sent), Message.objects.get().state) == (1, "unclear")

    def test_never_repeats_an_attempt_that_died_where_no_key_is_known(self, now, carrier):
        pigeon = carrier(Recording(accepts_key=False))
        message = put(now)
        Message.objects.update(state="sending", attempts=1)
        assert outbox.deliver(message, now=now).state == "unclear"
        assert pigeon.sent == []

    def test_repeats_an_attempt_that_died_where_the_key_is_known(self, now, carrier):
        pigeon = carrier(Recording())
        message = put(now)
        Message.objects.update(state="sending", attempts=1)
        assert outbox.deliver(message, now=now).state == "sent"
        assert len(pigeon.sent) == 1

    def test_waits_on_where_the_address_cannot_be_found(self, now, carrier, monkeypatch):
        pigeon = carrier(Recording(accepts_key=False))
        monkeypatch.setitem(messages._addresses, "pigeon", no_address)
        with pytest.raises(LookupError):
            outbox.deliver(put(now), now=now)
        assert (Message.objects.get().state, pigeon.sent) == ("waiting", [])

    def test_drops_what_has_expired(self, now, carrier):
        pigeon = carrier(Recording())
        message = put(now, secret="482913", expires_at=now + timedelta(minutes=5))
        kept = outbox.deliver(message, now=now + timedelta(minutes=5))
        assert (kept.state, kept.secret, pigeon.sent) == ("expired", "", [])


def no_address(message):
    raise LookupError


def address(message):
    return outbox.MessageAddress(to=PHONE)


class TestFakeSms:
    def test_keeps_a_message_once_a_key_and_never_the_phone(self, now, settings, tmp_path, carrier, monkeypatch):
        settings.DATA = tmp_path
        monkeypatch.setitem(messages._addresses, "sms", address)
        message = put(now, carrier="sms", secret="482913")
        outbox.deliver(message, now=now)
        Message.objects.update(state="sending")
        outbox.deliver(message, now=now)
        [kept] = (tmp_path / "sms").glob("*.json")
        assert [path for path in (tmp_path / "sms").iterdir() if path != kept] == []
        assert "3900001234" not in kept.read_text()
        assert json.loads(kept.read_text())["to"].endswith("****1234")

    def test_sends_nothing_where_the_folder_is_no_folder(self, now, settings, tmp_path, monkeypatch):
        monkeypatch.delitem(messages._addresses, "sms", raising=False)
        (tmp_path / "sms").write_text("in the way")
        settings.DATA = tmp_path
        with pytest.raises(NotSent):
            outbox.deliver(put(now, carrier="sms"), now=now)
        assert Message.objects.get().state == "waiting"


class TestOthers:
    def test_console_prints_a_line(self, now, capsys):
        outbox.deliver(put(now, carrier="console"), now=now)
        assert capsys.readouterr().out == "lamp.code: lamp.code\n"

    def test_file_appends_lines(self, now, settings, tmp_path):
        settings.DATA = tmp_path
        for key in ("a", "b"):
            outbox.deliver(put(now, carrier="file", key=key), now=now)
        lines = (tmp_path / "outbox" / "messages.jsonl").read_text().splitlines()
        assert [json.loads(line)["key"] for line in lines] == ["a", "b"]

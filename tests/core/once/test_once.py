"""The same request twice does the thing once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Invalid, WrongState
from anxin.core.once.idempotency import KeptAnswer, KeyReused, digest_of, forget, once
from anxin.core.once.models import OnceKey

pytestmark = pytest.mark.django_db(transaction=True)


def ask(
    work: Callable[[], Mapping[str, object]], *, now: datetime, key: str = "k1", fingerprint: str = "f1"
) -> KeptAnswer:
    return acting(lambda: once(scope="token:a", key=key, fingerprint=fingerprint, now=now, work=work))


class TestOnce:
    def test_does_the_work_once_and_gives_the_same_answer(self, now: datetime) -> None:
        runs: list[int] = []

        def work() -> dict[str, object]:
            runs.append(1)
            return {"number": f"R-{len(runs)}"}

        first, second = ask(work, now=now), ask(work, now=now)

        assert (first.answer, first.repeated) == ({"number": "R-1"}, False)
        assert (second.answer, second.repeated) == ({"number": "R-1"}, True)
        assert len(runs) == 1

    def test_refuses_a_key_that_came_with_another_question(self, now: datetime) -> None:
        ask(lambda: {}, now=now)
        with pytest.raises(KeyReused):
            ask(lambda: {}, now=now, fingerprint="f2")

    def test_keeps_nothing_of_a_refused_work(self, now: datetime) -> None:
        def refused() -> dict[str, object]:
            raise WrongState

        with pytest.raises(WrongState):
            ask(refused, now=now)

        assert not OnceKey.objects.exists()
        assert ask(lambda: {"number": "R-1"}, now=now).repeated is False

    def test_keeps_scopes_apart(self, now: datetime) -> None:
        ask(lambda: {"a": 1}, now=now)
        other = acting(lambda: once(scope="token:b", key="k1", fingerprint="f9", now=now, work=lambda: {"b": 1}))
        assert other.answer == {"b": 1}

    @pytest.mark.parametrize("key", ["", "x" * 201])
    def test_refuses_a_key_without_measure(self, key: str, now: datetime) -> None:
        with pytest.raises(Invalid, match="Idempotency-Key"):
            ask(lambda: {}, now=now, key=key)

    def test_keeps_senders_apart(self, now: datetime) -> None:
        told = [
            acting(
                lambda of=sender: once(
                    scope="form", key="k1", sender=of, fingerprint="", now=now, work=lambda: {"of": of}
                )
            ).answer["of"]
            for sender in ("his browser", "another's", "his browser")
        ]
        assert told == ["his browser", "another's", "his browser"]
        assert OnceKey.objects.count() == 2

    def test_keeps_no_key_that_could_be_sent_again(self, now: datetime) -> None:
        ask(lambda: {}, now=now, key="a-key-of-a-form")
        assert "a-key-of-a-form" not in str(OnceKey.objects.values_list()[0])
        assert OnceKey.objects.get().key == digest_of("token:a", "", "a-key-of-a-form")

    def test_forgets_a_key_that_is_over_and_no_other(self, now: datetime) -> None:
        def sent(key: str, at: datetime) -> bool:
            day = timedelta(days=1)
            return acting(lambda: once(scope="form", key=key, fingerprint="", now=at, work=dict, lives=day)).repeated

        ask(lambda: {}, now=now)
        assert not sent("k1", now)
        assert sent("k1", now + timedelta(hours=23))
        assert not sent("k1", now + timedelta(hours=25))
        assert not sent("k2", now + timedelta(hours=30))
        assert forget(now=now + timedelta(hours=50)) == 1
        assert OnceKey.objects.count() == 2

"""The same request twice does the thing once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Invalid, WrongState
from anxin.core.once import Done, KeyReused, forget, once
from anxin.core.once.models import OnceKey

pytestmark = pytest.mark.django_db(transaction=True)


def ask(work: Callable[[], Mapping[str, object]], *, now: datetime, key: str = "k1", fingerprint: str = "f1") -> Done:
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

    def test_forgets_old_keys_only(self, now: datetime) -> None:
        ask(lambda: {}, now=now - timedelta(days=40))
        ask(lambda: {}, now=now, key="k2")

        assert acting(lambda: forget(before=now - timedelta(days=30))) == 1
        assert OnceKey.objects.get().key == "k2"

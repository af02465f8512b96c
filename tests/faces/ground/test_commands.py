"""Whose a command is: who may see a case, and never gives one of its commands, is refused it, and that is kept."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.core.states import machines
from anxin.demo import cast
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors as people_actors
from anxin.faces.desk.claims.commands import RUNNER as CLAIMS
from anxin.faces.ground.commands import Place, Runner
from tests.claim_builders import a_claim
from tests.domain.test_commands import actors, runners, stands

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


def of_others(runner: Runner[Any], by: Actor) -> list[Place[Any]]:
    """Return what somebody never gives, whatever the case."""
    return [one for one in runner.places.values() if not runner.table.commands[one.name].is_for(by)]


def refusals() -> int:
    return timeline.Entry.objects.filter(code="people.refused").count()


class TestGiving:
    def test_what_is_not_ones_own_is_forbidden_on_every_face_before_the_case_is_looked_at(
        self, rf: RequestFactory, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        went = []
        for runner in runners():
            for by in actors(runner.table):
                case = SimpleNamespace(actor=by, row=None, now=now, url="/", form=None)  # it has no situation
                monkeypatch.setattr(runner, "find", lambda _request, _number, case=case: case)
                for place in of_others(runner, by):
                    try:
                        runner.give(rf.post("/"), "1", place.at)
                    except Forbidden:
                        continue
                    except AttributeError:
                        pass
                    went.append((runner.table.about, place.name, sorted(by.roles)))
        assert went == []

    @pytest.mark.sqlite
    @pytest.mark.parametrize("state", machines()["claim"].states)
    def test_in_every_state_of_a_claim_is_kept_as_refused(self, sits: Sits, live_now: datetime, state: str) -> None:
        one = a_claim(now=live_now)
        stands(one.claim, state)
        for member in (cast.XIAO_CHEN, cast.LIN, cast.ADMIN):
            client, before = sits(member), refusals()
            by = people_actors.actor_of_account(people.account(member.username), now=live_now)
            asked = of_others(CLAIMS, by)[:5]  # more a minute are not written down
            answers = [client.post(f"/desk/claims/{one.claim.number}/{place.at}/") for place in asked]
            assert {answer.status_code for answer in answers} == {403}
            assert refusals() - before == len(asked) > 0

    def test_is_not_opened_either_and_the_case_stays_to_be_read(self, sits: Sits, live_now: datetime) -> None:
        one, client = a_claim(now=live_now), sits(cast.XIAO_CHEN)
        by = people_actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=live_now)
        answer = client.get(f"/desk/claims/{one.claim.number}/", {"do": of_others(CLAIMS, by)[0].at})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert one.claim.number in page
        assert "这一步不由您办理" in page
        assert refusals() == 1

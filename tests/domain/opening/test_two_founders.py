"""Two people who set the house up at the same moment."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.domain.opening import actions as opening
from anxin.domain.people.models import Account, Organisation
from tests import races


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_up_at_once_with_the_same_code_one_wins_and_nothing_of_the_other_stays(now: datetime) -> None:
    code = acting(lambda: opening.make_code(now=now))

    def founding(name: str) -> opening.Founding:
        return opening.Founding(operator=f"{name}公司", site=name, username=name, called=name, password="a hash")

    with races.line(2) as race:
        outcomes = race.run(
            lambda: opening.found_house(code=code, founding=founding("first"), now=now),
            lambda: opening.found_house(code=code, founding=founding("second"), now=now),
        )

    assert [one.won for one in outcomes].count(True) == 1
    (lost,) = (one for one in outcomes if not one.won)
    assert "anxin setup code" in lost.sentence
    assert Account.objects.count() == Organisation.objects.count() == 1

"""Every query whose statement is written once gives each reader exactly what the query itself would give."""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.compiled_queries import Compiled
from anxin.demo import cast
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import field_work, vouch_rows
from anxin.domain.network.queries.imports import outlets_and_technicians as network
from anxin.domain.people import queries as people
from anxin.domain.people.actions import programs
from anxin.domain.repairs.queries import own_turns
from anxin.domain.threads import actions as threads
from anxin.domain.visits import queries as visits
from anxin.domain.visits.gateway import work
from anxin.domain.visits.models import Offer
from anxin.domain.visits.queries import loads
from tests import builders
from tests.claim_builders import a_claim, drawn, jpeg
from tests.domain.test_statements import report_by_program
from tests.faces.customer.claims.claimed import by_phone, entered

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def plain(value: Any, above: tuple[Model, ...] = ()) -> Any:
    """Show a row by all that was read of it, and of what it was read with."""
    if isinstance(value, Model):
        if any(value is one for one in above):
            return above.index(value)
        read = {name: one for name, one in vars(value).items() if name != "_state"}
        return type(value), plain({**read, "beside": value._state.fields_cache}, (*above, value))
    if isinstance(value, dict):
        return {name: plain(one, above) for name, one in value.items()}
    return [plain(one, above) for one in value] if isinstance(value, list | tuple) else value


def every() -> set[str]:
    """Name every compiled query of the house."""
    modules = [vars(module) for name, module in tuple(sys.modules.items()) if name.startswith("anxin.")]
    found = [one for names in modules for one in tuple(names.values()) if isinstance(one, Compiled)]
    return {f"{one.__module__}.{one.__name__}" for one in found}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Compare each answer with what the query gives, and name the queries that found something."""
    named, ask = set(), Compiled.__call__

    def both(self: Compiled[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        found = ask(self, *args, **kwargs)
        query = self.build(*args, **kwargs)
        one, other = plain(found), plain(list(query))
        assert one == other if query.ordered else sorted(one, key=repr) == sorted(other, key=repr), (self, kwargs)
        named.update({f"{self.__module__}.{self.__name__}"} if found else ())
        return found

    monkeypatch.setattr(Compiled, "__call__", both)
    return named


def test_pages_read_what_their_queries_say(told: set[str], sits: Sits, live_now: datetime) -> None:
    hour = timedelta(hours=1)
    repair = builders.a_repair(now=live_now - hour / 2, at="billed")
    other = builders.a_repair(now=live_now - hour / 3, at="accepted", customer=cast.GRANDMA_LI)
    claim = a_claim(now=live_now - hour, at="decided", pictures=(jpeg(drawn()),))
    phone, link = Client(), Client()
    link.get(f"/c/{repair.token}/")
    phone.get(f"/c/{other.token}/")
    case, judged = f"repairs/{repair.repair.number}/", f"claims/{claim.claim.number}/"
    places = (
        (sits(cast.XIAO_CHEN), ("/desk/repairs/", f"/desk/{case}", f"/desk/repairs/{other.repair.number}/")),
        (sits(cast.XIAO_CHEN), ("/desk/repairs/?brand=heyan&place=510107", "/desk/repairs/?show=late&sort=newest")),
        (sits(cast.XIAO_DENG), ("/desk/board/",)),
        (sits(cast.BOSS_HE), ("/outlet/jobs/", "/outlet/board/")),
        (sits(cast.MASTER_LUO), (f"/technician/jobs/{repair.visit.number}/",)),
        (sits(cast.LIN), ("/desk/claims/", f"/desk/{judged}")),
        (sits(cast.MERCHANT_OWNER), ("/merchant/claims/", f"/merchant/{judged}")),
        (link, (f"/customer/{case}",)),
        (phone, (f"/customer/repairs/{other.repair.number}/",)),
        (entered(claim), (f"/customer/{judged}",)),
        (by_phone(claim), (f"/customer/{judged}",)),
        (Client(), ("/report/heyan/S3/",)),
    )
    for client, paths in places:
        for path in paths * 2:
            assert client.get(path).status_code == 200, path
    sits(cast.XIAO_CHEN).post("/desk/repairs/search/", {"q": repair.repair.number})
    told_of = {"organisation": people.organisation(cast.HEYAN.slug), "name": "shop", "by": SYSTEM, "now": live_now}
    token = acting(lambda: programs.issue_token(**told_of, scopes=("repairs:write",)))
    assert report_by_program(token, live_now).status_code == 201
    by = claim.by(cast.MERCHANT_OWNER)
    claim.do(lambda: threads.post(stream=claim.claim.stream(), text="请看", to=("buyer",), by=by, now=claim.now))
    Offer.objects.filter(visit=repair.visit).update(state="sent", expires_at=live_now + hour)
    assert own_turns(repair.customer, now=live_now)
    assert visits.offers_to(repair.by(cast.MASTER_LUO), now=live_now)
    assert visits.visit_by_key(str(repair.visit.pk))
    assert visits.whole(repair.visit, on=live_now.date())
    assert network.technician_of(cast.MASTER_LUO.number)
    assert network.outlet_of("AX-CD-01")
    assert field_work.whole_field(day=live_now.date(), now=live_now).hands
    work.of_days([(Technician.objects.all()[0], Outlet.objects.all()[0])], [live_now.date()], but=None)
    loads.wishes(Outlet.objects.all(), days=[live_now.date()], now=live_now)
    assert vouch_rows.word_of(cast.HEYAN.slug, "technician", cast.MASTER_LUO.number)
    assert every() - told == set()

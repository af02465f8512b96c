"""A number entered by mistake: two persons say that it never was the brand's, and the check knows it no more."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network import actions, queries
from anxin.domain.network.commands import NETWORKS
from anxin.domain.network.models import Authorisation, FormerPhone, Outlet
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def heyan(now: datetime) -> Organisation:
    ground.lay(now=now)
    return people.organisation(cast.HEYAN.slug)


def give(name: str, brand: Organisation, by: Actor, now: datetime, **fields: str) -> None:
    acting(lambda: NETWORKS.give(name, row=brand, by=by, now=now, fields=fields))


def card(code: str, now: datetime, kind: str = "hotline") -> queries.GenuineCard:
    return queries.genuine_card(kind=kind, code=code, now=now)


def ended(brand: Organisation, now: datetime) -> Authorisation:
    """Revoke the brand's hotline."""
    row = Authorisation.objects.get(brand=brand, kind="hotline", code=cast.HOTLINE)
    acting(lambda: actions.revoke(authorisation=row, why="登记错误", by=actor(cast.HEYAN_OWNER, now=now), now=now))
    return row


def agreed(brand: Organisation, number: str, now: datetime) -> None:
    give("mistake", brand, actor(cast.XIAO_MEI, now=now), now, number=number, why="录入时错了一位")
    waiting = str(queries.waiting_mistakes(brand)[0].pk)
    give("mistake-agreement", brand, actor(cast.HEYAN_OWNER, now=now), now, mistake=waiting)


def test_a_hotline_that_never_was_is_nobodys_after_two_agreed(heyan: Organisation, now: datetime) -> None:
    ended(heyan, now)
    assert card(cast.HOTLINE, now).status == "retired"
    later = now + timedelta(hours=1)
    agreed(heyan, cast.HOTLINE, later)
    answer = card(cast.HOTLINE, later)
    assert answer.vouched_by == ()
    assert answer.status in ("unknown", "lookalike"), "another brand's hotline looks like it"
    assert answer.mistaken_for == heyan.name
    states = {one["state"] for one in queries.well_known(brand=heyan, now=later)["authorisations"]}
    assert "mistaken" in states


def test_a_mistyped_phone_of_an_outlet_is_known_as_given_up_no_more(heyan: Organisation, now: datetime) -> None:
    outlet = Outlet.objects.get(code="AX-CD-01")
    FormerPhone.objects.create(outlet=outlet, bare="02899990000", ended_at=now)
    assert card("028-9999-0000", now, "outlet").status == "retired"
    later = now + timedelta(hours=1)
    agreed(heyan, "028-9999-0000", later)
    assert card("028-9999-0000", later, "outlet").status == "unknown"


def test_nobody_agrees_with_himself(heyan: Organisation, now: datetime) -> None:
    ended(heyan, now)
    owner = actor(cast.HEYAN_OWNER, now=now)
    give("mistake", heyan, owner, now, number=cast.HOTLINE, why="录错")
    give("mistake", heyan, owner, now, number=cast.HOTLINE, why="录错")
    (waiting,) = queries.waiting_mistakes(heyan)
    with pytest.raises(actions.MistakeNeedsSecond):
        give("mistake-agreement", heyan, owner, now, mistake=str(waiting.pk))
    assert card(cast.HOTLINE, now).status == "retired"
    told = {one.account.username for one in Notice.objects.filter(code="mistake_called") if one.account}
    assert cast.XIAO_MEI.username in told
    assert owner.id not in {str(one.account_id) for one in Notice.objects.filter(code="mistake_called")}


def test_what_the_brand_vouches_for_is_no_mistake(heyan: Organisation, now: datetime) -> None:
    owner = actor(cast.HEYAN_OWNER, now=now)
    with pytest.raises(actions.StillOurs):
        give("mistake", heyan, owner, now, number=cast.HOTLINE, why="录错")
    with pytest.raises(Invalid, match="number"):
        give("mistake", heyan, owner, now, number="400-123-4567", why="从没有过")


def test_a_refused_mistake_leaves_the_number_known_and_may_be_called_again(heyan: Organisation, now: datetime) -> None:
    ended(heyan, now)
    mei, owner = actor(cast.XIAO_MEI, now=now), actor(cast.HEYAN_OWNER, now=now)
    give("mistake", heyan, mei, now, number=cast.HOTLINE, why="录错")
    (waiting,) = queries.waiting_mistakes(heyan)
    give("mistake-refusal", heyan, owner, now, mistake=str(waiting.pk), why="用过两年")
    assert card(cast.HOTLINE, now).status == "retired"
    give("mistake", heyan, mei, now, number=cast.HOTLINE, why="录错")
    stream = timeline.StreamKey("organisation", str(heyan.pk))
    codes = [one.code for one in timeline.read(stream) if one.code.startswith("network.mistake")]
    assert codes == ["network.mistake_called", "network.mistake_refused", "network.mistake_called"]


def test_a_number_vouched_for_anew_is_genuine_again(heyan: Organisation, now: datetime) -> None:
    row = ended(heyan, now)
    later = now + timedelta(hours=1)
    agreed(heyan, cast.HOTLINE, later)
    owner, again = actor(cast.HEYAN_OWNER, now=later), later + timedelta(hours=1)
    told = {"number": cast.HOTLINE, "scope": "报修", "from_date": None, "to_date": row.to_date}
    acting(lambda: NETWORKS.give("hotline", row=heyan, by=owner, now=again, fields=told))
    assert card(cast.HOTLINE, again).status == "genuine"
    states = [one["state"] for one in queries.well_known(brand=heyan, now=again)["authorisations"]]
    assert states.count("mistaken") == 1, "what it said before; its new word is authorised"
    anew = Authorisation.objects.get(brand=heyan, kind="hotline", code=cast.HOTLINE, state="authorised")
    acting(lambda: actions.revoke(authorisation=anew, why="又录错", by=owner, now=again))
    last = again + timedelta(hours=1)
    assert card(cast.HOTLINE, last).status == "retired"
    agreed(heyan, cast.HOTLINE, last)
    assert card(cast.HOTLINE, last).vouched_by == ()
    give("mistake", heyan, owner, last, number=cast.HOTLINE, why="同一个")
    assert queries.waiting_mistakes(heyan) == [], "what two said is not asked again"

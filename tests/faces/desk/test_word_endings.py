"""What goes with a brand's word is said before it ends: jobs that go to others, the only hotline."""

from datetime import datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast, ground
from anxin.domain.network import actions
from anxin.domain.network.models import Authorisation, Engagement, Territory
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits.models import Reservation
from tests import builders
from tests.domain.visits.test_windows import held
from tests.faces.desk.test_authorising import LIST, Sits, a_hotline, said
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestEnding:
    def test_an_outlets_word_says_how_many_jobs_go_to_others(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        assert one.visit.outlet is not None
        row = Authorisation.objects.get(kind="outlet", code=one.visit.outlet.code, brand=one.visit.brand)
        for name in ("suspension", "revocation"):
            page = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}{row.number}/?do={name}")
            assert "手上的 1 单会马上换人去" in page

    def test_an_outlets_word_says_how_many_technicians_the_check_warns_of_then(
        self, sits: Sits, live_now: datetime
    ) -> None:
        builders.a_repair(now=live_now, at="triaged")
        row = Authorisation.objects.get(kind="outlet", code="AX-CD-01", brand__slug=cast.HEYAN.slug)
        theirs = Engagement.objects.filter(outlet__code="AX-CD-01", brand=row.brand, to_at=None).count()
        page = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}{row.number}/?do=revocation")
        assert f"{theirs} 位师傅只在这里为该品牌上门：官方核验也会提醒不要相信" in page

    def test_the_check_warns_of_a_technician_whose_outlet_is_no_longer_vouched_for(self, live_now: datetime) -> None:
        builders.a_repair(now=live_now, at="triaged")
        asked = {"kind": "technician", "code": cast.MASTER_LUO.number}
        address = reverse("customer:check", query=asked)
        assert "所在的网点现在没有授权" not in flat(Client().get(address))
        for row in Authorisation.objects.filter(kind="outlet", code="AX-CD-01", state="authorised"):
            by = ground.owner_of(row.brand)
            acting(partial(actions.revoke, authorisation=row, why="终止", by=by, now=live_now))
        page = flat(Client().get(address))
        assert "但他所在的网点现在没有授权" in page
        assert "先别付款，别报验证码，别让人进门。" in page

    def test_the_only_outlets_word_names_the_counties_where_nobody_is_left(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = builders.a_repair(now=live_now, at="triaged")
        served = Territory.objects.filter(brand=one.repair.brand)
        only = served.order_by("outlet__code", "pk")[0]
        served.exclude(pk=only.pk).delete()
        row = Authorisation.objects.get(kind="outlet", code=only.outlet.code, brand=only.brand)
        page = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}{row.number}/?do=suspension")
        assert "没有人能去了" in page

    def test_reports_not_taken_on_yet_that_hold_a_window_there_are_counted(
        self, sits: Sits, live_now: datetime
    ) -> None:
        for n in range(2):
            acting(partial(repairs.report, report=held(live_now, 10, n), by=STRANGER, now=live_now))
        brand = Reservation.objects.all()[0].brand
        only = Territory.objects.filter(brand=brand, outlet__code="AX-CD-01")[0]
        row = Authorisation.objects.get(kind="outlet", code="AX-CD-01", brand=brand)
        others = Territory.objects.filter(brand=brand).exclude(outlet=only.outlet)
        others.delete()
        page = said(sits(cast.HEYAN_OWNER), f"{LIST['merchant']}{row.number}/?do=suspension")
        assert "那里还有 2 张没受理的报修占着时段：会告诉客户现在没有师傅能去" in page

    def test_of_several_says_before_how_many_jobs_windows_and_customers_it_touches(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        assert one.visit.outlet is not None
        assert one.visit.technician is not None
        words = Authorisation.objects.filter(brand=one.visit.brand, state="authorised")
        codes = (one.visit.outlet.code, one.visit.technician.number)
        numbers = list(words.filter(code__in=codes).values_list("number", flat=True))
        owner, given = sits(cast.HEYAN_OWNER), {"number": numbers, "command": "suspension"}
        page = flat(owner.post(f"{LIST['merchant']}several/", given))
        assert "手上的 1 单会马上换人去" in page, "the same job hangs on both and is counted once"
        assert "其中 1 个已约好的时段，共 1 位客户" in page
        lines = words.filter(kind="hotline").values_list("number", flat=True)
        page = flat(owner.post(f"{LIST['merchant']}several/", {**given, "number": list(lines)}))
        assert "唯一的热线" in page

    def test_the_only_hotlines_word_warns_that_no_number_is_left(self, sits: Sits, live_now: datetime) -> None:
        owner = sits(cast.HEYAN_OWNER)
        several = Authorisation.objects.filter(kind="hotline", brand__slug="heyan", state="authorised").order_by("pk")
        first, others = several[0], list(several[1:])
        for one in others:
            by = ground.owner_of(one.brand)
            acting(partial(actions.revoke, authorisation=one, why="换", by=by, now=live_now))
        page = said(owner, f"{LIST['merchant']}{first.number}/?do=revocation")
        assert "唯一的热线" in page
        assert a_hotline(owner) == 302
        assert "唯一的热线" not in said(owner, f"{LIST['merchant']}{first.number}/?do=revocation")

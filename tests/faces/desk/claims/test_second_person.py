"""What a second person confirms or sends back, at the reviewer's desk; and what it says where nobody may."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims.models import Decision
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Account
from tests import cups
from tests.faces.desk.claims.test_claim import RULING, bare, decides, once_only, url
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


class TestSecondPerson:
    def test_waits_for_another_person_where_a_label_was_found(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = cups.faked(now=live_now, at="review")
        assert decides(lin, one) == 302
        assert Decision.objects.get().state == "proposed"
        assert "要由别人同意" in flat(lin.get(url(one)))
        read = shown(qiao, url(one, "?do=confirmation"))
        assert lin.post(url(one, "confirmation/"), read).status_code == 409
        assert one.claim.number in flat(qiao.get("/desk/claims/?show=second"))
        assert qiao.post(url(one, "confirmation/"), read).status_code == 302
        row = Decision.objects.get()
        assert (row.state, bool(row.confirmed_by)) == ("given", True)
        assert qiao.post(url(one, "confirmation/"), read).status_code == 409

    def test_that_no_reviewer_may_confirm_says_so_why_and_what_is_needed(self, sits: Sits, live_now: datetime) -> None:
        lin, admin = sits(cast.LIN), sits(cast.ADMIN)
        one = bare(live_now)
        others = Account.objects.filter(username__in=[each.username for each in (cast.CHENG, cast.YAN)])
        others.update(is_active=False)
        decides(lin, one, fraud_said="on")
        Account.objects.filter(username=cast.QIAO.username).update(person=one.claim.buyer_id)
        for client in (lin, sits(cast.QIAO), sits(cast.XIAO_CHEN), admin):
            page = flat(client.get(url(one)))
            assert "现在没有审核员可以复核" in page
            assert "本人就是买家：1 位" in page
            assert "起草了它：1 位" in page
            assert "要等管理员增加一位审核员" in page
            assert ('href="/desk/staff/"' in once_only(page, r'<div class="lockbar">.*?</div>')) == (client is admin)
        others.update(is_active=True)
        assert "现在没有审核员可以复核" not in flat(lin.get(url(one)))

    def test_that_no_reviewer_may_confirm_tells_an_administrator_who_opens_staff(
        self, sits: Sits, live_now: datetime
    ) -> None:
        lin, admin = sits(cast.LIN), sits(cast.ADMIN)
        one = bare(live_now)
        Account.objects.filter(username__in=[each.username for each in (cast.QIAO, cast.CHENG, cast.YAN)]).update(
            is_active=False
        )
        decides(lin, one, fraud_said="on")
        assert f"{one.claim.number}：有裁定等复核，但现有审核员都不能复核" in flat(admin.get("/notices/"))
        row = Notice.objects.get(code="review_nobody")
        answer = admin.post(f"/notices/{row.id}/opening/")
        assert answer.headers["Location"] == "/desk/staff/"
        assert admin.get("/desk/staff/").status_code == 200

    def test_is_sent_back_with_a_reason(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = bare(live_now)
        decides(lin, one, fraud_said="on")
        assert qiao.post(url(one, "objection/"), {"why": ""}).status_code == 422
        read = shown(qiao, url(one, "?do=objection"))
        assert qiao.post(url(one, "objection/"), {"why": "事实没有写明依据"} | read).status_code == 302
        assert Decision.objects.get().state == "sent_back"
        page = flat(lin.get(url(one)))
        assert "可以裁定了" in page
        assert "复核人把裁定退回了" in page
        assert "“事实没有写明依据”" in page
        assert RULING["reason"] in once_only(page, r'<textarea id="decision-reason".*?</textarea>')
        assert "checked" in once_only(page, r'<input type="checkbox"[^>]* name="fraud_said"[^>]*>')
        assert f"{one.claim.number}：您的裁定被退回，原因见案件页" in flat(lin.get("/notices/"))
        assert "复核人把裁定退回了" in flat(qiao.get(url(one)))
        assert decides(lin, one, fraud_said="on") == 302
        assert "复核人把裁定退回了" not in flat(lin.get(url(one)))


class TestCorrection:
    def test_of_ones_own_decision_is_read_first_confirmed_by_another_and_shown_to_both_sides(
        self, sits: Sits, live_now: datetime
    ) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = bare(live_now)
        assert decides(lin, one) == 302
        assert "更正我的裁定" in flat(lin.get(url(one)))
        assert "更正我的裁定" not in flat(qiao.get(url(one)))
        form = flat(lin.get(url(one, "?do=correction")))
        assert "裁定错在哪里" in form
        typed = {**RULING, "remedy": "refuse", "amount_fen": "", "reason": "照片里的裂纹是另一件"}
        assert "请写明错在哪里" in flat(lin.post(url(one, "correction/"), typed))
        typed["mistake"] = "把两张照片看成了一件"
        read = lin.post(url(one, "correction/"), typed)
        assert "更正原因：把两张照片看成了一件" in flat(read)
        mark = once_only(read.content.decode(), r'name="read" value="[^"]*"').split('"')[3]
        assert lin.post(url(one, "correction/"), {**typed, "read": mark, "how": "give"}).status_code == 302
        assert one.claim.number in flat(qiao.get("/desk/claims/?show=second"))
        assert qiao.post(url(one, "confirmation/"), shown(qiao, url(one, "?do=confirmation"))).status_code == 302
        rows = Decision.objects.order_by("created_at").values_list("kind", "state")
        assert list(rows) == [("reviewed", "replaced"), ("corrected", "given")]
        seller = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
        assert "更正原因：把两张照片看成了一件" in seller

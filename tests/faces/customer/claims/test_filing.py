"""A claim is filed in four steps, with or without script, by whoever knows order and phone, or is signed in."""

import io
import re

import pytest
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.sessions.models import Session
from anxin.core.sessions.store import salt_of
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.evidence.models import Link
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.models import Consent, Person
from anxin.faces import shared
from tests import builders
from tests.claim_builders import a_claim, a_purchase
from tests.domain.rows import every_row
from tests.flat import flat

pytestmark = pytest.mark.django_db
ORDER = "YT-20261118-7730"
PLATES = Bought(title="青瓷小盘", amount_fen=9000, quantity=3, no_return="made_to_order")
CUP = Bought(title="赭红浓缩咖啡杯碟", amount_fen=26800)


@pytest.fixture
def bought() -> Purchase:
    return a_purchase(now=timezone.now(), lines=(CUP, PLATES))


def a_picture(colour: str = "grey") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.name = "cup.jpg"
    file.seek(0)
    return file


def answers(**changed: object) -> dict[str, object]:
    """Fill the steps as the buyer would."""
    return {
        "order": ORDER,
        "phone": cast.BUYER.phone,
        "line": ["1"],
        "reason": "broken",
        "type": "refund_only",
        "told": "拆开就有裂",
        "declaration": "none",
        **changed,
    }


def by_phone(customer: cast.Customer = cast.BUYER) -> Client:
    """Sign in by phone, as after the code."""
    client = Client()
    session = client.session
    session.update(shared.proof_of(str(builders.by_phone(customer.phone).id)))
    session.save()
    return client


def files(client: Client, **changed: object) -> Claim:
    response = client.post("/claim/submission/", answers(consent="on", once="k-1", **changed))
    assert response.status_code == 302, re.findall(r'class="wrong".*?</span>', flat(response), re.DOTALL)
    client.get(response["Location"])
    return Claim.objects.latest("created_at")


class TestOrder:
    def test_asks_for_order_and_phone(self, bought: Purchase, client: Client) -> None:
        page = flat(client.get("/claim/", {"order": ORDER}))
        assert f'value="{ORDER}"' in page
        assert "/customer/sign-in/" in page

    def test_sent_empty_lists_all_that_lacks(self, bought: Purchase, client: Client) -> None:
        asked = flat(client.get("/claim/"))
        assert "novalidate" in asked
        assert "data-faults" not in asked
        answer = client.post("/claim/order/", {})
        assert answer.status_code == 422
        page = flat(answer)
        assert "还有 2 处要改" in page
        assert 'href="#id_order"' in page
        assert 'href="#id_phone"' in page

    def test_opens_by_number_and_phone(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/order/", {"order": ORDER, "phone": cast.BUYER.phone}))
        assert CUP.title in page
        assert cast.BUYER.name not in page

    @pytest.mark.parametrize("phone", [cast.STRANGER.phone, "", "不知道", "1"])
    def test_tells_nothing_without_the_right_phone(self, phone: str, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/order/", {"order": ORDER, "phone": phone})
        assert response.status_code in {404, 422}
        page = flat(response)
        assert CUP.title not in page
        assert f'value="{ORDER}"' in page

    def test_tells_an_order_that_is_not_there_like_one_of_somebody_else(self, bought: Purchase, client: Client) -> None:
        pages = [
            flat(client.post("/claim/order/", {"order": order, "phone": phone})).replace(order, "")
            for order, phone in ((ORDER, cast.STRANGER.phone), ("NOPE-12345678-123", cast.STRANGER.phone))
        ]
        said = [re.findall(r'role="alert".*?</div>', page, re.DOTALL)[-1] for page in pages]
        assert said[0] == said[1]

    def test_limits_who_tries_numbers(self, bought: Purchase, client: Client) -> None:
        codes = [
            client.post("/claim/order/", {"order": ORDER, "phone": f"138000000{n:02}"}).status_code
            for n in range(40, 75)
        ]
        assert 429 in codes

    def test_lists_the_orders_of_who_signed_in_and_opens_them(self, bought: Purchase) -> None:
        client = by_phone()
        page = flat(client.get("/claim/"))
        assert CUP.title in page
        assert f"order={ORDER}&amp;seller={cast.MERCHANT.slug}" in page
        assert client.get("/claim/order/", {"order": ORDER, "seller": cast.MERCHANT.slug}).status_code == 200
        assert client.get("/claim/order/", {"order": ORDER, "seller": "heyan"}).status_code == 404

    def test_is_nobody_elses_by_sign_in(self, bought: Purchase) -> None:
        a_purchase(now=timezone.now(), order="OTHER-1", customer=cast.NEIGHBOUR)
        client = by_phone(cast.NEIGHBOUR)
        assert client.get("/claim/order/", {"order": ORDER}).status_code == 404
        assert CUP.title in flat(client.post("/claim/order/", {"order": ORDER, "phone": cast.BUYER.phone}))

    def test_opens_by_its_own_link(self, bought: Purchase) -> None:
        now = timezone.now()
        stream, buyer = stream_of(bought), bought.buyer
        assert buyer is not None
        token = acting(lambda: people_actions.link(stream=stream, person=buyer, now=now))
        response = Client().get(f"/c/{token}/", follow=True)
        assert CUP.title in flat(response)

    def test_says_which_line_has_an_open_claim(self, bought: Purchase, client: Client) -> None:
        one = a_claim(now=timezone.now(), purchase=bought)
        page = flat(client.post("/claim/order/", {"order": ORDER, "phone": cast.BUYER.phone}))
        assert one.claim.number in page
        assert 'name="line" value="1"' not in page
        assert 'name="line" value="2" checked' in page


class TestGoods:
    @pytest.mark.parametrize(("name", "value"), [("line", []), ("line", ["7"]), ("reason", ""), ("reason", "envy")])
    def test_says_beside_the_field_what_is_missing(
        self, name: str, value: object, bought: Purchase, client: Client
    ) -> None:
        response = client.post("/claim/request/", answers(**{name: value}))
        assert response.status_code == 422
        assert "拆开就有裂" in flat(response)

    def test_shows_every_kind_with_its_why(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/request/", answers(reason="changed_mind", line=["2"])))
        assert re.search(r'value="return"[^>]* disabled', page)
        assert "定作" in page or "定制" in page

    def test_asks_for_the_pictures_that_help(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/request/", answers()))
        for role in ("whole", "detail", "package"):
            assert f'data-name="photo-{role}"' in page

    def test_counts_the_pieces(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/request/", answers(line=["2"], **{"pieces-2": "1"})))
        assert "¥30.00" in page


class TestCheck:
    def test_shows_everything_once_more_and_files_nothing(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/check/", answers()))
        assert "拆开就有裂" in page
        assert "¥268.00" in page
        assert not Claim.objects.exists()

    def test_names_and_links_every_text_that_is_recorded_as_agreed_to(self, bought: Purchase, client: Client) -> None:
        builders.legal_texts(now=timezone.now(), codes=("privacy", "terms", "claims"))
        page = client.post("/claim/check/", answers()).content.decode()
        found = re.search(r'name="agreed_to" value="([^"]+)"', page)
        recorded = found[1].split(",") if found else []
        assert [one.partition("/")[0] for one in recorded] == ["privacy", "terms", "claims"]
        assert all(f'href="/legal/{one}/"' in page for one in recorded)

    def test_takes_pictures_without_script_and_says_how_clear_they_are(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/check/", {**answers(), "photo-detail_files": a_picture()}))
        assert "图偏小" in page
        key = page.partition('name="photo-detail" value="')[2].partition('"')[0]
        shown = client.get("/claim/picture/", {"key": key})
        assert shown["Content-Type"] == "image/jpeg"
        assert Client().get("/claim/picture/", {"key": key}).status_code == 422

    @pytest.mark.parametrize(("asked", "status"), [("268.01", 422), ("abc", 422), ("-1", 422), ("100", 200), ("", 200)])
    def test_refuses_more_than_was_paid(self, asked: str, status: int, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/check/", answers(asked=asked))
        assert response.status_code == status
        assert "拆开就有裂" in flat(response)

    def test_refuses_a_kind_the_rules_forbid(self, bought: Purchase, client: Client) -> None:
        assert client.post("/claim/check/", answers(type="repair")).status_code == 422

    def test_asks_where_to_come_to_for_a_repair(self, client: Client) -> None:
        now = timezone.now()
        ground.lay(now=now)
        lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
        row = a_purchase(now=now, lines=(lock,))
        Person.objects.filter(pk=row.buyer_id).update(place=None)
        here = "成都市青羊区草堂街道浣花北路2号"
        for address, status, said in (("", 422, "请填写师傅上门的地址"), ("老地方", 422, "老地方"), (here, 200, here)):
            response = client.post("/claim/check/", answers(type="repair", address=address))
            assert (response.status_code, said in flat(response)) == (status, True)
        assert client.post("/claim/check/", answers()).status_code == 200
        claim = files(client, type="repair", address=here)
        assert claim.buyer.place.county_code == "510105"

    def test_refuses_what_is_no_picture(self, bought: Purchase, client: Client) -> None:
        script = io.BytesIO(b"#!/bin/sh\necho\n")
        script.name = "x.jpg"
        response = client.post("/claim/check/", {**answers(), "photo-whole_files": script})
        assert response.status_code == 422
        assert "拆开就有裂" in flat(response)

    def test_advice_comes_beside_the_upload(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/check/", {**answers(), "photo-detail_files": a_picture()}))
        key = page.partition('name="photo-detail" value="')[2].partition('"')[0]
        told = flat(client.post("/claim/advice/", {"photo-detail": key}))
        assert "图偏小" in told
        assert "照收" in told


class TestSubmission:
    def test_promises_no_code_where_nobody_sends_any(self, bought: Purchase, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
        settings.PLAY = False
        page = flat(client.post("/claim/submission/", answers(consent="on", once="k-1"), follow=True))
        assert "验证码" not in page
        assert "链接丢了，请打热线" in page

    def test_gives_a_number_and_the_link_at_once(self, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/submission/", answers(consent="on", once="k-1"), follow=True)
        page, claim = flat(response), Claim.objects.get()
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == f"/customer/claims/{claim.number}/receipt/"
        assert claim.number in page
        assert 'class="qr"' in page, "its link is there to scan, as a repair's is"
        assert "用手机号加验证码登录" in page
        link = re.findall(r"http://testserver/c/[\w-]+/", page)[0]
        assert claim.number in flat(Client().get(link, follow=True))
        assert (claim.asked_fen, claim.state, claim.channel) == (26800, "merchant_answer", "page")
        assert Consent.objects.get().purpose == "claim"

    def test_leaves_no_phone_no_name_and_no_link_open_in_any_table(self, bought: Purchase, client: Client) -> None:
        files(client)
        link = re.findall(r"/c/([\w-]+)/", flat(client.get(f"/customer/claims/{Claim.objects.get().number}/receipt/")))[
            0
        ]
        secrets = (cast.BUYER.phone, cast.BUYER.name, "拆开就有裂", link)
        sessions = [
            str(signing.loads(one.session_data, salt=salt_of(one.session_key), serializer=JSONSerializer))
            for one in Session.objects.all()
        ]
        rows = [row for _table, row in every_row()] + sessions
        assert sessions
        assert [secret for secret in secrets if any(secret in row for row in rows)] == []

    def test_pressed_twice_files_one(self, bought: Purchase, client: Client) -> None:
        for _ in range(2):
            files(client)
        assert Claim.objects.count() == 1
        assert Consent.objects.count() == 1

    def test_takes_the_pictures_with_their_roles(self, bought: Purchase, client: Client) -> None:
        sent = {**answers(), "photo-detail_files": a_picture(), "photo-package_files": a_picture("brown")}
        page = flat(client.post("/claim/check/", sent))
        keys = {role: re.findall(f'name="photo-{role}" value="([^"]+)"', page)[0] for role in ("detail", "package")}
        files(client, **{f"photo-{role}": key for role, key in keys.items()}, declaration="edited")
        assert set(Link.objects.values_list("role", "declaration")) == {("detail", "edited"), ("package", "edited")}

    def test_refuses_somebody_elses_picture(self, bought: Purchase, client: Client) -> None:
        page = flat(client.post("/claim/check/", {**answers(), "photo-detail_files": a_picture()}))
        key = re.findall(r'name="photo-detail" value="([^"]+)"', page)[0]
        response = Client().post("/claim/submission/", answers(consent="on", once="k", **{"photo-detail": key}))
        assert response.status_code == 422
        assert "拆开就有裂" in flat(response)
        assert not Claim.objects.exists()

    def test_goes_on_without_a_picture_whose_key_is_over(self, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/check/", answers(**{"photo-detail": "gone"}))
        assert response.status_code == 422
        page = flat(response)
        assert "拆开就有裂" in page
        assert 'value="gone"' not in page

    def test_signed_out_meanwhile_keeps_what_was_typed(self, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/check/", answers(phone=""))
        assert response.status_code == 422
        page = flat(response)
        assert 'name="told" value="拆开就有裂"' in page
        assert f'value="{ORDER}"' in page

    def test_needs_consent_and_says_why(self, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/submission/", answers(once="k-1"))
        assert response.status_code == 422
        assert "没有您的同意" in flat(response)
        assert not Claim.objects.exists()

    def test_somebody_was_quicker_with_the_same_line(self, bought: Purchase, client: Client) -> None:
        a_claim(now=timezone.now(), purchase=bought)
        response = client.post("/claim/submission/", answers(consent="on", once="k-1"))
        assert response.status_code == 409
        assert "拆开就有裂" in flat(response)
        assert Claim.objects.count() == 1

    def test_keeps_somebody_signed_in_by_phone(self, bought: Purchase) -> None:
        client = by_phone()
        claim = files(client, phone="", seller=cast.MERCHANT.slug)
        assert client.get("/customer/").status_code == 302
        assert client.get(f"/customer/claims/{claim.number}/").status_code == 200
        assert client.session[shared.PERSON]

    def test_opens_the_statutory_return_at_once(self, client: Client) -> None:
        a_purchase(now=timezone.now(), lines=(CUP,))
        claim = files(client, reason="changed_mind", type="return")
        assert (claim.statutory, claim.state) == (True, "waiting_return")
        page = flat(client.get(f"/customer/claims/{claim.number}/"))
        assert 'name="waybill"' in page
        assert "《消费者权益保护法》第二十五条，2014年3月15日起施行" in page

    def test_says_the_article_and_its_date_instead_of_the_merchants_hours(self, client: Client) -> None:
        a_purchase(now=timezone.now(), lines=(CUP,))
        for step in ("request", "check"):
            page = flat(client.post(f"/claim/{step}/", answers(reason="changed_mind", type="return")))
            assert "《消费者权益保护法》第二十五条，2014年3月15日起施行" in page, step
            assert "48 小时" not in re.sub(r"<[^>]+>", "", page.split("<main")[1].split("</main>")[0]), step

    def test_says_that_a_advance_answer_settled_it_at_once(self, bought: Purchase, client: Client) -> None:
        now = timezone.now()
        owner = actor(cast.MERCHANT_OWNER, now=now)
        acting(
            lambda: claims.give_advance_answer(
                organisation=people.organisation(cast.MERCHANT.slug),
                reasons=("broken",),
                types=("refund_only",),
                most_fen=30000,
                reason="三百元以内破损直接退",
                by=owner,
                now=now,
            )
        )
        claim = files(client)
        page = flat(client.get(f"/customer/claims/{claim.number}/receipt/"))
        assert "商家事先已同意" in page
        later.run_due(timezone.now())
        assert "已退给您 ¥268.00" in flat(client.get(f"/customer/claims/{claim.number}/receipt/"))

    @pytest.mark.parametrize("told", ["<b>x</b>", '=cmd|"/c calc"!A1', "‮abc", "\x00", "裂" * 1001])
    def test_takes_any_words_calmly(self, told: str, bought: Purchase, client: Client) -> None:
        response = client.post("/claim/check/", answers(told=told))
        assert response.status_code in {200, 422}
        assert "<b>x</b>" not in flat(response)


@pytest.mark.django_db(transaction=True)  # as in a request: what is read in another's transaction is asked for again
class TestQueries:
    def test_stay_few_however_many_orders(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        for n in range(6):
            a_purchase(now=timezone.now(), order=f"MANY-{n}")
        client = by_phone()
        for there, most in (("/claim/", 8), ("/customer/", 7), ("/claim/order/?order=MANY-1", 9)):
            client.get(there)  # what a process reads once is no page's question
            with django_assert_max_num_queries(most):
                assert client.get(there).status_code == 200


class TestReceipt:
    def test_is_nobody_elses(self, bought: Purchase, client: Client) -> None:
        claim = files(client)
        assert Client().get(f"/customer/claims/{claim.number}/receipt/").status_code == 302
        other = a_claim(now=timezone.now(), order="OTHER-2")
        stranger = Client()
        stranger.get(f"/c/{other.token}/")
        assert stranger.get(f"/customer/claims/{claim.number}/receipt/").status_code == 404

"""The public check: genuine, suspended, retired, look-alike, unknown; badges; the brand's own document."""

import base64
from datetime import date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries, tasks
from anxin.domain.network.actions import outlets
from anxin.domain.network.models import Authorisation, BrandKey, Check, Outlet
from anxin.domain.network.queries import attestations
from anxin.domain.network.rules import identifiers
from anxin.domain.people import queries as people
from anxin.faces.api.genuine_answers import genuine_of
from anxin.faces.customer.cards import card_of
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def owner(slug: str = cast.HEYAN.slug) -> Actor:
    brand = people.organisation(slug)
    return Actor(kind="staff", id="o", organisation=str(brand.id), roles=frozenset({"merchant_owner"}))


def asked_anew(old: Authorisation, by: Actor, first: date, last: date, now: datetime) -> Authorisation:
    """Apply for a further word for the same, and have it checked."""
    asked = {"brand": old.brand, "kind": old.kind, "code": old.code, "scope": old.scope, "by": by, "now": now}
    row = acting(lambda: actions.apply(**asked, from_date=first, to_date=last))
    acting(lambda: actions.approve(authorisation=row, by=by, now=now))
    return row


class TestCard:
    @pytest.mark.parametrize(
        ("code", "answer"),
        [
            (cast.HOTLINE, "genuine"),
            ("4000000000", "genuine"),
            (cast.RETIRED_HOTLINE, "retired"),
            (cast.LOOK_ALIKE, "lookalike"),
            ("400-000-00000", "lookalike"),
            ("400-777-1234", "unknown"),
            ("", "unknown"),
            ("４００－０００－００００", "genuine"),
            ("+86 400 000 0000", "genuine"),
            ("热线：400 000 0000 转 8", "genuine"),
            ("四零零 零零零 零零零零", "genuine"),
        ],
    )
    def test_answers(self, code: str, answer: str, now: datetime) -> None:
        assert queries.genuine_card(kind="hotline", code=code, now=now).status == answer

    def test_names_who_vouches_until_when_by_which_key(self, now: datetime) -> None:
        card = queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=now)
        (word,) = card.vouched_by
        assert (word.brand, word.key, word.signature_holds, word.site) == (
            "禾砚",
            "heyan-1",
            True,
            "https://heyan.example",
        )
        assert card.last_date is not None
        assert card.last_date > now.date()

    def test_points_to_the_official_line_when_it_is_not_genuine(self, now: datetime) -> None:
        assert queries.genuine_card(kind="hotline", code=cast.LOOK_ALIKE, now=now).official == (cast.HOTLINE,)

    @pytest.mark.parametrize("hour", [1, 12])
    def test_points_to_who_takes_reports_now(self, hour: int, now: datetime) -> None:
        """At night somebody was sent to a line for bookings that opens in the morning."""
        brand, late = people.organisation(cast.HEYAN.slug), now.astimezone(SHANGHAI).replace(hour=hour)
        Authorisation.objects.filter(code=cast.HOTLINE).update(state="revoked")
        lines = {
            "400-000-0079": ("安装预约", "1-7 8:30-18:00"),
            "400-000-0078": ("建议", ""),
            "400-000-0077": ("报修", "24 小时"),
        }
        for code, (scope, hours) in lines.items():
            acting(lambda code=code, scope=scope: ground.authorise(brand, "hotline", code, scope, now=now))
            Authorisation.objects.filter(code=code).update(hours=hours)
        card = queries.genuine_card(kind="hotline", code="400-999-8888", now=late)
        assert (card.official[0], len(card.official)) == ("400-000-0077", 3)
        assert hour == 12 or card.official[-1] == "400-000-0079"

    def test_knows_a_phone_that_an_outlet_gave_up_and_says_that_it_is_nobodys_now(self, now: datetime) -> None:
        outlet = Outlet.objects.exclude(bare_phone="")[0]
        before, later = outlet.phone, now + timedelta(days=1)

        def rings_at(phone: str) -> None:
            outlets.ring_at(outlet, phone, now=later)
            outlet.save(update_fields=["phone", "bare_phone"])
            for brand in (cast.HEYAN, cast.QINGFENG):  # who stands behind the number is signed for anew
                ground.authorise(people.organisation(brand.slug), "outlet", outlet.code, "报修", now=later)

        acting(lambda: rings_at("028-00009999"))
        card = queries.genuine_card(kind="outlet", code=before, now=later)
        assert (card.status, card.danger, card.last_date) == ("retired", True, later.date())
        assert queries.genuine_card(kind="outlet", code="028-0000 9999", now=later).genuine
        acting(lambda: rings_at(before))
        assert queries.genuine_card(kind="outlet", code=before, now=later).genuine

    def test_keeps_no_slip_of_an_outlets_phone(self, now: datetime) -> None:
        outlet, slip = Outlet.objects.exclude(bare_phone="")[0], now + timedelta(hours=2)

        def rings_at(phone: str, at: datetime) -> None:
            outlets.ring_at(outlet, phone, now=at)
            outlet.save(update_fields=["phone", "bare_phone"])
            outlets.tell_kept(outlet, phone, by=owner(), now=at)

        acting(lambda: rings_at("13800009999", now))
        acting(lambda: rings_at("028-00009999", slip))
        assert queries.genuine_card(kind="outlet", code="13800009999", now=slip).status == "unknown"

    def test_offers_what_a_name_with_words_left_out_may_mean_and_says_whose_line_to_call(self, now: datetime) -> None:
        card = queries.genuine_card(kind="outlet", code="武侯维修", now=now)
        assert (card.status, [one.title for one in card.near]) == ("unknown", ["武侯安心维修点（示例）"])
        assert (card.official[0], card.official_of) == (cast.HOTLINE, "禾砚")

    def test_does_not_believe_a_row_that_nobody_signed(self, now: datetime) -> None:
        Authorisation.objects.filter(code=cast.HOTLINE).update(scope="什么都管")
        assert queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=now).status == "retired"

    def test_is_over_on_the_day_after_the_last(self, now: datetime) -> None:
        later = now + timedelta(days=181)
        assert queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=later).status == "expired"

    def test_says_that_it_was_suspended(self, now: datetime) -> None:
        row = Authorisation.objects.get(code=cast.HOTLINE)
        acting(lambda: actions.suspend(authorisation=row, why="换线", by=owner(), now=now))
        assert queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=now).status == "suspended"
        acting(lambda: actions.resume(authorisation=row, by=owner(), now=now))
        assert queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=now).genuine

    def test_says_that_the_key_behind_it_is_lost_and_not_that_it_was_suspended(self, now: datetime) -> None:
        row = Authorisation.objects.get(code=cast.HOTLINE)
        acting(lambda: actions.lose_key(brand=row.brand, why="电脑丢了", by=owner(), now=now))
        card = queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=now)
        with translation.override("zh-hans"):
            assert "签它的密钥已挂失" in queries.says(card)
            assert "签它的密钥已挂失" in str(card_of(card)["facts"])

    def test_names_the_day_on_which_a_revoked_one_ended(self, now: datetime) -> None:
        row, ended = Authorisation.objects.get(code=cast.HOTLINE), now + timedelta(days=2)
        acting(lambda: actions.revoke(authorisation=row, why="换号", by=owner(), now=ended))
        card = queries.genuine_card(kind="hotline", code=cast.HOTLINE, now=ended)
        (word,) = card.vouched_by
        assert card.last_date == word.last_date == ended.date() < word.to_date
        told = genuine_of(card).model_dump(mode="json", by_alias=True)
        assert told["until"] == told["vouched_by"][0]["until"] == ended.date().isoformat()

    def test_knows_nothing_of_kinds_whose_app_is_not_born(self, now: datetime) -> None:
        with pytest.raises(queries.UnknownKind):
            queries.genuine_card(kind="part", code="x", now=now)

    def test_counts_the_question_without_the_asker(self, now: datetime) -> None:
        first = acting(lambda: actions.check_number(kind="hotline", code=cast.LOOK_ALIKE, now=now))
        second = acting(lambda: actions.check_number(kind="hotline", code=cast.LOOK_ALIKE, now=now))
        assert first.number.startswith("Q-20261124-")
        assert second.checks_30_days == 1
        assert Check.objects.count() == 2


class TestBadge:
    def test_changes_every_minute_and_holds_for_two(self, now: datetime) -> None:
        luo = builders.technician()
        token = actions.badge(technician=luo, now=now)

        def shown(later: int) -> str:
            return queries.genuine_card(
                kind="technician", code=luo.number, token=token, now=now + timedelta(seconds=later)
            ).badge

        assert [shown(0), shown(60), shown(125)] == ["valid", "valid", "wrong"]
        assert actions.badge(technician=luo, now=now + timedelta(seconds=60)) != token

    def test_is_not_another_technicians(self, now: datetime) -> None:
        token = actions.badge(technician=builders.technician(cast.MASTER_LU), now=now)
        card = queries.genuine_card(kind="technician", code=cast.MASTER_LUO.number, token=token, now=now)
        assert (card.status, card.called, card.badge) == ("genuine", "罗师傅", "wrong")


class TestVouching:
    def test_is_nobodys_but_the_brands_own(self, now: datetime) -> None:
        row = Authorisation.objects.get(code=cast.HOTLINE)
        with pytest.raises(actions.NotThisBrand):
            acting(lambda: actions.revoke(authorisation=row, why="x", by=owner(cast.QINGFENG.slug), now=now))

    def test_takes_a_signature_made_elsewhere_and_refuses_a_wrong_one(self, now: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        secret = Ed25519PrivateKey.generate()
        public = base64.b64encode(secret.public_key().public_bytes_raw()).decode()
        acting(lambda: actions.publish_key(brand=brand, public=public, by=owner(), now=now))
        row = acting(
            lambda: actions.apply(
                brand=brand,
                kind="hotline",
                code="400-000-0500",
                scope="安装",
                from_date=now.date(),
                to_date=now.date(),
                by=owner(),
                now=now,
            )
        )
        acting(lambda: actions.approve(authorisation=row, by=owner(), now=now))
        with pytest.raises(actions.NoKey):
            acting(lambda: actions.authorise(authorisation=row, by=owner(), now=now))
        wrong = base64.b64encode(secret.sign(b"something else")).decode()
        with pytest.raises(actions.BadSignature):
            acting(lambda: actions.authorise(authorisation=row, by=owner(), now=now, signature=wrong))
        right = base64.b64encode(secret.sign(queries.statement_of(row))).decode()
        acting(lambda: actions.authorise(authorisation=row, by=owner(), now=now, signature=right))
        assert queries.genuine_card(kind="hotline", code="400-000-0500", now=now).genuine

    def test_by_a_later_word_takes_the_earlier_ones_place_whoever_entered_it(self, now: datetime) -> None:
        agent = Actor(kind="staff", id="a", organisation=owner().organisation, roles=frozenset({"merchant_agent"}))
        old, today = Authorisation.objects.get(code=cast.HOTLINE), now.date()
        new = asked_anew(old, agent, today, today + timedelta(days=9), now)
        acting(lambda: actions.authorise(authorisation=new, by=owner(), now=now))
        old.refresh_from_db()
        assert old.state == "revoked"
        assert [line.to_date for line in queries.hotlines(on=today) if line.code == old.code] == [new.to_date]
        brand = people.organisation(cast.HEYAN.slug)
        later = attestations.vouched_for(brand, [old.code], days=[today + timedelta(days=10)], kind="hotline")
        assert later == frozenset()

    def test_by_a_later_word_leaves_the_same_number_with_another_extension(self, now: datetime) -> None:
        codes = [f"{cast.HOTLINE} 转 {n}" for n in (1, 2)]
        rows = []
        for code in codes:
            word = Authorisation(brand=people.organisation(cast.HEYAN.slug), kind="hotline", code=code)
            row = asked_anew(word, owner(), now.date(), now.date() + timedelta(days=9), now)
            acting(lambda row=row: actions.authorise(authorisation=row, by=owner(), now=now))
            rows.append(row)
        tasks.expire_authorisations.func(now=now + timedelta(hours=1))
        for row in rows:
            row.refresh_from_db()
            assert row.state == "authorised"

    def test_by_a_word_that_begins_later_ends_the_earlier_one_on_that_day(self, now: datetime) -> None:
        old, first = Authorisation.objects.get(code=cast.HOTLINE), now.date() + timedelta(days=3)
        new = asked_anew(old, owner(), first, first + timedelta(days=9), now)
        acting(lambda: actions.authorise(authorisation=new, by=owner(), now=now))
        for days, state in ((0, "authorised"), (2, "authorised"), (3, "revoked"), (4, "revoked")):
            tasks.expire_authorisations.func(now=now + timedelta(days=days))
            old.refresh_from_db()
            assert old.state == state
        new.refresh_from_db()
        assert new.state == "authorised"

    def test_by_later_words_is_found_in_two_questions_however_many_there_are(
        self, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        today = now.date()
        words = Authorisation.objects.filter(state="authorised", to_date__gte=today + timedelta(days=3))
        old = list(words.exclude(bare="").order_by("id")[:3])
        for word in old:
            new = asked_anew(word, owner(), today + timedelta(days=2), today + timedelta(days=9), now)
            key = {"state": "authorised", "key": word.key, "bare": word.bare}
            Authorisation.objects.filter(pk=new.pk).update(**key)
        with django_assert_num_queries(2):
            found = queries.replaced(on=today + timedelta(days=2))
        assert len(old) == 3
        assert [one.pk for one in found] == [one.pk for one in old]

    def test_that_ended_goes_on_the_next_hour_beyond_so_many(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = now + timedelta(days=181)
        many = len(queries.over(on=later.date()))
        monkeypatch.setattr(tasks, "AT_MOST", 2)
        tasks.expire_authorisations.func(now=later)
        assert many > 2
        assert len(queries.over(on=later.date())) == many - 2

    def test_can_be_checked_by_anybody_from_the_brands_document(self, now: datetime) -> None:
        document = queries.well_known(brand=people.organisation(cast.HEYAN.slug), now=now)
        keys = {key["id"]: base64.b64decode(key["public_key"]) for key in document["keys"]}  # type: ignore[attr-defined]
        signed = list(document["authorisations"])  # type: ignore[call-overload]
        assert signed
        for one in signed:
            key = Ed25519PublicKey.from_public_bytes(keys[one["key"]])
            key.verify(base64.b64decode(one["signature"]), one["statement"].encode())

    def test_ends_by_itself(self, now: datetime) -> None:
        later = now + timedelta(days=181)
        tasks.expire_authorisations.func(now=later)
        assert Authorisation.objects.filter(state="expired").exists()
        assert queries.over(on=later.date()) == []

    def test_that_cannot_be_ended_keeps_up_no_other(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        later, real = now + timedelta(days=181), actions.expire
        first, *others = queries.over(on=later.date())

        def expire(*, authorisation: Authorisation, now: datetime) -> None:
            if authorisation.pk == first.pk:
                raise ZeroDivisionError
            real(authorisation=authorisation, now=now)

        monkeypatch.setattr(actions, "expire", expire)
        with pytest.raises(ExceptionGroup):
            tasks.expire_authorisations.func(now=later)
        assert [one.pk for one in queries.over(on=later.date())] == [first.pk]
        assert others

    def test_keeps_the_private_half_sealed(self) -> None:
        assert all(key.private_sealed.startswith("v1|") for key in BrandKey.objects.all())


class TestOneOff:
    @pytest.mark.parametrize(
        ("left", "right", "near"),
        [
            ("400-000-0000", "400-000-0001", True),
            ("400-000-0000", "400-000-000", True),
            ("400-000-0000", "400-000-00001", True),
            ("400-123-0000", "400-132-0000", True),
            ("400-000-0000", "4000000000", False),
            ("400-000-0000", "400-000-0022", False),
            ("HY-CD-0318", "HY-CD-0381", True),
        ],
    )
    def test_says(self, left: str, right: str, near: bool) -> None:
        one, other = identifiers.digits(left), identifiers.digits(right)
        assert (other in identifiers.one_off_of(one)) is near
        assert (one in identifiers.one_off_of(other)) is near

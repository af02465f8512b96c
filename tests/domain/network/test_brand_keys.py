"""A brand's keys: made, rotated, said to be lost from a day on; what is published of them and of what they signed."""

import base64
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.db import connection

from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions.given_words import BadSignature
from anxin.domain.network.actions.keys import NoKey
from anxin.domain.network.commands import NETWORKS, TABLE
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.queries import attestations
from anxin.domain.network.rules import signatures
from anxin.domain.people.models import Organisation
from tests.domain.network.test_desk import (
    HOTLINE,
    OPERATOR,
    OWNER,
    brand,
    enter,
    give,
    says,
    somebody,
    word,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def vouched_now(now: datetime) -> dict[str, object]:
    """Give the technicians of the cast whom the brand vouches for today."""
    numbers = [one.number for one in cast.TECHNICIANS]
    words = attestations.living(now.date()).filter(kind="technician", brand=brand(), code__in=numbers)
    return {row.code: row.to_date for row in words if attestations.verifies(row)}


class TestKeys:
    def test_are_published_by_the_names_of_the_contract(self, now: datetime) -> None:
        acting(lambda: actions.make_key(brand=brand(), by=somebody(*OWNER), now=now, until_date=now.date()))
        told = queries.well_known(brand=brand(), now=now)
        first, second = told["keys"]  # type: ignore[misc]
        assert set(second) == {"id", "algorithm", "public_key", "from", "until", "lost", "lost_from"}
        assert (second["id"], second["algorithm"]) == ("heyan-2", "Ed25519")
        assert (first["until"] is not None, first["lost"]) == (True, None)
        assert second["until"].startswith("2026-11-24T16:00")

    def test_lost_are_published_as_lost_and_what_they_signed_as_suspended_until_another_signs_it(
        self, now: datetime
    ) -> None:
        owner = somebody(*OWNER)

        def states() -> dict[str, str]:
            return {
                one["statement"]: one["state"] for one in queries.well_known(brand=brand(), now=now)["authorisations"]
            }

        before = states()
        acting(lambda: actions.lose_key(brand=brand(), why="电脑被偷", by=owner, now=now))
        (key,) = queries.well_known(brand=brand(), now=now)["keys"]
        assert key["lost"] == key["until"] == now.isoformat()
        assert "authorised" in before.values()
        assert states() == {said: "suspended" if was == "authorised" else was for said, was in before.items()}
        acting(lambda: actions.make_key(brand=brand(), by=owner, now=now))
        row = Authorisation.objects.filter(brand=brand(), state="authorised").order_by("number").first()
        assert row is not None
        acting(lambda: actions.sign_again(authorisation=row, by=owner, now=now))
        signed = queries.statement_of(row).decode()
        assert [said for said, state in states().items() if state == "authorised"] == [signed]
        first, second = queries.well_known(brand=brand(), now=now)["keys"]
        assert (first["lost"], second["lost"]) == (now.isoformat(), None)

    def test_kept_by_the_brand_sign_elsewhere_and_what_comes_back_is_held_against_the_rows(self, now: datetime) -> None:
        owner, (private, public) = somebody(*OWNER), signatures.fresh()
        acting(lambda: NETWORKS.give("public-key", row=brand(), by=owner, now=now, fields={"public": public}))
        enter("hotline", owner, now, number=HOTLINE, scope="安装")
        row = Authorisation.objects.get(code=HOTLINE)
        assert row.state == "checked"
        assert TABLE.allowed(queries.situation(row, by=owner, now=now), owner).why_not["authorisation"]
        sheet = signatures.read(signatures.written(queries.sheet_of(brand(), now=now)), signed=False)
        assert [one.number for one in sheet.statements] == [row.number]
        other, _public = signatures.fresh()
        mine = signatures.signed(sheet, private)
        altered = replace(mine.statements[0], text=mine.statements[0].text.replace("安装", "维修"))
        assert altered.text != mine.statements[0].text
        for wrong in (
            signatures.signed(sheet, other),
            replace(mine, statements=(altered,)),
            signatures.SigningSheet(brand="qingfeng", key="", statements=()),
        ):
            with pytest.raises(Invalid):
                acting(lambda wrong=wrong: actions.take_signed(brand=brand(), sheet=wrong, by=owner, now=now))
        done = signatures.read(signatures.written(signatures.signed(sheet, private)), signed=True)
        assert done.fingerprint == sheet.fingerprint
        assert acting(lambda: actions.take_signed(brand=brand(), sheet=done, by=owner, now=now)) == 1
        assert says("hotline", HOTLINE, now) == "genuine"
        assert not BrandKey.objects.get(public=public).private_sealed

    def test_changed_after_it_was_taken_to_be_signed_it_is_not_believed(self, now: datetime) -> None:
        owner, (private, public) = somebody(*OWNER), signatures.fresh()
        acting(lambda: actions.publish_key(brand=brand(), public=public, by=owner, now=now))
        enter("hotline", owner, now, number=HOTLINE, scope="安装")
        done = signatures.signed(queries.sheet_of(brand(), now=now), private)
        Authorisation.objects.filter(code=HOTLINE).update(scope="什么都管")
        with pytest.raises(BadSignature):
            acting(lambda: actions.take_signed(brand=brand(), sheet=done, by=owner, now=now))

    def test_rotated_what_the_earlier_one_signed_stays_valid(self, now: datetime) -> None:
        acting(lambda: actions.make_key(brand=brand(), by=somebody(*OWNER), now=now))
        assert says("hotline", cast.HOTLINE, now) == "genuine"
        assert [one.living for one in queries.keys_of(brand(), now=now)] == [True, False]

    def test_lost_what_it_signed_counts_no_more_until_another_signs_it(self, now: datetime) -> None:
        owner = somebody(*OWNER)
        acting(lambda: NETWORKS.give("lost-key", row=brand(), by=owner, now=now, fields={"why": "电脑丢了"}))
        assert says("hotline", cast.HOTLINE, now) == "suspended"
        assert not vouched_now(now)
        assert queries.hotlines(on=now.date()) == []
        with pytest.raises(WrongState):
            acting(lambda: NETWORKS.give("lost-key", row=brand(), by=owner, now=now, fields={"why": "再来"}))
        acting(lambda: actions.make_key(brand=brand(), by=owner, now=now))
        row = Authorisation.objects.get(code=cast.HOTLINE)
        give("signature", row, owner, now)
        assert says("hotline", cast.HOTLINE, now) == "genuine"
        assert not vouched_now(now)

    def a_day_later(self, now: datetime) -> tuple[str, str, datetime]:
        """Have a word signed two days on, and another key made; return the older, the newer hotline and the moment."""
        owner, later = somebody(*OWNER), now + timedelta(days=2)
        enter("hotline", owner, later, number=HOTLINE, scope="安装")
        acting(lambda: actions.make_key(brand=brand(), by=owner, now=later))
        assert [says("hotline", one, later) for one in (cast.HOTLINE, HOTLINE)] == ["genuine", "genuine"]
        return cast.HOTLINE, HOTLINE, later

    def test_lost_from_a_day_vouch_for_what_they_signed_before_also_once_they_sign_no_more(self, now: datetime) -> None:
        older, newer, later = self.a_day_later(now)
        owner, retired = somebody(*OWNER), BrandKey.objects.filter(brand=brand()).order_by("from_at").first()
        assert retired is not None
        given = {"key": retired.kid, "since": (now + timedelta(days=1)).date(), "why": "电脑被偷"}
        acting(lambda: NETWORKS.give("lost-key", row=brand(), by=owner, now=later, fields=given))

        assert [says("hotline", one, later) for one in (older, newer)] == ["genuine", "suspended"]
        assert vouched_now(later), "technicians it signed for before are sent"
        assert [one.code for one in queries.to_sign(brand(), on=later.date())] == [newer]
        told = queries.well_known(brand=brand(), now=later)
        assert [one["lost_from"] is not None for one in told["keys"]] == [True, False]
        states = {one["statement"]: one["state"] for one in told["authorisations"]}
        rows = {one.code: queries.statement_of(one).decode() for one in Authorisation.objects.filter(kind="hotline")}
        assert (states[rows[older]], states[rows[newer]]) == ("authorised", "suspended")

        with pytest.raises(WrongState):
            acting(lambda: actions.sign_again(authorisation=word(older), by=owner, now=later))
        give("signature", word(newer), owner, later)
        assert says("hotline", newer, later) == "genuine"

    def test_lost_earlier_than_was_said_take_more_back_and_never_less(self, now: datetime) -> None:
        older, newer, later = self.a_day_later(now)
        owner, first = somebody(*OWNER), BrandKey.objects.filter(brand=brand()).order_by("from_at")[0].kid

        def lose(since: date | None) -> None:
            acting(lambda: actions.lose_key(brand=brand(), why="被偷", by=owner, now=later, key=first, since=since))

        lose((now + timedelta(days=1)).date())
        with pytest.raises(Invalid) as refused:
            lose((now + timedelta(days=2)).date())
        assert refused.value.facts["field"] == "since"
        lose(None)
        assert [says("hotline", one, later) for one in (older, newer)] == ["suspended", "suspended"]
        with pytest.raises(NoKey):
            lose(None)

    @pytest.mark.parametrize("pasted", ["", "x" * 44, base64.b64encode(b"x" * 31).decode(), "-----BEGIN X-----"])
    def test_no_key_is_said_to_be_none(self, pasted: str, now: datetime) -> None:
        with pytest.raises(AnxinError):
            acting(lambda: actions.publish_key(brand=brand(), public=pasted, by=somebody(*OWNER), now=now))

    def test_a_pem_is_read_like_the_bare_key(self) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = Ed25519PrivateKey.generate().public_key()
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        assert signatures.public_in(pem) == base64.b64encode(key.public_bytes_raw()).decode()

    @pytest.mark.parametrize("role", [OPERATOR, ("merchant_agent", cast.HEYAN.slug), ("merchant_owner", "qingfeng")])
    def test_are_the_owners_alone(self, role: tuple[str, str], now: datetime) -> None:
        for name in ("key", "public-key", "lost-key"):
            with pytest.raises((Forbidden, WrongState)):
                acting(lambda name=name: NETWORKS.give(name, row=brand(), by=somebody(*role), now=now, fields={}))


class TestWellKnown:
    def test_is_given_for_the_brand_whose_address_was_asked(self, now: datetime) -> None:
        Organisation.objects.filter(slug="qingfeng").update(pages_at="https://qingfeng.example/")
        told = queries.well_known_at(host="qingfeng.example", now=now)
        assert told is not None
        assert told["brand"] == "qingfeng"
        assert queries.well_known_at(host="anxin.example", now=now) is None
        BrandKey.objects.filter(brand__slug="qingfeng").update(brand=brand())
        assert queries.well_known_at(host="anxin.example", now=now) is not None


def test_words_of_before_get_the_moment_they_were_signed_from_their_record(now: datetime) -> None:
    owner, later = somebody(*OWNER), now + timedelta(days=2)
    enter("hotline", owner, later, number=HOTLINE, scope="安装")
    unknown = Authorisation.objects.filter(kind="technician").first()
    assert unknown is not None
    Entry.objects.filter(stream__kind="authorisation", stream__key=str(unknown.pk)).update(code="network.other")
    signed = word(cast.HOTLINE).signed_at
    Authorisation.objects.update(signed_at=None)

    migration = import_module("anxin.domain.network.migrations.0031_keys_lost_from_a_day")
    migration.say_when(apps, SimpleNamespace(connection=connection))

    assert (word(cast.HOTLINE).signed_at, word(HOTLINE).signed_at) == (signed, later)
    assert signed is not None
    unknown.refresh_from_db()
    assert unknown.signed_at is None, "what no record tells of counts no more once its key is lost"

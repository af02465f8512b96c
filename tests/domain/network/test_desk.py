"""The authorisation desk: a brand enters its own people and numbers, signs for them, and takes its word back."""

import base64
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.db import connection

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import tables as command_tables
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.core.states import machines
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions.authorisations import AskedAlready, BadSignature
from anxin.domain.network.actions.keys import NoKey
from anxin.domain.network.commands import NETWORKS, TABLE
from anxin.domain.network.models import Authorisation, BrandKey, Outlet, Technician
from anxin.domain.network.queries import attestations
from anxin.domain.network.rules import signatures
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

pytestmark = pytest.mark.django_db
HOTLINE = "400-000-0088"
UNTIL = "2027-06-30"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def word(code: str) -> Authorisation:
    return Authorisation.objects.get(code=code)


def brand(slug: str = cast.HEYAN.slug) -> Any:
    return people.organisation(slug)


def somebody(role: str, house: str = cast.HEYAN.slug) -> Actor:
    return Actor(kind="staff", id="0199", organisation=str(people.organisation(house).id), roles=frozenset({role}))


OWNER, OPERATOR = ("merchant_owner", cast.HEYAN.slug), ("operator", cast.OPERATOR.slug)
GIVERS = (OWNER, OPERATOR, ("merchant_agent", cast.HEYAN.slug), ("merchant_owner", "qingfeng"))
A_SHOP = {"code": "X1", "name": "店", "address": "成都市武侯区长路1号", "phone": "028-00000101", "serves": "成都市"}
A_MAN = {"number": "T1", "name": "钱二", "phone": "13800000099", "outlet": "AX-CD-01"}


def enter(what: str, by: Actor, now: datetime, **fields: object) -> None:
    acting(lambda: NETWORKS.give(what, row=brand(), by=by, now=now, fields={"to_date": UNTIL, **fields}))


def give(name: str, row: Authorisation, by: Actor, now: datetime, **fields: object) -> object:
    return acting(lambda: TABLE.give(name, row=row, by=by, now=now, fields=fields))


def says(kind: str, code: str, now: datetime) -> str:
    return queries.genuine_card(kind=kind, code=code, now=now).status


def a_technician(by: Actor, now: datetime, number: str = "HY-CD-9", **more: object) -> None:
    told = {"name": "欧阳修远", "phone": "13800000088", "outlet": "AX-CD-01", "skills": "门锁:2:锁证-1:2027-03-01"}
    enter("technician", by, now, number=number, **{**told, **more})


class TestEntering:
    def test_by_the_owner_is_signed_and_known_to_the_check_at_once(self, now: datetime) -> None:
        enter("hotline", somebody(*OWNER), now, number=HOTLINE, scope="安装", hours="24 小时", lines=3)
        row = Authorisation.objects.get(code=HOTLINE)
        assert (row.state, row.hours, row.lines) == ("authorised", "1234567 00:00-24:00", 3)
        assert says("hotline", HOTLINE, now) == "genuine"
        assert [one.hours for one in queries.hotlines(on=now.date()) if one.code == HOTLINE] == [row.hours]

    def test_by_an_administrator_waits_for_a_check_and_the_brand(self, now: datetime) -> None:
        operator, owner = somebody(*OPERATOR), somebody(*OWNER)
        enter("hotline", operator, now, number=HOTLINE, scope="安装")
        row = Authorisation.objects.get(code=HOTLINE)
        assert (row.state, says("hotline", HOTLINE, now)) == ("applied", "unknown")
        give("check", row, operator, now, papers=["number"])
        with pytest.raises(Forbidden):
            give("authorisation", row, operator, now)
        give("authorisation", row, owner, now)
        assert says("hotline", HOTLINE, now) == "genuine"
        assert [one.code for one in queries.history_of(row)] == [
            "authorisation.applied",
            "authorisation.check",
            "authorisation.authorise",
        ]

    def test_an_outlet_finds_its_place_by_its_address_and_serves_what_is_written(self, now: datetime) -> None:
        told = {"name": "青羊安心店", "address": "四川省成都市青羊区草堂街道浣花北路2号", "phone": "028-00000188"}
        enter("outlet", somebody(*OWNER), now, code="HY-CD-2", serves="成都市青羊区\n成都市武侯区", **told)
        row = Outlet.objects.get(code="HY-CD-2")
        assert row.division == "510105"
        assert sorted(row.territories.values_list("division", flat=True)) == ["510105", "510107"]
        assert says("outlet", "HY-CD-2", now) == says("outlet", "028-00000188", now) == "genuine"

    def test_a_technician_works_is_vouched_for_and_keeps_his_certificates_end(self, now: datetime) -> None:
        a_technician(somebody(*OWNER), now)
        row = Technician.objects.get(number="HY-CD-9")
        assert row.called == "欧阳师傅"
        assert row.engagements.get().outlet.code == "AX-CD-01"
        assert row.skills.get().until_date is not None
        assert says("technician", "HY-CD-9", now) == "genuine"

    @pytest.mark.parametrize(
        ("what", "field", "fields"),
        [
            ("hotline", "number", {"number": "12315", "scope": "投诉"}),
            ("hotline", "number", {"number": "打给我", "scope": "投诉"}),
            ("hotline", "hours", {"number": HOTLINE, "scope": "投诉", "hours": "有空就接"}),
            ("hotline", "to_date", {"number": HOTLINE, "scope": "投诉", "to_date": "2026-11-01"}),
            ("outlet", "address", {**A_SHOP, "address": "随便哪里"}),
            ("outlet", "serves", {**A_SHOP, "serves": "火星"}),
            ("technician", "outlet", {**A_MAN, "outlet": "NO-1"}),
            ("technician", "skills", {**A_MAN, "skills": "修锁"}),
            ("technician", "phone", {**A_MAN, "phone": "1380000009912345678"}),
            ("technician", "phone", {**A_MAN, "name": cast.MASTER_LUO.name, "phone": cast.MASTER_LUO.phone}),
        ],
    )
    def test_names_the_field_that_is_not_as_expected(
        self, what: str, field: str, fields: dict[str, object], now: datetime
    ) -> None:
        with pytest.raises(Invalid) as refused:
            enter(what, somebody(*OWNER), now, **fields)
        assert refused.value.field == field
        assert not Authorisation.objects.filter(code__in=[HOTLINE, "X1", "T1"]).exists()

    def test_the_same_twice_is_said_to_wait_already(self, now: datetime) -> None:
        row = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand=brand())
        operator = somebody(*OPERATOR)
        give("renewal", row, operator, now, to_date="2028-06-30")
        assert "renewal" not in TABLE.allowed(queries.situation(row, by=operator, now=now), operator)
        with pytest.raises(AskedAlready):
            acting(
                lambda: actions.apply(
                    brand=brand(),
                    kind="technician",
                    code=row.code,
                    scope="x",
                    from_date=now.date(),
                    to_date=now.date(),
                    by=operator,
                    now=now,
                )
            )

    def test_no_badge_that_reads_like_anothers(self, now: datetime) -> None:
        a_technician(somebody(*OWNER), now, number="HY-CD-9")
        with pytest.raises(Invalid) as refused:
            a_technician(somebody(*OWNER), now, number="HYCD9", phone="13800000087")
        assert refused.value.field == "code"

    def test_what_other_brands_know_of_him_is_not_changed_by_one(self, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            a_technician(somebody(*OWNER), now, number=cast.MASTER_LUO.number, phone=cast.MASTER_LUO.phone)
        assert refused.value.field in ("name", "skills")


class TestTakingBack:
    def test_suspended_resumed_revoked_and_ever_known(self, now: datetime) -> None:
        owner, operator = somebody(*OWNER), somebody(*OPERATOR)
        enter("hotline", owner, now, number=HOTLINE, scope="安装")
        row = Authorisation.objects.get(code=HOTLINE)
        give("suspension", row, operator, now, why="有人举报")
        assert says("hotline", HOTLINE, now) == "suspended"
        give("resumption", row, owner, now)
        assert says("hotline", HOTLINE, now) == "genuine"
        give("revocation", row, owner, now, why="换号")
        assert says("hotline", HOTLINE, now) == "retired"
        assert says("hotline", "400-000-0089", now) == "lookalike"

    def test_renewed_it_goes_on_without_a_day_between(self, now: datetime) -> None:
        owner = somebody(*OWNER)
        enter("hotline", owner, now, number=HOTLINE, scope="安装", hours="1-5 8-18", lines=2)
        row = Authorisation.objects.get(code=HOTLINE)
        give("renewal", row, owner, now, to_date="2028-06-30")
        new = Authorisation.objects.exclude(pk=row.pk).get(code=HOTLINE)
        assert (new.state, new.from_date, new.hours, new.lines) == (
            "authorised",
            row.to_date + timedelta(days=1),
            row.hours,
            2,
        )
        assert says("hotline", HOTLINE, now + timedelta(days=400)) == "genuine"

    @pytest.mark.parametrize("state", machines()["authorisation"].states)
    def test_allows_what_its_actions_do_and_nothing_else(self, state: str, now: datetime) -> None:
        row = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand=brand())
        given: dict[str, dict[str, object]] = {
            "check": {"papers": ["identity", "photo"]},
            "renewal": {"to_date": "2029-01-01"},
            **{name: {"why": "原因"} for name in ("refusal", "suspension", "revocation")},
        }
        table = command_tables()["authorisation"]
        wrong = []
        for by in (
            somebody(*OWNER),
            somebody(*OPERATOR),
            somebody("merchant_agent"),
            somebody("merchant_owner", "qingfeng"),
        ):
            for command in table:
                if command.name in ("portrait", "scan", "scan-removal"):
                    continue  # they take a picture, or ask for one that is there
                Authorisation.objects.filter(pk=row.pk).update(state=state)
                row.refresh_from_db()
                allowed = command.name in table.allowed(table.situation(row, by=by, now=now), by)
                try:
                    acting(
                        lambda c=command, by=by: table.give(
                            c.name, row=row, by=by, now=now, fields=given.get(c.name, {})
                        )
                    )
                    went = True
                except (Forbidden, WrongState):
                    went = False
                Authorisation.objects.filter(code=row.code, brand=row.brand).exclude(pk=row.pk).update(state="revoked")
                wrong += [(sorted(by.roles), command.name)] if went != allowed else []
        assert not wrong


def vouched_now(now: datetime) -> dict[str, object]:
    """Give the technicians of the cast whom the brand vouches for today."""
    numbers = [one.number for one in cast.TECHNICIANS]
    words = attestations.living(now.date()).filter(kind="technician", brand=brand(), code__in=numbers)
    return {row.code: row.to_date for row in words if attestations.holds(row)}


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
        for wrong in (
            signatures.signed(sheet, other),
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

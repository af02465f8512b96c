"""What lets somebody in as another, has his codes or has money takes two; a key goes only where it was kept for."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.opening import queries
from anxin.domain.opening.commands import INSTALLATION
from anxin.domain.opening.commands.providers import CHANGES, PROVIDERS
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes
from anxin.domain.opening.rules import accounts
from anxin.domain.people import queries as people
from anxin.faces.ground.providers import KINDS
from tests.domain.opening.test_provider_changes import MAIL, second, who
from tests.standins.service_account import Service

pytestmark = pytest.mark.django_db
type As = Callable[[cast.Member], Actor]
__all__ = ("second", "who")
ELSEWHERE = "http://127.0.0.1:8790"
TOLD = {
    "rank": "1",
    "sign": "青禾",
    "purpose": "某某地图服务合同，用于上门派单",
    "key_id": "LTAI5tQnKxGfC2G6",
    "axb_pool": "FC123",
    "axb_number": "17000000001",
    "issuer": "https://login.one.example",
    "company": "ww1234567890",
    "client_id": "1000002",
    "app_key": "AppKey12",
    "tax_number": "91110000600037341L",
    "clerk": "王会计",
    "goods_name": "维修费",
    "goods_code": "3070000000000000000",
    "tax_rate": "0.13",
    "app": "12345678",
    "title": "值班群",
    "platform": "dingtalk",
    "webhook": "https://oapi.dingtalk.com/robot/send?access_token=one",
}
MOVED = {
    "aliyun": "gateway",
    "tencent": "gateway",
    "aliyun_numbers": "gateway",
    "map_amap": "gateway",
    "company": "issuer",
    "wecom": "gateway",
    "nuonuo": "gateway",
}


def give(name: str, by: Actor, now: datetime, fields: Mapping[str, object]) -> None:
    acting(lambda: PROVIDERS.give(name, row=people.operator(), by=by, now=now, fields=fields))


def agree(by: Actor, now: datetime) -> None:
    row = provider_changes.provider_change(str(ProviderChange.objects.get(state="asked").pk), actor=by, now=now)
    acting(lambda: CHANGES.give("agreement", row=row, by=by, now=now, fields={}))


def fields_of(name: str) -> dict[str, str]:
    """Return what a form asks for, its secrets and no other address among it."""
    form = PROVIDERS.commands[name].fields
    told = {one: TOLD[one] for one in form.model_fields if one in TOLD}
    return told | dict.fromkeys(form.secrets(), "s3cret-kept-here")


def kept(name: str, secret: str) -> str:
    found = providers.account(name)
    return found.values[secret] if found else ""


def server_url() -> str:
    server = queries.mail_server()
    return queries.server_url(server) if server else ""


class TestWhatTakesTwo:
    def test_is_decided_with_its_reason_for_every_kind_there_is(self) -> None:
        assert set(accounts.WEIGHTS) == {*KINDS, "mail", "address"}
        assert all(one.why for one in accounts.WEIGHTS.values())
        assert not accounts.TAKES_TWO & {"maps", "stamps", "invoices", "robots"}

    def test_is_shown_by_each_command_that_keeps_one(self) -> None:
        weighs = {kind: {PROVIDERS.commands[one].weighs for one in names} for kind, names in KINDS.items()}
        assert weighs == {kind: {kind in accounts.TAKES_TWO} for kind in KINDS}

    def test_is_the_account_whose_word_says_which_customer_somebody_inside_wechat_is(
        self, who: As, second: None, now: datetime
    ) -> None:
        with Service(now=now) as service:
            give("service_account", who(cast.ADMIN), now, {**service.values, **service.secrets})

            assert providers.account("service_account") is None
            assert set(Notice.objects.values_list("code", "account__username")) == {
                ("change_asked", cast.QIAN.username)
            }
            with pytest.raises(AnxinError):
                agree(who(cast.ADMIN), now)
            agree(who(cast.QIAN), now)

            assert kept("service_account", "gateway") == service.url

    def test_are_the_numbers_over_which_people_ring_each_other(self, who: As, second: None, now: datetime) -> None:
        give("aliyun_numbers", who(cast.ADMIN), now, fields_of("aliyun_numbers"))

        assert providers.account("aliyun_numbers") is None
        agree(who(cast.QIAN), now)
        assert kept("aliyun_numbers", "secret_key") == "s3cret-kept-here"

    @pytest.mark.parametrize("name", ["map_amap", "nuonuo", "service_account"])
    def test_or_not_is_told_to_everybody_who_administers(self, who: As, second: None, name: str, now: datetime) -> None:
        with Service(now=now) as service:
            told = {**service.values, **service.secrets} if name == "service_account" else fields_of(name)
            give(name, who(cast.ADMIN), now, told)
        if providers.account(name) is None:
            agree(who(cast.QIAN), now)

        heard = set(Notice.objects.filter(code="provider_kept").values_list("account__username", flat=True))
        assert heard & {cast.ADMIN.username, cast.QIAN.username}
        assert len(heard) == 1, "who kept it knows"


class TestAKey:
    @pytest.mark.parametrize(("name", "where"), MOVED.items(), ids=MOVED)
    def test_is_asked_for_anew_where_the_account_is_asked_elsewhere(
        self, who: As, name: str, where: str, now: datetime
    ) -> None:
        by, told = who(cast.ADMIN), fields_of(name)
        give(name, by, now, told)
        [secret] = PROVIDERS.commands[name].fields.secrets()

        with pytest.raises(Invalid) as refused:
            give(name, by, now, {**told, secret: "", where: ELSEWHERE})

        assert (refused.value.field, refused.value.facts["lacks"]) == (secret, "moved")
        assert kept(name, where) != ELSEWHERE
        give(name, by, now, {**told, secret: ""})
        assert kept(name, secret) == "s3cret-kept-here", "the same address keeps it"
        give(name, by, now, {**told, secret: "another-secret", where: ELSEWHERE})
        assert (kept(name, where), kept(name, secret)) == (ELSEWHERE, "another-secret")

    def test_of_the_service_account_goes_to_no_other_gateway(self, who: As, now: datetime) -> None:
        by, empty = who(cast.ADMIN), dict.fromkeys(("secret", "token", "aes_key"), "")
        with Service(now=now) as service, Service(now=now) as another:
            give("service_account", by, now, {**service.values, **service.secrets})
            with pytest.raises(Invalid) as refused:
                give("service_account", by, now, {**another.values, **empty})

            assert (refused.value.field, refused.value.facts["lacks"]) == ("secret", "moved")
            assert kept("service_account", "gateway") == service.url

    def test_a_robot_signs_with_stays_with_its_own_group(self, who: As, now: datetime) -> None:
        by, told = who(cast.ADMIN), {**fields_of("robot_1"), "webhook": TOLD["webhook"], "facts": ("late",)}
        give("robot_1", by, now, told)
        give("robot_1", by, now, {**told, "webhook": "", "secret": ""})
        assert kept("robot_1", "secret") == "s3cret-kept-here"

        give("robot_1", by, now, {**told, "webhook": f"{TOLD['webhook']}-2", "secret": ""})

        assert kept("robot_1", "secret") == ""

    def test_of_a_mail_server_goes_to_that_server_alone(self, who: As, now: datetime) -> None:
        by = who(cast.ADMIN)

        def keep(**changed: str) -> None:
            told = {**MAIL, **changed}
            acting(lambda: INSTALLATION.give("mail", row=people.operator(), by=by, now=now, fields=told))

        keep()
        keep(password="")
        assert "s3cret-of-mail" in server_url()
        for moved in ({"host": "mail.thief.example"}, {"port": "2525"}):
            with pytest.raises(Invalid) as refused:
                keep(password="", **moved)
            assert (refused.value.code, refused.value.field) == ("opening.password_moved", "password")
        assert str(MAIL["host"]) in server_url()
        keep(user="", password="", host="relay.example")
        assert "s3cret" not in server_url()

"""Rows of law: which touch a case, what each must say, what a dossier prints."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from anxin.commands import upgrade
from anxin.core import checks, settings
from anxin.core.errors import Invalid
from anxin.core.settings.models import SettingRow
from anxin.domain.claims import queries
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.rules import TYPES, law
from anxin.domain.evidence import queries as evidence_queries
from tests.claim_builders import Walked, a_claim, refuse

TODAY = date(2026, 11, 20)
ROWS = law.read(settings.declared("claims.law").default)
FRAUD = {"civil_148", "civil_152", "public_security", "criminal_266", "criminal_266_sums", "criminal_266_remote"}
HONEST = law.Facts(type="refund_only", reason="broken", forum="own", asked_fen=5600)


def _codes(case: law.Facts, *, on: date = TODAY) -> set[str]:
    return {row.code for row in law.touching(ROWS, case, on=on)}


class TestRow:
    @pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code} {row.valid_from}")
    def test_says_what_it_is_where_to_read_it_and_when_it_was_checked(self, row: law.LawRow) -> None:
        assert all((row.title, row.article, len(row.text) > 15, row.link.startswith("https://")))
        assert row.valid_from <= row.checked_on

    def test_names_the_year_of_article_152_and_the_thresholds_as_numbers(self) -> None:
        by = {(row.code, row.valid_to): [(one.least, one.most, one.unit) for one in row.amounts] for row in ROWS}
        assert by["civil_152", None] == [(None, 1, "year"), (None, 5, "year")]
        assert by["public_security", None][:2] == [(5, 10, "day"), (None, 200000, "fen")]
        assert by["public_security", date(2025, 12, 31)][:2] == [(5, 10, "day"), (None, 50000, "fen")]
        assert by["criminal_266_sums", None][0] == (300000, 1000000, "fen")
        assert by["criminal_266_remote", None] == [
            (300000, None, "fen"),
            (3000000, None, "fen"),
            (50000000, None, "fen"),
        ]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("text", ""),
            ("link", "http://x"),
            ("touches", ["nobody"]),
            ("valid_from", "soon"),
            ("amounts", [{"n": 1}]),
            ("amounts", 3),
            ("touches", [{}]),
        ],
    )
    def test_that_says_too_little_is_refused_by_its_field(self, field: str, value: object) -> None:
        broken = [{**settings.declared("claims.law").default[0], field: value}]
        with pytest.raises(Invalid, match=field):
            settings.declared("claims.law").checked(broken)


class TestTouching:
    def test_shows_no_fraud_article_in_any_claim_in_which_nobody_spoke_of_fraud(self) -> None:
        flags = ("contested", "pictures", "labelled", "repaired_before")
        for kind, reason, forum, *on in product(TYPES, REASONS, ("own", "platform"), *[(False, True)] * len(flags)):
            case = law.Facts(
                type=kind, reason=reason, forum=forum, asked_fen=10**8, **dict(zip(flags, on, strict=True))
            )
            assert not _codes(case) & FRAUD

    def test_gives_the_criminal_rows_from_their_threshold_on_only(self) -> None:
        said = replace(HONEST, fraud_said=True)
        assert _codes(said) & FRAUD == {"civil_148", "civil_152", "public_security"}
        assert _codes(replace(said, asked_fen=300000)) >= FRAUD

    def test_lets_the_day_of_the_act_choose(self) -> None:
        said = replace(HONEST, fraud_said=True)
        titles = {
            on: [row.title for row in law.touching(ROWS, said, on=on) if row.code == "public_security"]
            for on in (date(2025, 12, 31), date(2026, 1, 1))
        }
        assert list(titles.values()) == [["治安管理处罚法（2012 修正）"], ["治安管理处罚法（2025 修订）"]]

    def test_gives_a_return_without_a_reason_its_two_articles_and_nothing_else(self) -> None:
        case = replace(HONEST, type="return", reason="changed_mind", statutory=True)
        assert _codes(case) == {"consumer_25", "return_measures_10"}

    def test_speaks_of_forced_refunds_where_a_platform_decides_about_one(self) -> None:
        assert "platform_rules_27" in _codes(replace(HONEST, forum="platform"))
        assert "platform_rules_27" not in _codes(HONEST)


@pytest.mark.django_db
class TestKeptByAnEarlierVersion:
    def test_is_passed_over_for_what_is_delivered_and_named(
        self, now: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        older = [{"code": "consumer_24", "title": "消费者权益保护法 第二十四条", "about": "return"}]
        at = now - timedelta(days=30)
        SettingRow.objects.create(
            name="claims.law", value=older, valid_from=at, proposed_by="a", proposed_at=at, confirmed_at=at
        )
        assert queries.law_rows(now=now) == ROWS
        assert settings.valid("claims.law", at=now).origin == "default"
        (found,) = checks.the_settings()
        assert (found.id, "claims.law" in found.msg, "about" in found.msg) == ("core.W003", True, True)
        upgrade.say_faults()
        assert capsys.readouterr().out.startswith("core.W003: The setting claims.law ")


def _printed(one: Walked) -> set[str]:
    with evidence_queries.build(queries.dossier(one.claim, now=one.now), now=one.now) as out:
        packed = zipfile.ZipFile(io.BytesIO(out.read()))
    return {row["code"] for row in json.loads(packed.read("law.json")) if "article" in row}


@pytest.mark.django_db
class TestDossier:
    def test_of_an_honest_claim_prints_no_article_on_fraud(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed")
        assert _printed(one) == {"consumer_24", "ecommerce_62"}

    def test_prints_them_where_two_people_spoke_of_it(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse(fraud_said=True))
        assert _printed(one) & FRAUD == {"civil_148", "civil_152", "public_security"}

    def test_keeps_the_day_a_return_without_a_reason_stands_on(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        basis = one.view(one.buyer).basis
        assert basis is not None
        assert (basis.name, basis.valid_from) == ("《消费者权益保护法》第二十五条", date(2014, 3, 15))

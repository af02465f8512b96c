"""The imprint is a dated setting, and what nobody can read is not worn."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from anxin.core import settings as core_settings
from anxin.core.settings.models import SettingRow
from anxin.domain.people import actions as people
from anxin.faces.ground import site

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def an_imprint(value: dict[str, str]) -> None:
    SettingRow.objects.create(
        name=site.IMPRINT.name, organisation="", value=value, valid_from=NOW, proposed_at=NOW, confirmed_at=NOW
    )


class TestImprint:
    def test_is_plain_until_somebody_sets_it(self) -> None:
        assert site.imprint(now=NOW) == site.Site()
        assert core_settings.SETTINGS[site.IMPRINT.name].second_person

    def test_names_the_operator_as_founded_until_it_says_him_in_full(self) -> None:
        people.found_organisation(kind="operator", slug="operator", name="锦城售后", now=NOW)
        assert site.imprint(now=NOW).operator == "锦城售后"
        an_imprint({"operator": "锦城售后服务有限公司"})
        assert site.imprint(now=NOW).operator == "锦城售后服务有限公司"

    def test_carries_operator_licence_and_days(self) -> None:
        an_imprint({"operator": "禾砚科技（示例）有限公司", "licence": "91000000EXAMPLE", "published": "2026-09-01"})
        kept = site.imprint(now=NOW)
        assert (kept.operator, kept.published, kept.changed) == (
            "禾砚科技（示例）有限公司",
            date(2026, 9, 1),
            NOW.date(),
        )

    def test_public_page_shows_it(self, client: Client) -> None:
        an_imprint(
            {
                "operator": "禾砚科技（示例）有限公司",
                "hotline": "4000000000",
                "published": "2026-09-01",
                "accent": "1d4ed8",
            }
        )
        page = client.get("/about/").text
        assert all(said in page for said in ("禾砚科技（示例）有限公司", "2026年9月1日发布", "/accent/1d4ed8.css"))

    @pytest.mark.parametrize("accent", ["ffcc00", "red", '"><script>'])
    def test_wears_no_colour_that_cannot_be_read(self, accent: str) -> None:
        an_imprint({"accent": accent})
        assert site.imprint(now=NOW).accent == ""

"""What an earlier release left is brought to this version whole: every row, every fact, every sealed value."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.running import release
from tests.running.house import House

pytestmark = pytest.mark.sqlite

LET_GO = {"core_reacted"}
"""Tables that a later version has no more, and that said nothing a person would miss: which reactions had run."""


@pytest.fixture(scope="module", params=release.kept(), ids=lambda path: path.name.removesuffix(".tar.xz"))
def brought(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, dict[str, int]]:
    """Upgrade a release that was kept and count its rows, before anybody works in it."""
    house = release.unpacked(request.param, tmp_path_factory.mktemp("upgraded") / "house")
    house.anxin("upgrade")
    return house, release.counts(house)


@pytest.fixture(scope="module")
def upgraded(brought: tuple[House, dict[str, int]]) -> Iterator[House]:
    """Open what was brought to this version."""
    house, _counted = brought
    yield house.open()
    house.close()


class TestUpgrade:
    def test_has_releases_to_begin_from(self) -> None:
        assert release.kept()

    def test_loses_no_row(self, brought: tuple[House, dict[str, int]]) -> None:
        house, after = brought
        before = json.loads((house.folder / release.COUNTS).read_text(encoding="utf-8"))
        assert before["repairs_repair"] > 0
        lost = {name for name in before if after.get(name, 0) < before[name]}
        assert lost - LET_GO == set()

    def test_keeps_the_chain(self, upgraded: House) -> None:
        assert upgraded.anxin("timeline", "verify").returncode == 0

    def test_opens_what_was_sealed(self, upgraded: House) -> None:
        opened = upgraded.python(
            """
            from anxin.core.streams.models import Private
            from anxin.core.streams.seals import unsealed
            print(len([unsealed(row) for row in Private.objects.filter(erased_at=None)]))
            """
        )
        assert int(opened) > 0

    def test_answers_by_the_addresses_it_gave_out(self, upgraded: House) -> None:
        upgraded.until("ok")
        assert {upgraded.get(path)[0] for path in ("/", "/report/", "/verify/", "/sign-in/")} == {200}
        told = json.loads((upgraded.data / "demo.json").read_text(encoding="utf-8"))
        answers = {upgraded.get(urlsplit(link).path)[0] for link in told["links"].values()}
        assert answers <= {200, 302}  # the case, or that the link is over

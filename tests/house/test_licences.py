"""Nothing we install carries a licence we may not carry, in metadata or in a bundled library."""

from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from tests.house import licences


def a_package(folder: Path, *, licence: str, library: str = "") -> Distribution:
    """Write the metadata of a package as an installer would."""
    info = folder / "planted-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: planted\nVersion: 1.0\nLicense-Expression: {licence}\n"
    )
    (info / "RECORD").write_text(f"{library},,\n" if library else "")
    if library:
        (folder / library).parent.mkdir()
        (folder / library).touch()
    return Distribution.at(info)


class TestLicences:
    def test_of_everything_installed_are_allowed(self) -> None:
        assert licences.faults(distributions()) == []

    @pytest.mark.parametrize(
        "licence", ["GPL-3.0-or-later", "AGPL-3.0-only", "LicenseRef-Proprietary", "CC-BY-NC-4.0", "CC-BY-SA-4.0"]
    )
    def test_sees_a_planted_licence(self, licence: str, tmp_path: Path) -> None:
        assert licences.faults([a_package(tmp_path, licence=licence)])

    @pytest.mark.parametrize(
        "licence", ["MIT", "LGPL-3.0-only", "GPL-3.0-only WITH GCC-exception-3.1", "MIT OR GPL-2.0-only", "MPL-2.0"]
    )
    def test_lets_an_allowed_licence_pass(self, licence: str, tmp_path: Path) -> None:
        assert licences.faults([a_package(tmp_path, licence=licence)]) == []

    def test_sees_a_planted_library(self, tmp_path: Path) -> None:
        package = a_package(tmp_path, licence="MIT", library="planted.libs/libx265-aa12.so.199")
        assert licences.faults([package]) == ["planted: bundles libx265-aa12.so.199"]

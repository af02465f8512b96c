import pytest
from django.db import connection

from anxin.commands import doctor
from anxin.core import database_settings

WELL = {
    **{"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"},
    **{"shared_buffers": "16384", "max_connections": "100", "standby": "false", "size": str(1 << 30)},
    **{"archive_mode": "on", "unarchived": ""},
}


def said(**other: str) -> list[str]:
    return [one.says for one in database_settings.faults_of({**WELL, **other})]


class TestFaults:
    def test_are_none_as_postgresql_is_installed(self) -> None:
        assert said() == []
        assert said(synchronous_commit="remote_apply") == []

    @pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit", "autovacuum"])
    def test_name_what_loses_or_lets_rot_what_was_acknowledged(self, name: str) -> None:
        (fault,) = said(**{name: "off"})
        assert fault.startswith(f"{name} is off: ")

    def test_name_a_standby_too_little_memory_and_too_few_connections(self) -> None:
        assert said(standby="true") == ["this server is a standby: nothing can be written to it"]
        assert said(size=str(5 << 30)) == ["the database holds 5,120 MB, and PostgreSQL keeps 128 MB of it in memory"]
        assert said(size=str(5 << 30), shared_buffers=str(1 << 18)) == []
        assert said(max_connections="20") == ["max_connections is 20: a process keeps up to 16"]

    def test_name_a_log_that_reaches_its_archive_no_more(self) -> None:
        (fault,) = said(unarchived="2026-11-30 02:15")
        assert "reaches its archive no more since 2026-11-30 02:15" in fault
        assert said(archive_mode="off", unarchived="2026-11-30 02:15") == []


@pytest.mark.django_db
class TestDoctor:
    def test_says_of_the_database_what_is_wrong_and_what_helps(self) -> None:
        """The server of the tests outlives no power cut, on purpose."""
        found = list(doctor._database())
        if connection.vendor == "sqlite":
            assert [(one.ok, one.says) for one in found] == [(True, "SQLite")]
        else:
            assert all(not one.ok and one.do for one in found)
            assert {"fsync", "synchronous_commit", "autovacuum"} <= {one.says.partition(" ")[0] for one in found}

"""A fork of the loaded house is a process of its own: its house, its status, what it says and reads."""

import subprocess

import pytest

from tests.running.house import House, loaded

SAYS = "from django.conf import settings\nfrom django.db import connection\n"
SAYS += "print(settings.DATA, settings.VAULT['keys'], connection.settings_dict['NAME'], settings.SMTP)"


class TestFork:
    def test_is_of_the_house_that_asks_whoever_asked_before(self, filled: House) -> None:
        other = House(folder=filled.folder.with_name("another"), extra={"ANXIN_SMTP": "smtp://there"})
        for house, smtp in ((filled, ""), (other, "smtp://there"), (filled, "")):
            said = f"{house.data} {house.folder / 'keys'} {house.data / 'anxin.sqlite3'} {smtp}"
            assert house.python(SAYS) == said.strip()

    @pytest.mark.parametrize(
        ("code", "status"),
        [("import sys; sys.exit(3)", 3), ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9), ("1 / 0", 1)],
    )
    def test_ends_as_a_process_does(self, code: str, status: int, filled: House) -> None:
        done = loaded().run(code=code, environment=filled.environment, umask=0o022, wait_s=60)
        assert done.returncode == status
        assert done.stderr.endswith("ZeroDivisionError: division by zero\n" if status == 1 else "")

    def test_reads_what_is_given_and_is_killed_where_it_takes_too_long(self, filled: House) -> None:
        about = {"environment": filled.environment, "umask": 0o022}
        code = "import sys; print(input(), 'read'); print('wrong', file=sys.stderr)"
        done = loaded().run(code=code, given="given\n", wait_s=60, **about)
        assert (done.stdout, done.stderr) == ("given read\n", "wrong\n")
        with pytest.raises(subprocess.TimeoutExpired):
            loaded().run(code="import time; time.sleep(600)", wait_s=1, **about)

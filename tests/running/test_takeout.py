"""Everything out again: masked by one, in plain by two, each file with a hash that a stranger checks."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from anxin.commands import drafts, takeout
from anxin.core.vault.registry import COLUMNS
from anxin.demo import cast
from tests.running.house import House

pytestmark = pytest.mark.sqlite
PASSWORD, SECRET = "a long walk home 7", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADMINISTRATORS = f"""
    from anxin.core import vault
    from anxin.core.acting import acting
    from datetime import UTC, datetime
    from anxin.domain.people import actions as people
    from anxin.domain.people import queries
    from anxin.domain.people.actions import credentials
    from anxin.domain.people.models import Factor
    from anxin.core import files
    import io
    now = datetime.now(UTC)
    def make(name, role):
        one = people.open_account(username=name, password="", called=name, now=now)
        one.password = credentials.hashed(password="{PASSWORD}", account=one.id)
        one.save()
        kept = Factor(account=one, kind="authenticator", created_at=now, confirmed_at=now)
        kept.secret_sealed = vault.seal("people.account.totp", kept.id, "{SECRET}")
        kept.save(force_insert=True)
        people.grant(account=one, organisation=queries.operator(), role=role, now=now)
    acting(lambda: [make("first", "operator"), make("second", "operator"), make("third", "agent")])
"""


KILLED = """
import os, signal
from pathlib import Path
from anxin.commands import drafts
with drafts.draft(Path("{folder}")) as place:
    (place / "lay").mkdir()
    (place / "lay" / "rows").write_text("a whole copy", encoding="utf-8")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, told: House) -> House:
    """Give a house with the demo's rows and administrators who can sign in."""
    house = House(folder=tmp_path_factory.mktemp("lived")).like(told)
    house.python(ADMINISTRATORS)
    return house


@pytest.fixture(scope="module")
def masked(lived_in: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "masked"
    lived_in.anxin("export", "--all", str(folder))
    return folder


def plainly(house: House, folder: Path, *names: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Have two say so, each with password and the code of this moment."""
    now = code or pyotp.TOTP(SECRET).at(datetime.now(UTC))
    given = "".join(f"{PASSWORD}\n{now}\n" for _ in names)
    return house.anxin("export", "--all", str(folder), "--plain", "--agreed", *names, check=False, given=given)


def everything(folder: Path) -> str:
    return "".join(one.read_text(encoding="utf-8") for one in (folder / "tables").iterdir())


class TestMasked:
    def test_has_every_row_of_every_table_and_no_personal_value(self, lived_in: House, masked: Path) -> None:
        manifest = json.loads((masked / "manifest.json").read_text(encoding="utf-8"))
        counted = json.loads(
            lived_in.python(
                "import json\nfrom anxin.commands import rows\n"
                "print(json.dumps({one._meta.db_table: one._base_manager.count() for one in rows.tables()}))"
            )
        )

        assert manifest["rows"] == counted
        for table, count in counted.items():
            lines = (masked / f"tables/{table}.jsonl").read_text(encoding="utf-8").splitlines()
            assert len([json.loads(line) for line in lines]) == count
        text = everything(masked)
        assert counted["people_person"] > 0
        assert cast.MS_ZHANG.phone not in text
        assert cast.MS_ZHANG.name not in text
        assert "argon2" not in text
        assert not (masked / "files").exists()

    def test_is_checked_by_a_stranger_with_the_system_s_own_tool_and_by_ours(
        self, lived_in: House, masked: Path, tmp_path: Path
    ) -> None:
        check = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
        assert subprocess.run(check, cwd=masked, check=False).returncode == 0
        assert lived_in.anxin("export", "--verify", str(masked)).stdout.endswith("every file is as it was written\n")
        spoilt = tmp_path / "spoilt"
        shutil.copytree(masked, spoilt)
        (spoilt / "tables/people_person.jsonl").write_text("{}\n", encoding="utf-8")
        (spoilt / "tables/more.jsonl").write_text("{}\n", encoding="utf-8")
        (spoilt / "columns.json").unlink()

        done = lived_in.anxin("export", "--verify", str(spoilt), check=False)

        assert done.returncode == 1
        said = ["tables/more.jsonl: not on the list", "columns.json: missing", "tables/people_person.jsonl: changed"]
        assert done.stderr.splitlines() == said

    def test_says_what_each_column_refers_to_and_what_was_left_out(self, masked: Path) -> None:
        columns = json.loads((masked / "columns.json").read_text(encoding="utf-8"))
        person = {one["name"]: one for one in columns["people_person"]}
        assert person["place_id"]["refers_to"] == "places_place"
        assert person["name_sealed"]["left_out"]
        assert not person["name_masked"]["left_out"]


class TestColumns:
    def test_each_sealed_one_is_said_to_leave_in_plain_or_to_open_something(self) -> None:
        assert not takeout.TOLD & takeout.OPENS
        assert set(COLUMNS) == takeout.TOLD | takeout.OPENS


class TestPlain:
    def test_by_two_administrators_has_names_originals_and_no_key(self, lived_in: House, tmp_path: Path) -> None:
        folder = tmp_path / "plain"
        done = plainly(lived_in, folder, "first", "second")

        assert done.returncode == 0, done.stderr
        text = everything(folder)
        assert cast.MS_ZHANG.name in text
        assert cast.MS_ZHANG.phone in text
        assert SECRET not in text
        assert "argon2" not in text
        assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["by"] == ["first", "second"]
        lines = (folder / "tables/core_sealedfile.jsonl").read_text(encoding="utf-8").splitlines()
        hashed = [json.loads(line)["sha256"] for line in lines]
        assert {one.name for one in (folder / "files").iterdir()} == set(hashed)
        told = lived_in.python(
            "from anxin.core.streams.models import Entry\nprint(Entry.objects.filter(code='opening.exported').count())"
        )
        assert told == "2"

    def test_of_one_table_is_read_by_an_import_and_each_look_stands_at_who_agreed(
        self, lived_in: House, tmp_path: Path
    ) -> None:
        house, file = House(folder=tmp_path / "house").like(lived_in), tmp_path / "technicians.xlsx"
        # a code that was used in the house it is like may be used in this one
        house.python("from anxin.domain.people.models import Factor\nFactor.objects.update(last_step=0)")
        alone = house.anxin("export", "--as-import", "technicians", str(file), check=False)
        assert (alone.returncode, file.exists()) == (2, False)
        assert "--plain: expected with technicians, which names persons" in alone.stderr

        code = pyotp.TOTP(SECRET).at(datetime.now(UTC))
        asked = ("export", "--as-import", "technicians", str(file), "--plain", "--agreed", "first", "second")
        done = house.anxin(*asked, check=False, given=f"{PASSWORD}\n{code}\n" * 2)

        assert done.returncode == 0, (done.stdout, done.stderr)
        outlets = house.anxin("export", "--as-import", "outlets", str(tmp_path / "outlets.xlsx")).stdout
        assert outlets.endswith("2 rows, of which 2 are read back as they are here\n")
        again = house.anxin("import", "technicians", str(file), "--dry-run").stdout
        assert "new 0, changed 0, same" in again
        told = house.python(
            "from anxin.core.streams.models import Entry\n"
            "print([one.facts for one in Entry.objects.filter(code='opening.table_exported')])"
        )
        assert told == str([{"table": "technicians"}] * 2)

    @pytest.mark.parametrize(
        ("names", "said"),
        [
            (("first", "first"), "expected two administrators, got first first"),
            (("third", "first"), "expected an administrator, got third"),
        ],
    )
    def test_is_refused_to_one_alone_and_to_who_administers_nothing(
        self, names: tuple[str, str], said: str, lived_in: House, tmp_path: Path
    ) -> None:
        house = House(folder=tmp_path / "house").like(lived_in)
        done = plainly(house, tmp_path / "plain", *names)
        assert done.returncode == 2
        assert said in done.stderr
        assert not (tmp_path / "plain").exists()

    def test_is_refused_to_one_account_under_two_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(takeout, "_proved", lambda name: name[:64])
        with pytest.raises(SystemExit):
            takeout.agreed(["a" * 64, "a" * 64 + "b"])

    def test_is_refused_with_a_wrong_code(self, lived_in: House, tmp_path: Path) -> None:
        house = House(folder=tmp_path / "house").like(lived_in)
        done = plainly(house, tmp_path / "plain", "first", "second", code="000000")
        assert done.returncode == 2
        assert "--agreed" in done.stderr
        assert not (tmp_path / "plain").exists()


class TestBrokenOff:
    def test_leaves_nothing_once_the_next_one_is_made_and_disturbs_none_that_runs(
        self, lived_in: House, tmp_path: Path
    ) -> None:
        def left() -> list[Path]:
            return sorted(one for one in tmp_path.iterdir() if one.name.startswith("."))

        subprocess.run([sys.executable, "-c", KILLED.format(folder=tmp_path / "first")], check=False)
        (killed,) = left()
        assert (killed / "lay" / "rows").read_text(encoding="utf-8") == "a whole copy"
        old = tmp_path / ".anxin-export-ab12cd34"
        old.mkdir()
        os.utime(old, (0, 0))
        with drafts.draft(tmp_path / "another") as runs:
            lived_in.anxin("export", "--all", str(tmp_path / "second"))
            assert left() == [runs]
        assert left() == []
        assert (tmp_path / "second" / "manifest.json").is_file()

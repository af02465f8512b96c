"""A served installation of its own, as an operator starts it: fresh folder, fresh port, real processes."""

import atexit
import functools
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from anxin.commands.serve.supervisor import GRACE_S
from tests.conftest import FOLDER
from tests.patience import PATIENCE_S, until
from tests.running.loaded import BEGIN, Loaded

ANXIN = [sys.executable, "-m", "anxin"]
ADMINISTERED = """
    from datetime import UTC, datetime
    from anxin.core.acting import acting
    from anxin.domain.people import actions as people
    def lay():
        now = datetime.now(UTC)
        home = people.found_organisation(kind="operator", slug="operator", name="示例", now=now)
        first = people.open_account(username="first.admin", password="", called="管理员", now=now)
        people.grant(account=first, organisation=home, role="operator", now=now)
    acting(lay)
"""
QUICKLY_S = GRACE_S + 8
"""What waits for nobody but the grace of its parts; the rest is for a busy machine."""
USUAL = 0o022  # what an operator's shell lets others do


@dataclass(kw_only=True)
class House:
    """One data folder with its keys, and the processes that serve it."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    port: int = 0
    options: tuple[str, ...] = ()
    argv: tuple[str, ...] = tuple(ANXIN)
    before: tuple[str, ...] = ()  # what starts it, where it should see a disk of its own
    lines: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """Name the data folder."""
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        """Give what the processes see."""
        return {**plain(), "ANXIN_DATA": str(self.data), "ANXIN_KEYS": str(self.folder / "keys"), **self.extra}

    def anxin(
        self, *arguments: str, check: bool = True, given: str = "", wait_s: float = 2 * PATIENCE_S
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, in a fork of the loaded house where it is this one's."""
        if self.argv == tuple(ANXIN):
            done = loaded().run(*arguments, environment=self.environment, umask=USUAL, given=given, wait_s=wait_s)
        else:
            done = self._run(*arguments, given=given, wait_s=wait_s)
        assert not check or done.returncode == 0, (
            f"anxin {arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done

    def _run(self, *arguments: str, given: str, wait_s: float) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.argv, *arguments],
            env=self.environment,
            umask=USUAL,
            capture_output=True,
            input=given,
            text=True,
            timeout=wait_s,
            check=False,
        )

    def python(self, code: str, *, wait_s: float = PATIENCE_S) -> str:
        """Run a few lines inside the house, as one of its own processes would."""
        lines = BEGIN + textwrap.dedent(code)
        done = loaded().run(code=lines, environment=self.environment, umask=USUAL, wait_s=wait_s)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def like(self, other: Self) -> Self:
        """Take over another house's folder as it lies there, so that tests need not fill a new one each."""
        shutil.copytree(other.folder, self.folder, dirs_exist_ok=True)
        return self

    def open(self, *options: str, command: str = "serve", patience_s: float = PATIENCE_S) -> Self:
        """Start it on any free port and wait until everything runs."""
        self.options, self.port = options, 0
        self.process = subprocess.Popen(
            [*self.before, *self.argv, command, "--port", "0", *options],
            env=self.environment,
            umask=USUAL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        ready = threading.Event()
        threading.Thread(target=self._listen, args=(self.process, ready), daemon=True).start()
        if not ready.wait(patience_s) or not self.port:
            self.close()
            raise AssertionError("not ready:\n" + "".join(self.lines[-40:]))
        return self

    def _listen(self, process: subprocess.Popen[str], ready: threading.Event) -> None:
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                self.lines.append(line)
                found = re.search(r"ready at http://[^:]+:(\d+)", line)
                if found:
                    self.port = int(found[1])
                    ready.set()
        ready.set()  # it has ended: no use in waiting longer

    def open_to_others(self) -> list[str]:
        """Name what in the data and key folders others than the owner may touch."""
        folders = (self.data, self.folder / "keys")
        every = [one for folder in folders for one in (folder, *folder.rglob("*")) if not one.is_symlink()]
        return sorted(str(one.relative_to(self.folder)) for one in every if one.stat().st_mode & 0o077)

    def close(self) -> None:
        """Stop it, whatever state it is in."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(QUICKLY_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """Kill the supervisor as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Ask for one page."""
        return self.ask("GET", path, headers=headers)

    def ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request and read the whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def health(self) -> dict[str, object]:
        """Read the health page; empty while nobody answers."""
        try:
            return json.loads(self.get("/healthz")[2])
        except (OSError, http.client.HTTPException):
            return {}

    def until(self, status: str) -> dict[str, object]:
        """Wait until the health page says so."""
        return until(lambda: facts if (facts := self.health()).get("status") == status else None, f"health {status}")

    def processes(self) -> dict[int, str]:
        """List every process below the supervisor with its command line."""
        assert self.process is not None
        return children_of(self.process.pid)


@functools.cache
def loaded() -> Loaded:
    """Load the house beside this process, once; it ends with it."""
    folder = Path(tempfile.mkdtemp(prefix="loaded-", dir=os.environ.get(FOLDER)))
    one = Loaded(folder, plain())
    atexit.register(one.ends)
    return one


def plain() -> dict[str, str]:
    """Return the environment without what is said in it to a house, to Django and to pytest."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("ANXIN_", "DJANGO_", "PYTEST_"))}


def children_of(parent: int) -> dict[int, str]:
    """List the living descendants of a process with their command lines."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state = (entry / "stat").read_text().rpartition(")")[2].split()
                if state[0] != "Z":
                    parents[int(entry.name)] = int(state[1])
            except (OSError, IndexError):
                continue
    found: dict[int, str] = {}
    waiting = [parent]
    while waiting:
        one = waiting.pop()
        for child in (pid for pid, above in parents.items() if above == one):
            found[child] = _command_of(child)
            waiting.append(child)
    return found


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def alive(pids: set[int]) -> set[int]:
    """Give those that still run."""
    return {pid for pid in pids if _runs(pid)}


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def part(processes: dict[int, str], words: str) -> int:
    """Pick the one process whose command line has these words, the one nearest to the supervisor."""
    return min(pid for pid, command in processes.items() if words in command)

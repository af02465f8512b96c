"""A house that is loaded once a worker: its commands, and lines of Python inside it, run in forks of it.

Loading takes a second of the machine, and a hundred commands of the tests would each take it. A fork reads environment
and settings anew where the command loads the house, and ends as a process of its own; what serves is started for real.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILES = ("given", "stdout", "stderr")
ANSWERS_S = 90.0
"""A deadline and no measure, as `patience` has it: that is not loaded into the house."""
BEGIN = "from anxin.config import environment, loader\nenvironment.point_at(None)\nloader.load()\n"
"""What lines of Python begin with, to run inside the house."""


class Loaded:
    """The loaded house beside a worker, and how it is asked."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.asked = folder, 0
        here = {"ANXIN_DATA": str(folder / "data"), "ANXIN_KEYS": str(folder / "keys"), "ANXIN_SECRET_KEY": "none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.running.loaded"],
            env={**environment, **here},
            stdin=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *arguments: str, code: str = "", given: str = "", wait_s: float, **told: object
    ) -> subprocess.CompletedProcess[str]:
        """Run a command, or code, to its end; `told` is its `environment` and `umask`."""
        self.asked += 1
        files = {name: self.folder / f"{self.asked}.{name}" for name in (*FILES, "status")}
        files["given"].write_text(given, encoding="utf-8")
        os.mkfifo(files["status"])
        places = {name: str(file) for name, file in files.items()}
        assert self.process.stdin is not None
        print(json.dumps({"arguments": arguments, "code": code, **places, **told}), file=self.process.stdin, flush=True)
        status = _ended(files["status"], wait_s, arguments or code)
        said, wrong = (files[name].read_text(encoding="utf-8") for name in FILES[1:])
        for file in files.values():
            file.unlink()
        return subprocess.CompletedProcess(arguments or code, status, said, wrong)

    def ends(self) -> None:
        """End it, and clear its folder away."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _ended(place: Path, wait_s: float, what: object) -> int:
    """Return how a fork ended, as it writes it there behind its process id; kill it where it takes too long."""
    pipe = os.open(place, os.O_RDWR)  # so that it never reads as ended before the fork begins to write
    try:
        pid = int(_line(pipe, ANSWERS_S))
        if not select.select([pipe], [], [], wait_s)[0]:
            os.killpg(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(str(what), wait_s)
        return int(_line(pipe, ANSWERS_S))
    finally:
        os.close(pipe)


def _line(pipe: int, within_s: float) -> str:
    found = b""
    while not found.endswith(b"\n"):
        assert select.select([pipe], [], [], within_s)[0], "the loaded house does not answer"
        found += os.read(pipe, 1)
    return found.decode()


def serve() -> None:
    """Load the house and fork for each line that comes, until no more can."""
    import django

    from anxin.config import environment, loader

    environment.point_at(None)
    loader.load()
    django.setup = anew  # what `loader.load()` calls, in a fork
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait
    for line in sys.stdin:
        if not os.fork():
            _mind(json.loads(line))
            return


def _mind(asked: dict[str, Any]) -> None:
    """Fork once more, do there what is asked, and say here how that ended; only the fork that does it returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    with open(asked["status"], "w", encoding="utf-8") as status:
        print(os.getpid(), file=status, flush=True)
        child = os.fork()
        if child:
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=status, flush=True)
            os._exit(0)
    _do(asked)


def _do(asked: dict[str, Any]) -> None:
    for number, name in enumerate(FILES):
        file = os.open(asked[name], os.O_RDWR | os.O_CREAT | os.O_APPEND * bool(number))
        os.dup2(file, number)
        os.close(file)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # it lasts as long as the process
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.umask(asked["umask"])
    if asked["code"]:
        exec(asked["code"], {"__name__": "__main__"})
        return
    from anxin.commands.main import main

    sys.argv = ["anxin", *asked["arguments"]]
    sys.exit(main())


def anew() -> None:
    """Set Django up once more, by the environment as it is now."""
    from django import apps
    from django.conf import settings
    from django.db import connections, router
    from django.utils.functional import empty
    from django.utils.log import configure_logging

    sys.modules.pop("anxin.config.settings")
    settings._wrapped = empty
    for several in (connections, router):
        for name in ("settings", "routers", "databases"):
            vars(several).pop(name, None)
        several._settings = several._routers = None
    for name in connections:
        if hasattr(connections._connections, name):
            del connections[name]
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    assert apps.apps.ready


if __name__ == "__main__":
    serve()

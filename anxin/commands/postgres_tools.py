"""PostgreSQL's own programs: where they are, and what they say when they fail."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")


class ToolFailed(Exception):
    """A program is not there, or ended with a fault."""


def found(name: str, folder: Path | None) -> str:
    """Return where a program is: in the folder named, on the path, or the newest where Debian keeps them."""
    if folder is not None:
        there = folder / name
        if not there.is_file():
            raise ToolFailed(f"--tools: expected a folder with {name}, got {folder}")
        return str(there)
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if path := shutil.which(name) or (str(newest[-1]) if newest else ""):
        return path
    raise ToolFailed(f"expected {name} of PostgreSQL's server packages, got none: install it, or name its folder")


def run(program: str, *arguments: str, extra: Mapping[str, str] | None = None, owner: Path | None = None) -> None:
    """Run a program to its end; who is root runs it as whoever owns a folder."""
    user = owner.stat() if owner is not None and os.geteuid() == 0 else None
    done = subprocess.run(
        [program, *arguments],
        env={**os.environ, **(extra or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=user.st_uid if user else None,
        group=user.st_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise ToolFailed(f"{Path(program).name}: {_last(done.stderr or done.stdout)}")


def _last(said: str) -> str:
    return (said.strip().splitlines() or ["it ended with a fault and said nothing"])[-1]


def conninfo(facts: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """Return how a program reaches a database of ours, and what it reads from its environment: no secret is shown."""
    encryption = {name: value for name, value in facts["OPTIONS"].items() if name.startswith("ssl")}
    named = {"host": facts["HOST"], "port": facts["PORT"], "user": facts["USER"], **encryption}
    words = " ".join(f"{name}='{_quoted(str(value))}'" for name, value in named.items() if value)
    return words, {"PGPASSWORD": str(facts["PASSWORD"])} if facts["PASSWORD"] else {}


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def give_to(owner: Path, folders: Sequence[Path]) -> None:
    """Give folders and all that lies in them to whoever owns another; who isn't root owns them already."""
    if os.geteuid() != 0:
        return
    stat = owner.stat()
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, stat.st_uid, stat.st_gid, follow_symlinks=False)

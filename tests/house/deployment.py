"""Whether what lies in `deploy/` says only what the product knows: commands, settings, figures, queues."""

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from anxin.commands import serve, worker
from anxin.commands.table import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"\bANXIN_[A-Z0-9_]+")
FIGURE = re.compile(r"\banxin_[a-z_]+")
SUFFIXES = re.compile(r"_(bucket|count|sum)$")


def faults(root: Path = ROOT) -> list[str]:
    """Name everything that doesn't hold."""
    return [*unreadable(root), *unknown_settings(root), *unknown_figures(root), *unknown_commands(root)]


def _files(root: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in sorted((root / "deploy").rglob("*")) if path.is_file()}


def unreadable(root: Path) -> list[str]:
    """Every YAML and JSON is one."""
    found = []
    for path, text in _files(root).items():
        try:
            _read(path, text)
        except (ValueError, yaml.YAMLError) as error:
            found.append(f"{path.relative_to(root)}: {str(error).splitlines()[0]}")
    return found


def _read(path: Path, text: str) -> Any:
    if path.suffix == ".json":
        return json.loads(text)
    return yaml.safe_load(text) if path.suffix == ".yaml" else None


def unknown_settings(root: Path) -> list[str]:
    """Every setting named is read from the environment, and is explained to operators."""
    read = set(SETTING.findall((ROOT / "anxin/config/environment.py").read_text(encoding="utf-8")))
    return [
        f"{path.relative_to(root)}: {name} is no setting"
        for path, text in _files(root).items()
        for name in sorted(set(SETTING.findall(text)) - read)
    ]


def unknown_figures(root: Path) -> list[str]:
    """Every figure named by alerts or the board is exported."""
    exported = set(re.findall(r'"(anxin_[a-z_]+)"', (ROOT / "anxin/config/metrics.py").read_text(encoding="utf-8")))
    return [
        f"{path.relative_to(root)}: {name} is exported by nobody"
        for path, text in _files(root).items()
        if path.parent.name in ("prometheus", "grafana")
        for name in sorted({SUFFIXES.sub("", one) for one in FIGURE.findall(text)} - exported)
    ]


def unknown_commands(root: Path) -> list[str]:
    """Every line that starts something is one that its command takes."""
    return [
        f"{path.relative_to(root)}: {' '.join(words)}: {fault}"
        for path, text in _files(root).items()
        for words in _started(path, text)
        if (fault := _fault(words))
    ]


def _started(path: Path, text: str) -> Iterator[list[str]]:
    if path.suffix == ".service":
        yield from (shlex.split(line)[1:] for line in re.findall(r"^ExecStart=(.*anxin .*)$", text, re.MULTILINE))
    elif path.name == "Containerfile":
        yield from (json.loads(line) for line in re.findall(r"^CMD (\[.*\])$", text, re.MULTILINE))
    elif path.name == "compose.yaml":
        services = _services(text)
        yield from (one["command"] for one in services if one.get("image") == "anxin")


def _services(text: str) -> list[dict[str, Any]]:
    try:
        return list(yaml.safe_load(text)["services"].values())
    except yaml.YAMLError:
        return []  # said already


def _fault(words: list[str]) -> str:
    if words[0] not in COMMANDS:
        return "no such command"
    parser = {"serve": lambda: serve._options("serve", ""), "worker": worker.options}[words[0]]()
    try:
        parser.read(words[1:])
    except SystemExit:
        return "it takes no such options"
    return ""


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or None)

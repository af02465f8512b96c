"""The parent's side of the bounded child: start it, ask it, end it when it takes too long, start another."""

import atexit
import hashlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.findings import Assertion, Finding, Trace
from anxin.engines.evidence.intake.limits import Limits
from anxin.engines.evidence.intake.opened_file import Taken

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
START = "from anxin.engines.evidence.intake.child import main; main()"
HEAD_LIMIT = 8 << 20


class Stuck(Exception):
    """The child died, or gave no answer in time."""


class Intake:
    """A child process that opens files; restarted whenever a file kills it. Safe to share between threads."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        atexit.register(self.close)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Intake":
        return self

    def __exit__(self, *exit_info: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def take(self, path: str | os.PathLike[str], own_list: str = "") -> Taken:
        """Open one file; whatever it does, an answer comes back."""
        with self._lock:
            try:
                head, arrays = self._ask(os.fspath(path), own_list)
            except Stuck as stuck:
                self._end()
                finding = Finding("file.unreadable", "file", "weak", {"why": str(stuck)})
                mark = _mark(path)
                return Taken(os.fspath(path), "application/octet-stream", mark, findings=[finding])
        return _taken(os.fspath(path), head, arrays)

    def _ask(self, path: str, own_list: str) -> tuple[dict[str, Any], dict[str, NDArray[np.uint8]]]:
        """Send one request and read the whole answer before the deadline."""
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        deadline = time.monotonic() + self.limits.wall_s
        try:
            asked = {"path": path, "limits": asdict(self.limits), "own_list": own_list}
            child.stdin.write(json.dumps(asked).encode() + b"\n")
            child.stdin.flush()
        except BrokenPipeError as error:
            raise Stuck("child_died") from error
        size = int.from_bytes(_read(child.stdout, 4, deadline), "big")
        if size > HEAD_LIMIT:
            raise Stuck("answer_too_long")
        head = json.loads(_read(child.stdout, size, deadline))
        arrays = {}
        for name, shape in head.pop("arrays").items():
            raw = _read(child.stdout, int(np.prod(shape)), deadline)
            arrays[name] = np.frombuffer(raw, np.uint8).reshape(shape)
        return head, arrays

    def _running(self) -> "subprocess.Popen[bytes]":
        """Start the child where none runs."""
        if self._child is None or self._child.poll() is not None:
            self._end()
            environment = {name: os.environ[name] for name in KEPT if name in os.environ}
            environment |= dict.fromkeys(THREADS, "1") | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
            command = [sys.executable, "-c", START]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            )
        return self._child

    def _end(self) -> None:
        """End the child at once and collect it."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _shut(pipe)
        child.wait()


def _shut(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return


def _read(pipe: IO[bytes], size: int, deadline: float) -> bytearray:
    """Read exactly `size` bytes, or say that the child died or was too slow."""
    number, into, done = pipe.fileno(), bytearray(size), 0
    view = memoryview(into)
    while done < size:
        ready, _, _ = select.select([number], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise Stuck("too_slow")
        count = os.readv(number, [view[done:]])
        if count == 0:
            raise Stuck("child_died")
        done += count
    return into


def _taken(path: str, head: dict[str, Any], arrays: dict[str, NDArray[np.uint8]]) -> Taken:
    """Turn the child's answer into plain values."""
    taken = Taken(path, head.get("kind", "application/octet-stream"), head.get("sha256", ""))
    taken.width, taken.height = head.get("width", 0), head.get("height", 0)
    taken.pixels_sha256, taken.pdq = head.get("pixels_sha256", ""), head.get("pdq", "")
    taken.pdq_quality = head.get("pdq_quality", 0)
    taken.work, taken.small = arrays.get("work"), arrays.get("small")
    taken.frames = [(float(at), str(code), int(quality)) for at, code, quality in head.get("frame_codes", [])]
    taken.assertions = [Assertion(**row) for row in head.get("assertions", [])]
    taken.findings = [Finding(**row) for row in head.get("findings", [])]
    taken.traces = [_trace(row) for row in head.get("traces", [])]
    taken.clarity, taken.timing = head.get("clarity", {}), head.get("timing", {})
    taken.facts = {"bytes": head.get("bytes", 0), "frames": head.get("frames", 1)}
    return taken


def _trace(row: dict[str, Any]) -> Trace:
    region = row.pop("region")
    return Trace(**row, region=tuple(region) if region else None)


def _mark(path: str | os.PathLike[str]) -> str:
    """Hash a file's bytes, which is all that is still done with a file that ended the child."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


SHARED = Intake()


def take(path: str | os.PathLike[str], own_list: str = "") -> Taken:
    """Open one file with the process's shared child; `own_list` is the operator's list of C2PA authorities."""
    return SHARED.take(path, own_list)

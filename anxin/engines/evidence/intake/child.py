"""The child process: reads one request a line, answers each with a JSON head and raw arrays, under hard limits."""

import json
import os
import resource
import sys
from dataclasses import asdict
from typing import BinaryIO

from anxin.engines.evidence.errors import complaint
from anxin.engines.evidence.findings import plain
from anxin.engines.evidence.intake import decoder
from anxin.engines.evidence.intake.job import Job
from anxin.engines.evidence.intake.limits import Limits


def main() -> None:
    """Serve requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    decoder.prepare()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _bound(limits)
        _answer(answers, request["path"], limits, request["own_list"])


def _bound(limits: Limits) -> None:
    """Bound address space, and CPU time from now on."""
    os.nice(max(0, limits.behind - os.getpriority(os.PRIO_PROCESS, 0)))
    size = limits.memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.cpu_s, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(answers: BinaryIO, path: str, limits: Limits, own_list: str) -> None:
    """Run one job and write what came out; whatever it raised becomes a finding."""
    job = Job(path, limits, own_list)
    try:
        job.run()
    except MemoryError:
        job.unreadable("memory", {})
    except Exception as error:
        job.unreadable("failed", {"detail": complaint(error)[:160]})
    head = dict(job.head)
    head["findings"] = [asdict(finding) for finding in job.findings]
    head["arrays"] = {name: list(array.shape) for name, array in job.arrays.items()}
    text = json.dumps(plain(head)).encode()
    answers.write(len(text).to_bytes(4, "big") + text)
    for array in job.arrays.values():
        answers.write(memoryview(array).cast("B"))
    answers.flush()


if __name__ == "__main__":
    main()

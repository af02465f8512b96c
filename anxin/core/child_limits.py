"""What a child process may use, said by itself before it opens anything. It knows nothing else of the house."""

import os
import resource

BEHIND = 5


def bound(memory_mb: int, cpu_s: int) -> None:
    """Allow this process so much CPU time, and memory beyond what its libraries map; no file of any size to write."""
    os.nice(BEHIND)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm", encoding="ascii") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + (memory_mb << 20),) * 2)

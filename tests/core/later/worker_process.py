"""A worker in a process of its own, on the database the tests run on: `worker_process.py DATABASE [QUEUE…]`."""

import os
import signal
import sys
import threading

from django.conf import settings

from anxin.config import loader

settings.DATABASES["default"]["NAME"] = sys.argv.pop(1)
loader.load()

from anxin.core import later  # noqa: E402
from tests.core.later import work  # noqa: E402, F401

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
queues = sys.argv[1:] or ["prompt", "heavy"]
if not later.run_workers(queues, stop, grace_s=float(os.environ.get("GRACE_S", "90"))):
    os._exit(0)

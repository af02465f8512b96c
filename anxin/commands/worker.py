"""`anxin worker`: do queued work until told to stop."""

import signal
import threading

from anxin.commands.parser import Parser

QUEUES = ("prompt", "offers", "outside", "webhooks", "heavy")


def run(arguments: list[str]) -> int:
    """Work on the named queues (all without a name), each by itself, until SIGTERM or Ctrl-C."""
    about = "Do queued work: clocks (prompt), offers, messages and payments (outside), webhooks, examinations (heavy)."
    parser = Parser("worker", about)
    parser.add_argument("--queue", action="append", choices=QUEUES, help="a queue to work on; may be repeated")
    options = parser.open_house(arguments, filled=True)
    return work(tuple(options.queue or QUEUES))


def work(queues: tuple[str, ...]) -> int:
    """Work on the queues in a house that is loaded."""
    from django.conf import settings

    from anxin.config import processes
    from anxin.core import later

    environment = settings.ENVIRONMENT
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if environment.instance:
        processes.announce(environment.data, f"worker-{'-'.join(queues)}", environment.instance)
    later.run_workers(queues, stop)
    return 0

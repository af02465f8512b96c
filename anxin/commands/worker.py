"""`anxin worker`: do queued work until told to stop."""

import secrets
from functools import partial

from anxin.commands.parser import Parser
from anxin.commands.serve import admission, workers
from anxin.commands.serve.supervisor import Part, Supervisor
from anxin.config import environment
from anxin.core.queues.kinds import QUEUES

GRACE_S = 30.0
"""So long tasks may take to end when told to stop: nobody outside is waited for longer."""


def options() -> Parser:
    """Return what can be said to the command."""
    about = "Do queued work. The queues: " + "; ".join(f"{one.name} ({one.about})" for one in QUEUES.values()) + "."
    made = Parser("worker", about)
    workers.add_queues(made, "a queue to work on, by so many processes (1 without a number); may be repeated")
    workers.add_grace(made, GRACE_S)
    return made


def run(arguments: list[str]) -> int:
    """Work on the named queues (all without a name), each by itself, until SIGTERM or Ctrl-C."""
    known = options().read(arguments)
    data = environment.point_at(known.data)
    parts = workers.parts_of(dict(known.queue or dict.fromkeys(QUEUES, 1)))
    environment.become_parent(instance=secrets.token_hex(8), parts="")
    if refused := admission.join("anxin worker", data):
        return refused
    made = [Part(name=name, work=partial(workers.work, queues, known.grace)) for name, queues in parts.items()]
    supervisor = Supervisor(made, say=partial(print, flush=True), grace_s=known.grace)
    return supervisor.run(
        is_ready=lambda: True, on_ready=lambda: print(f"anxin: at work on {', '.join(parts)}", flush=True)
    )

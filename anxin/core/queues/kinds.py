"""The queues, each with what is done on it: no work of one waits for work of another."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One queue; somebody waits for what is `awaited`, and of a queue with a `most` no more may work at once."""

    name: str
    about: str
    awaited: bool = False
    most: int = 0


QUEUES = {
    one.name: one
    for one in (
        Queue(name="clocks", about="deadlines", awaited=True),
        Queue(name="notices", about="what people are told, before it goes to a carrier", awaited=True),
        Queue(name="prompt", about="leaves, authorisations and marks that begin and end", awaited=True),
        Queue(name="offers", about="who is asked to go; may ask a map, briefly", awaited=True),
        Queue(name="outside", about="messages, payments, time-stamps", awaited=True),
        Queue(name="webhooks", about="programs of others that want to be told"),
        Queue(name="heavy", about="imports, plans, checkpoints, sweeping"),
        # Two at once would each miss what the other is about to remember.
        Queue(name="pictures", about="pictures and videos, looked at one after the other", most=1),
    )
}
AWAITED = tuple(name for name, one in QUEUES.items() if one.awaited)
TOGETHER = (("clocks", "notices", "prompt"), ("heavy", "pictures"), ("offers", "outside", "webhooks"))
"""What may share a process: nothing that asks somebody outside, and nothing that reckons long, is beside clocks."""

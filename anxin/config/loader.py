"""Load the house into a process."""

import gc

import django


def load() -> None:
    """Set Django up with the collector off; what was loaded is looked at no more.

    The collector finds nothing in modules, models and forms, but walks through all of them again and again while they
    are loaded (a third of the start), and later in the middle of a request. What a request makes is mostly gone before
    the collector has anything to find, so it looks seldom.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)

"""Shops: connected and asked no more; what a platform tells becomes orders and claims; answers are put on their way."""

from anxin.domain.shops.actions.answers import (
    ANSWER,
    SHIP,
    SentAlready,
    answered,
    begin_answer,
    hand_in,
    send_out,
    told_sent,
)
from anxin.domain.shops.actions.connection import (
    KeysNeeded,
    KnownAlready,
    connect,
    disconnect,
    read_until,
    tell_failing,
)
from anxin.domain.shops.actions.intake import looked_at, set_apart, take_claim, take_order

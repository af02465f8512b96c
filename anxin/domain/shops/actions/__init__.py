"""Shops: connected and asked no more; what a platform tells becomes orders and claims; answers are put on their way."""

from anxin.domain.shops.actions.answers import (
    ANSWER,
    PlatformAnswer,
    SentAlready,
    answered,
    begin_answer,
    end_answer,
    end_shipping,
    hand_in,
    send_again,
    send_out,
    told_sent,
)
from anxin.domain.shops.actions.connection import KeysNeeded, KnownAlready, connect, disconnect, note_look, read_until
from anxin.domain.shops.actions.intake import look, looked_at, name_line, set_apart, take_claim, take_order

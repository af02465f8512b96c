"""What can be done with a thing in our keeping."""

from anxin.domain.custody.actions.carriers_money import book_payment, carrier_silent, give_up_rest
from anxin.domain.custody.actions.codes import HandoverCodeLocked, WrongHandoverCode, renew
from anxin.domain.custody.actions.moves import (
    add_photo,
    call_off,
    expect,
    from_bench,
    hand_back,
    keep_on,
    make_ready,
    sign,
    take_back,
    take_in,
    to_bench,
)
from anxin.domain.custody.actions.parcel_claims import drop_claim, file_claim, refuse_claim, settle_claim
from anxin.domain.custody.actions.parcels import (
    NoPicture,
    NoWitness,
    arrive,
    miss,
    open_parcel,
    receive,
    send_back,
    send_in,
    write_off,
)
from anxin.domain.custody.actions.relocations import forward, get_stuck, move_home, not_stuck, say_closed
from anxin.domain.custody.actions.reminders import in_transit, not_brought, not_collected, overdue, undecided
from anxin.domain.custody.actions.takeovers import take_over
from anxin.domain.custody.actions.uncollected import come_back, deposit, keep_longer, send_home

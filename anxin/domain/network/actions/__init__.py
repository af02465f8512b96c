"""What can be done in the network: open outlets, engage technicians, authorise, suspend, check."""

from anxin.domain.network.actions.authorisations import (
    apply,
    approve,
    expire,
    refuse,
    replace,
    resume,
    revoke,
    suspend,
)
from anxin.domain.network.actions.badges import NoBadge, issue_badge, withdraw_badge
from anxin.domain.network.actions.brands_concerned import NotConcerned, name_brand, state
from anxin.domain.network.actions.checks import badge, check_number
from anxin.domain.network.actions.day_spans import Overlaps
from anxin.domain.network.actions.doubts import InDoubt
from anxin.domain.network.actions.employer_ends import lapse_wish
from anxin.domain.network.actions.engagements import (
    engage,
    let_back,
    open_outlet,
    pause,
    register_technician,
    release,
    serve,
    set_grade,
    set_week,
    shut_out,
    teach,
    unpause,
    widen,
)
from anxin.domain.network.actions.erasures import erased
from anxin.domain.network.actions.expiry_warnings import warn_of_ends, warn_of_own_ends
from anxin.domain.network.actions.given_words import BadSignature, OthersHotline, authorise, sign_again, take_signed
from anxin.domain.network.actions.held_changes import keep_house, keep_outlet, portray
from anxin.domain.network.actions.keys import NoKey, NotThisBrand, lose_key, make_key, publish_key
from anxin.domain.network.actions.last_days import end_employment, say_last_day, take_back_last_day
from anxin.domain.network.actions.leave_and_swaps import (
    NoSwap,
    agree_leave,
    agree_swap,
    ask_leave,
    ask_swap,
    end_leave,
    end_swap,
)
from anxin.domain.network.actions.marks import BadMark, correct_hotline, return_to, show_letters, show_mark, wear
from anxin.domain.network.actions.mistakes import (
    MistakeNeedsSecond,
    StillOurs,
    agree_mistake,
    call_mistake,
    refuse_mistake,
)
from anxin.domain.network.actions.outlets import OutletPlace, close, end_closure, take_orders
from anxin.domain.network.actions.placements import agree_placement, refuse_placement
from anxin.domain.network.actions.promises import LaterPromised, NoSuchPromise, promise, publish, withdraw
from anxin.domain.network.actions.reports import (
    NumberReport,
    VouchedFor,
    clear,
    confirm,
    forget_report,
    leave_open,
    report,
)
from anxin.domain.network.actions.rosters import (
    absent,
    dismiss,
    employ,
    end_absence,
    end_skill,
    keep_day,
    keep_week,
    qualify,
    report_sick,
    report_well,
)
from anxin.domain.network.actions.scans import PapersLack, check, drop_scan, forget_scans, hand_in, open_scan
from anxin.domain.network.actions.settlements import settle_begun
from anxin.domain.network.actions.sightings import OF_A_REPORT, EnoughPictures, pictures_only, seal_sighting
from anxin.domain.network.actions.sign_ins import NotSignedIn, end_sign_ins
from anxin.domain.network.actions.starts import NoOutlet, set_start
from anxin.domain.network.actions.takedowns import (
    NotFalse,
    TakedownAsked,
    ask_takedown,
    enclose,
    give_up,
    note_refused,
    note_taken_down,
    remind,
    send_takedown,
    take_back,
    take_up,
    unanswered,
)
from anxin.domain.network.actions.vouches import renew, set_goods
from anxin.domain.network.actions.waitlist import (
    Served,
    WaitlistEntry,
    ask_still_waiting,
    consent_taken_back,
    drop_waiting,
    end_waiting,
    keep_waiting,
    lapse_waiting,
    serve_waiting,
    wait,
    withdraw_waiting,
)
from anxin.domain.network.actions.wider_words import ask_wider

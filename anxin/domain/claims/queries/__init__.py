"""What can be asked about claims: what may be claimed, the claim as each side reads it, lists, the dossier's pages."""

from anxin.domain.claims.queries.appeal_answers import (
    answered_since,
    appeal_answer_clock,
    appeal_waits,
    side_key,
)
from anxin.domain.claims.queries.blocks import PayoutView
from anxin.domain.claims.queries.companions import hearing_of
from anxin.domain.claims.queries.decision import DecisionView
from anxin.domain.claims.queries.dossiers import answer_pack, dossier
from anxin.domain.claims.queries.earlier_versions import unfollowed_repairs, unheard_looks, untold_shops
from anxin.domain.claims.queries.headline import (
    headline_of,
    is_open_again,
    is_unanswered,
    said_to_merchant,
    unanswered_there,
)
from anxin.domain.claims.queries.history import AxisMark, early_of, is_of_a_call, timeline_of
from anxin.domain.claims.queries.inspections import (
    claim_of_inspection,
    found_at,
    found_now,
    given_up_with,
    inspection_of,
    inspection_open,
    inspection_windows,
    next_window,
)
from anxin.domain.claims.queries.judges import (
    SECOND_LOOK,
    heard_by,
    hearers,
    open_against,
    who_confirms,
    why_nobody_confirms,
    why_not_judge,
)
from anxin.domain.claims.queries.law_texts import basis, in_force
from anxin.domain.claims.queries.law_texts import rows as law_rows
from anxin.domain.claims.queries.linked_repairs import GRACE, grace_of, sought_repairs, waiting_repairs
from anxin.domain.claims.queries.lists import (
    ALL,
    WAITS,
    ClaimQueue,
    ClaimRow,
    Counts,
    advance_answers,
    counts,
    exchange_offered,
    mine,
    numbered,
    queue,
    tallies,
)
from anxin.domain.claims.queries.lookup import (
    SAID_THERE,
    NoSuchClaim,
    address_asked,
    address_needed,
    advance_answer,
    agreement,
    claim,
    claim_by_key,
    claim_of_repair,
    decision_in_force,
    decision_of,
    hearings_of,
    is_gone,
    is_labelled,
    is_said,
    labelled,
    last_answer,
    last_yes,
    nobody_sent,
    numbers_there,
    open_offer,
    option,
    paid_for,
    parcel,
    pictures_of,
    recovery_of,
    referral_of,
    return_address,
    returnable,
    unread,
)
from anxin.domain.claims.queries.oversight import buyer_reveals, clock_counts, decision_lines, with_hash
from anxin.domain.claims.queries.pagination import ClaimFilter, ClaimListRow, page
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.queries.return_addresses import ADDRESS_ASKED, unaddressed, waits_for_address
from anxin.domain.claims.queries.rulebook import OwnRule, own_rules, published
from anxin.domain.claims.queries.seals import fixed_words_of
from anxin.domain.claims.queries.searches import granted, of_number, search
from anxin.domain.claims.queries.situations import (
    advance_house,
    advance_situation,
    exchange_situation,
    situation,
    word_of,
)
from anxin.domain.claims.queries.totals import (
    Figures,
    Met,
    coming_back,
    figures,
    is_claimed,
    of_purchase,
    open_by_purchase,
    would_meet,
)
from anxin.domain.claims.queries.views import ClaimView, view
from anxin.domain.repairs.queries import ClockView, EntryLine

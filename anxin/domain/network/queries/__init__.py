"""What can be asked of the network: genuine cards, who serves where, promises."""

from anxin.domain.network.queries.appearance import Appearance, appearance_of, mark_shown, vouched_hotline
from anxin.domain.network.queries.appearance_editions import (
    AppearanceEdition,
    appearance_editions,
    appearance_situation,
)
from anxin.domain.network.queries.attestations import (
    HELD,
    Vouched,
    all_vouched,
    is_key_lost,
    last_day,
    living_keys,
    lost_from,
    row_verifies,
    statement_of,
    vouched_days,
    vouched_for,
    vouched_outlets,
    vouched_technician,
)
from anxin.domain.network.queries.authorisations import (
    LISTED,
    WARNED_DAYS,
    AuthorisationFilter,
    AuthorisationView,
    asked_for,
    authorisation,
    authorisation_by_key,
    brand_by_key,
    brand_for,
    brands_for,
    history_of,
    network_situation,
    newest_signed,
    situation,
    views_of,
)
from anxin.domain.network.queries.brands_concerned import (
    BrandStatement,
    brand_statements,
    shown_to_brand,
    told_brands,
)
from anxin.domain.network.queries.doubts import newest_in_doubt
from anxin.domain.network.queries.enclosures import enclosed_with, originals_of
from anxin.domain.network.queries.engagements import (
    Colleague,
    TechnicianCard,
    anybody_works,
    card_of,
    colleagues,
    days_of,
    engaged,
    has_skill,
    homes_of,
    hours_of,
    houses_of,
    may_portray,
    sent_for,
    spans_of,
    staff_at,
    technicians_by_day,
    technicians_of,
    vouchers_now,
    vouchers_of,
    vouches,
)
from anxin.domain.network.queries.field_hands import Field, Hand
from anxin.domain.network.queries.field_work import (
    brief_field,
    field_of,
    hand,
    homes_beside,
    hours_beside,
    sees_field,
    whole_field,
    window_hours,
)
from anxin.domain.network.queries.genuineness import (
    KINDS,
    GenuineCard,
    UnknownKind,
    badge_seconds,
    genuine_card,
    numbered,
)
from anxin.domain.network.queries.homes import emptied_by, emptied_without, falling_with, home_codes, is_sent
from anxin.domain.network.queries.hotlines import (
    HotlineView,
    gone_hotlines,
    held_hotlines,
    holding,
    hotlines,
    left_without_hotline,
    vouched_hotlines,
)
from anxin.domain.network.queries.keys import (
    KeyedBrand,
    KeyView,
    held_until,
    keyed_brands_for,
    keys_of,
    losable_keys,
    over,
    replaced,
    signed_by_losable,
    to_sign,
    vouched_by,
    words_before,
)
from anxin.domain.network.queries.lookalikes import false_tally, look_alikes
from anxin.domain.network.queries.lookup import (
    NoSuchTechnician,
    outlet_of,
    sent_though_shut,
    technician_by_key,
    technician_by_number,
    technician_of,
)
from anxin.domain.network.queries.mistakes import waiting_mistakes
from anxin.domain.network.queries.offered_days import days_asked, not_before, without_window
from anxin.domain.network.queries.outlets import outlet_by_code
from anxin.domain.network.queries.points import known_to as outlet_known_to
from anxin.domain.network.queries.promises import Promise, promise_and_next, promise_for
from anxin.domain.network.queries.published_words import well_known, well_known_at, well_known_of
from anxin.domain.network.queries.reports import (
    NoSuchReport,
    ReportView,
    Told,
    reported_by_key,
    reported_number,
    reported_numbers,
    reported_situation,
    reported_view,
    shown_reports,
)
from anxin.domain.network.queries.scans import (
    ScanView,
    outlived_scans,
    relied_on_scans_at,
    scan_views,
    scans_of,
    wanted_papers,
)
from anxin.domain.network.queries.sentences import says
from anxin.domain.network.queries.service_areas import (
    PublicOutlet,
    closed_outlets,
    nearest_outlets,
    outlets_within,
    service_area,
)
from anxin.domain.network.queries.sightings import is_sighting, sightings_of
from anxin.domain.network.queries.signing_sheets import sheet_of
from anxin.domain.network.queries.stand_ins import day_parts, living, working
from anxin.domain.network.queries.subjects import (
    CertificateView,
    brands_with_words,
    certificates_ending,
    certificates_of,
    ends_of,
    own_ends,
    subject_of,
)
from anxin.domain.network.queries.takedowns import (
    NoSuchTakedown,
    followed_up,
    letter,
    takedown,
    takedown_by_key,
    takedown_due,
    takedown_history,
    takedown_situation,
    takedown_view,
    takedowns_of,
)
from anxin.domain.network.queries.tallies import tallies
from anxin.domain.network.queries.technician_hours import hours_worked
from anxin.domain.network.queries.territories import (
    areas_of_outlets,
    areas_of_word,
    areas_served,
    bare_areas,
    closed_days,
    look_again,
    outlets_for,
    serves_soon,
    serving,
    serving_of_each,
)
from anxin.domain.network.queries.typed_hotlines import house_hotline, typed_hotlines
from anxin.domain.network.queries.waiting_terms import asked_after, to_ask, unanswered, waits_before
from anxin.domain.network.queries.waitlist import (
    entry,
    entry_by_key,
    nobody_comes,
    nobody_may_come,
    own_entry,
    served_by_now,
    service_at,
    skills_for,
    waiting_list,
    waiting_situation,
)
from anxin.domain.network.queries.window_queues import window_queues

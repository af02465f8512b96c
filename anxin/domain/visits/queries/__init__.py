"""What can be asked about visits: candidates, offers, boards, the job as its technician sees it."""

from anxin.domain.visits.queries.agreed_windows import agreed_windows
from anxin.domain.visits.queries.arrivals import arrival_of, check_in_of, last_check_in
from anxin.domain.visits.queries.assignees import is_kept_word, is_shut_to, visit_assigned_at, was_assigned
from anxin.domain.visits.queries.attention import held_at, overbooked, spoken_with, warned
from anxin.domain.visits.queries.companions import (
    confirmed_from,
    is_agreed,
    is_identified,
    is_outlet_asked,
    is_reset_due,
    is_signature_due,
    is_unanswered,
    outlets_asked,
    whole,
    whole_of,
)
from anxin.domain.visits.queries.field_days import FieldDay, FieldStop, Homes, field_day, field_rows, span_of
from anxin.domain.visits.queries.jobs import (
    JobLine,
    done_by,
    is_free_to_move,
    jobs_of,
    may_move,
)
from anxin.domain.visits.queries.loads import in_window
from anxin.domain.visits.queries.lookup import (
    NoSuchVisit,
    asked_of,
    code_for_customer,
    is_asked,
    is_code_ready,
    is_sought_for,
    latest_of,
    listeners_along,
    listeners_of,
    offer,
    offer_by_key,
    order,
    order_by_key,
    outlets,
    pool,
    since,
    visible_to,
    visit,
    visit_by_key,
    worked_on,
)
from anxin.domain.visits.queries.offers import (
    OfferView,
    OrderView,
    is_waiting_in,
    offers_of,
    offers_to,
    orders_to,
    waiting_in,
)
from anxin.domain.visits.queries.own_windows import can_come, fits_in, own_windows, own_windows_on
from anxin.domain.visits.queries.records import points_of, proved_by, signatures, work_pictures
from anxin.domain.visits.queries.setting_out import way_of
from anxin.domain.visits.queries.situations import offer_situation, order_situation
from anxin.domain.visits.queries.stops import day_of
from anxin.domain.visits.queries.views import CallView, FreeWindow, VisitView, view, view_of
from anxin.domain.visits.queries.windows import soonest, window_width, windows_asked, windows_of

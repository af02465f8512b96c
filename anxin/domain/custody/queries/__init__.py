"""What can be asked of things in our keeping: the open one of a case, an outlet's counter, where one may bring."""

from anxin.domain.custody.queries.companions import companions, homes, read_companion, states_of_claims
from anxin.domain.custody.queries.lookup import (
    CounterNear,
    NoSuchCustody,
    at_counter,
    code_for_customer,
    counter_list,
    counter_of,
    freight,
    latest_of,
    onlookers,
    open_at,
    open_of,
    open_row,
    outlet_for,
    places,
    sought,
    ways_claimed,
    ways_in,
    ways_in_of,
    why_stuck,
)
from anxin.domain.custody.queries.parcel_claims import (
    CARRIER_CLAIMS_UNDER_WAY,
    only_grows,
    parcel_claim,
    parcel_claim_situation,
    parcel_claims,
    summed,
    sums_of,
)
from anxin.domain.custody.queries.views import CustodyView, ParcelClaimView, view_of

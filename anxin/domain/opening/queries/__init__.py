"""What can be asked about the opening: is it empty, what is done, what stands in the way, is a brand open."""

from anxin.domain.opening.queries import rehearsals
from anxin.domain.opening.queries.check_files import check_file
from anxin.domain.opening.queries.checklist import checks, house_checks, part_checks
from anxin.domain.opening.queries.departures import (
    NUMBERS,
    departure_of,
    due,
    empty_handed,
    gone,
    guarantees,
    is_carried_on,
    left,
    may_be_claimed,
    words_of,
)
from anxin.domain.opening.queries.house_companies import company_of, company_situation
from anxin.domain.opening.queries.house_robots import robot_of, robot_situation
from anxin.domain.opening.queries.houses import (
    HouseFilter,
    HouseRow,
    house_record,
    house_row,
    houses,
    standing,
    unit_situation,
)
from anxin.domain.opening.queries.intakes import is_anything_open, shut_for, shut_for_claims, shut_house, shut_seller
from anxin.domain.opening.queries.lookup import (
    FOLDER,
    Errands,
    addresses,
    backup_due,
    brands_here,
    errand,
    errands,
    house_mark,
    house_page,
    is_empty,
    is_open,
    is_served,
    latest_backup,
    mail_kept,
    mail_server,
    open_brands,
    opening_of,
    server_url,
    sets_kept_since,
    shut_brands,
    shut_since,
    takes_mail,
    takes_reports,
    tried_backup,
    whole_set_since,
    writes_sets,
)
from anxin.domain.opening.queries.marketplaces import Marketplace, marketplace, takes_claims
from anxin.domain.opening.queries.sentences import called, missing, says, stands, takes, until_then
from anxin.domain.opening.queries.situations import (
    BrandView,
    brand,
    brand_situation,
    errand_situation,
    house_situation,
    marketplace_situation,
    switches,
)

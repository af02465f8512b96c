"""What can be done to open: found the house, choose address, mail and backup, make a brand, open it and shut it."""

from anxin.domain.opening.actions.brands import (
    add_brand,
    ask_errand,
    grant_errand,
    open_brand,
    shut_brand,
)
from anxin.domain.opening.actions.days_off import warn_of_calendar
from anxin.domain.opening.actions.departures import (
    agree_departure,
    ask_departure,
    depart,
    refuse_departure,
    retire_left,
    undo_departure,
    withdraw_departure,
)
from anxin.domain.opening.actions.first_visit import Founding, SetUpAlready, admit, found_house, make_code
from anxin.domain.opening.actions.house_companies import keep_company, stop_company
from anxin.domain.opening.actions.house_robots import keep_robot, stop_robot
from anxin.domain.opening.actions.houses import correct_house, make_house, retire_house, return_house
from anxin.domain.opening.actions.installation import (
    BadAddress,
    keep_address,
    keep_backup,
    keep_hosts,
    keep_imprint,
    keep_mail,
    note_backup,
    note_export,
    note_trial,
    probe_addresses,
    put_off,
)
from anxin.domain.opening.actions.intakes import BrandLeft, NotOpen, only_open
from anxin.domain.opening.actions.invoice_mails import mail_invoice
from anxin.domain.opening.actions.marketplaces import open_claims, shut_claims
from anxin.domain.opening.actions.provider_changes import agree, refuse, withdraw
from anxin.domain.opening.actions.providers import keep_provider, look_at_texts, note_streets, stop_provider
from anxin.domain.opening.actions.rehearsals import ask_rehearsal, rehearse
from anxin.domain.opening.actions.silences import call_silent, end_silence, heard_again
from anxin.domain.opening.actions.watches import watch_parts

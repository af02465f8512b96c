"""What can be done to open: found the house, choose address, mail and backup, make a brand, open it and shut it."""

from anxin.domain.opening.actions.founding import Founding, SetUpAlready, admit, found_house, make_code
from anxin.domain.opening.actions.keeping import (
    BadAddress,
    BadFolder,
    keep_address,
    keep_backup,
    keep_imprint,
    keep_mail,
    note_backup,
    note_trial,
)
from anxin.domain.opening.actions.opening import (
    BadColour,
    NotOpen,
    SlugTaken,
    add_brand,
    ask_errand,
    grant_errand,
    only_open,
    open_brand,
    shut_brand,
)

__all__ = [
    "BadAddress",
    "BadColour",
    "BadFolder",
    "Founding",
    "NotOpen",
    "SetUpAlready",
    "SlugTaken",
    "add_brand",
    "admit",
    "ask_errand",
    "found_house",
    "grant_errand",
    "keep_address",
    "keep_backup",
    "keep_imprint",
    "keep_mail",
    "make_code",
    "note_backup",
    "note_trial",
    "only_open",
    "open_brand",
    "shut_brand",
]

"""What can be done with publications: write and publish texts, renew the city pages, run the schedule of erasures."""

from anxin.domain.publications.actions.acknowledgements import acknowledge
from anxin.domain.publications.actions.cities import renew_cities
from anxin.domain.publications.actions.endings import GONE, end
from anxin.domain.publications.actions.retention import (
    AT_MOST,
    LOOKED_AT,
    PIECES,
    SCHEDULE,
    WALKS,
    begin,
    finish,
    note_cases,
    over,
    retain,
    weigh,
)
from anxin.domain.publications.actions.texts import (
    NotYourGuide,
    add_picture,
    drop,
    give_back,
    publish,
    take_back,
    write,
)

"""What can be asked of publications: texts with their editions, the page of a city with its own, which there are."""

from anxin.domain.publications.queries.cities import (
    City,
    County,
    Edition,
    NotMadeThere,
    city,
    editions_of,
    facts_everywhere,
    listed,
)
from anxin.domain.publications.queries.texts import (
    DocumentView,
    Guide,
    NoSuchText,
    TextView,
    document,
    draft_of,
    edition,
    guides,
    published,
    shows,
    situation,
    view,
)

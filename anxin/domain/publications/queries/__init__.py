"""What can be asked of publications: the page of a city with its editions, and which cities there are."""

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

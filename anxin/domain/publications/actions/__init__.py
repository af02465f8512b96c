"""What can be done with publications: write and publish texts, give the city pages that changed a new edition."""

from anxin.domain.publications.actions.cities import renew_cities
from anxin.domain.publications.actions.texts import NoDraft, TooEarly, add_picture, drop, publish, write

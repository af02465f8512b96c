"""What can be done with publications: give the city pages that changed a new edition."""

from anxin.domain.publications.actions.cities import renew_cities

"""The places app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places: divisions and addresses."""

    name = "anxin.domain.places"
    label = "places"

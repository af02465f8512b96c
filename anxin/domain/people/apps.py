"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: organisations, accounts, persons and parties."""

    name = "anxin.domain.people"
    label = "people"


"""The core's one Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Core: errors, actors, acting, states, timeline, outbox, later, clocks, vault, files, settings."""

    name = "anxin.core"
    label = "core"

"""The last app to be ready: it puts the tables of upward flow in place."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Config: installs handlers and addresses, and keeps no permissions of Django's: who may what is in our tables."""

    name = "anxin.config"
    label = "config"

    def ready(self) -> None:
        """Install the tables."""
        from django.contrib.auth import management as rights  # noqa: PLC0415
        from django.contrib.contenttypes import management as kinds  # noqa: PLC0415
        from django.db.models.signals import post_migrate  # noqa: PLC0415

        from anxin.config import carriers, handler_facts, house_handlers, wiring  # noqa: PLC0415
        from anxin.core import facts, outbox  # noqa: PLC0415

        facts.install({**wiring.HANDLERS, **house_handlers.HANDLERS}, handler_facts.WRITES)
        outbox.install(carriers.ADDRESSES, carriers.OVERS)
        outbox.heed(carriers.LOST)
        post_migrate.disconnect(kinds.create_contenttypes)
        for name in ("create_permissions", "rename_permissions"):
            post_migrate.disconnect(dispatch_uid=f"{rights.__name__}.{name}")

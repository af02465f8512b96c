"""The shops app."""

from django.apps import AppConfig


class ShopsConfig(AppConfig):
    """Shops on platforms: read, claims opened from what they tell, answers handed in."""

    name = "anxin.domain.shops"
    label = "shops"

    def ready(self) -> None:
        """Load what people are told."""
        from anxin.domain.shops import wording  # noqa: F401, PLC0415 - once the models are there

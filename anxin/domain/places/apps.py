"""The places app."""

from django.apps import AppConfig

from anxin.domain.places import wording  # noqa: F401


class PlacesConfig(AppConfig):
    """Places: divisions and addresses."""

    name = "anxin.domain.places"
    label = "places"

    def ready(self) -> None:
        """Say which columns are sealed."""
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare_column(self.get_model("Place"), "detail_sealed", "places.place.detail")

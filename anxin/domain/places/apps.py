"""The places app."""

from django.apps import AppConfig

from anxin.domain.places import choices, rules, wording


class PlacesConfig(AppConfig):
    """Places: divisions and addresses."""

    name = "anxin.domain.places"
    label = "places"

    def ready(self) -> None:
        """Say which columns are sealed; declare whose streets maps show."""
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare(
            Setting(
                name="places.streets", default=choices.NONE, choices=tuple(choices.STREETS), per_organisation=False
            ),
            Setting(name="places.streets_key", default="", most=64, check=rules.check_key, per_organisation=False),
            Setting(name="places.streets_url", default="", most=300, check=rules.check_tiles, per_organisation=False),
            Setting(
                name="places.streets_datum", default="WGS-84", choices=tuple(choices.DATUMS), per_organisation=False
            ),
            Setting(name="places.streets_credit", default="", most=120, per_organisation=False),
            titles=wording.SETTINGS,
        )

        declare_column(self.get_model("Place"), "detail_sealed", "places.place.detail")

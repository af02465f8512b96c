"""The privacy_numbers app."""

from django.apps import AppConfig

from anxin.domain.privacy_numbers import choices, rules, wording


class PrivacyNumbersConfig(AppConfig):
    """Privacy numbers: bound to a job, moved with it, ended after it, and what was rung over them."""

    name = "anxin.domain.privacy_numbers"
    label = "privacy_numbers"

    def ready(self) -> None:
        """Declare the settings, and what covers a customer's own number from who goes there."""
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.people.queries import access  # noqa: PLC0415
        from anxin.domain.privacy_numbers import queries  # noqa: PLC0415

        declare(
            Setting(
                name=rules.USE,
                default=choices.OFF,
                choices=tuple(choices.USES),
                per_organisation=False,
                help=wording.USE_HELP,
            ),
            Setting(name=rules.AFTER, default=24, unit="h", least=0, most=168, per_organisation=False),
            titles=wording.SETTINGS,
        )
        access.declare_cover(queries.covers)

"""The notices app."""

from django.apps import AppConfig

from anxin.domain.notices import wording


class NoticesConfig(AppConfig):
    """Notices: who is told what about facts and clocks."""

    name = "anxin.domain.notices"
    label = "notices"

    def ready(self) -> None:
        """Declare settings."""
        from anxin.core.settings import Setting, declare  # noqa: PLC0415

        titles = wording.SETTINGS
        for name, default in (("quiet_from_h", 22), ("quiet_until_h", 8)):
            declare(
                Setting(
                    name=f"notices.{name}",
                    kind=int,
                    default=default,
                    unit="oclock",
                    least=0,
                    most=24,
                    title=titles[name],
                    per_organisation=False,
                )
            )
        declare(
            Setting(name="notices.messages", kind=bool, default=True, title=titles["messages"], per_organisation=False),
            Setting(name="notices.address", kind=str, default="", title=titles["address"], per_organisation=False),
            Setting(
                name="notices.language",
                kind=str,
                default="zh-hans",
                choices=("zh-hans", "en"),
                title=titles["language"],
                per_organisation=False,
            ),
        )

"""The notices app."""

from django.apps import AppConfig

from anxin.domain.notices import wording


class NoticesConfig(AppConfig):
    """Notices: who is told what about facts and clocks."""

    name = "anxin.domain.notices"
    label = "notices"

    def ready(self) -> None:
        """Declare settings."""
        from anxin.core import vault  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.notices.queries import technicians as queries  # noqa: PLC0415
        from anxin.domain.notices.queries.followers import OPENID  # noqa: PLC0415

        vault.declare_column(self.get_model("Follower"), "openid_sealed", OPENID)
        vault.declare_column(self.get_model("PushKey"), "private_sealed", queries.PUSH_KEY)
        vault.declare_column(self.get_model("PushSubscription"), "told_sealed", queries.PUSH_TOLD)
        declare(
            Setting(name="notices.quiet_from_h", default=22, unit="oclock", least=0, most=24, per_organisation=False),
            Setting(name="notices.quiet_until_h", default=8, unit="oclock", least=0, most=24, per_organisation=False),
            Setting(name="notices.messages", default=True, per_organisation=False),
            Setting(
                name="notices.address", default="", per_organisation=False, by_command=True, help=wording.ADDRESS_APART
            ),
            Setting(name="notices.language", default="zh-hans", choices=("zh-hans", "en"), per_organisation=False),
            titles=wording.SETTINGS,
        )

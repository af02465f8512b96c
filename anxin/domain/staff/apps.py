"""The staff app."""

from django.apps import AppConfig

from anxin.domain.staff import wording  # noqa: F401


class StaffConfig(AppConfig):
    """Staff: invitations, roles by two persons, leave."""

    name = "anxin.domain.staff"
    label = "staff"

    def ready(self) -> None:
        """Say which columns are sealed."""
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare_column(self.get_model("Mailbox"), "mail_sealed", "staff.mailbox.mail", row="account_id")

"""The staff app."""

from django.apps import AppConfig

from anxin.domain.staff import wording


class StaffConfig(AppConfig):
    """Staff: invitations, roles by two persons, leave."""

    name = "anxin.domain.staff"
    label = "staff"

    def ready(self) -> None:
        """Say which columns are sealed, what the chain tells of rows, and that accounts can be imported."""
        from anxin.core import imports, timeline  # noqa: PLC0415 - once the models are there
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.staff.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.staff.queries import witnesses  # noqa: PLC0415

        declare_column(self.get_model("Mailbox"), "mail_sealed", "staff.mailbox.mail", row="account_id")
        declare_column(self.get_model("Invitation"), "token_sealed", "staff.invitation.token")
        timeline.declare_witnesses(witnesses.witnesses)
        imports.declare(*TABLES)
        declare(
            Setting(name="staff.machine_h", default=72, unit="h", least=24, most=336, per_organisation=False),
            titles=wording.SETTINGS,
        )

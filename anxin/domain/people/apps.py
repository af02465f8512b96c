"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from anxin.domain.people import wording  # noqa: F401


class PeopleConfig(AppConfig):
    """People: organisations, accounts, persons and parties."""

    name = "anxin.domain.people"
    label = "people"

    def ready(self) -> None:
        """Say which columns are sealed, what messages may cost, and which files can be imported."""
        from anxin.core import imports, settings  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.people.actions.tables import TABLES  # noqa: PLC0415

        settings.declare(
            settings.Setting(
                name="people.message_fen",
                kind=int,
                default=5,
                unit="fen",
                least=0,
                most=1000,
                title=_("Price of one text message"),
                per_organisation=False,
            ),
            settings.Setting(
                name="people.messages_daily_fen",
                kind=int,
                default=20000,
                unit="fen",
                least=0,
                title=_("What sign-in codes may cost a day"),
                per_organisation=False,
                second_person=True,
            ),
        )

        imports.declare(*TABLES)
        person = self.get_model("Person")
        declare_column(person, "name_sealed", "people.person.name")
        declare_column(person, "phone_sealed", "people.person.phone", index="phone_index")
        declare_column(self.get_model("Account"), "totp_sealed", "people.account.totp")
        declare_column(self.get_model("Reveal"), "reason_sealed", "people.reveal.reason")
        declare_column(self.get_model("WebhookEndpoint"), "secret_sealed", "people.webhook.secret")

"""The contacts app."""

from django.apps import AppConfig

from anxin.domain.contacts import wording


class ContactsConfig(AppConfig):
    """Contacts: calls and messages, each with a number, a person and an answer."""

    name = "anxin.domain.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare(
            Setting(name="contacts.answer_min", default=120, unit="min", least=5, most=10080), titles=wording.SETTINGS
        )
        late = "anxin.domain.contacts.actions:late"
        clocks.declare(
            clocks.ClockKind(name="contacts.answered", setting="contacts.answer_min", at_end=late),
            clocks.ClockKind(name="contacts.call_back", at_end=late),
        )
        declare_column(self.get_model("Contact"), "text_sealed", "contacts.text", case=("contact", "pk"))
        declare_column(self.get_model("Said"), "text_sealed", "contacts.said", case=("contact", "contact_id"))

"""The people app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from anxin.domain.people import wording  # noqa: F401
from anxin.domain.people.wording import data_requests, factors  # noqa: F401


class PeopleConfig(AppConfig):
    """People: organisations, accounts, persons and parties."""

    name = "anxin.domain.people"
    label = "people"

    def ready(self) -> None:
        """Say which columns are sealed, what messages may cost, and which files can be imported."""
        from anxin.core import actors, imports, timeline  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.people.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.people.queries import witnesses  # noqa: PLC0415
        from anxin.domain.people.queries.actors import roles_held  # noqa: PLC0415

        _messages()
        _reveals()
        _door()
        _requests()
        imports.declare(*TABLES)
        actors.ROLES_NOW.update(dict.fromkeys(actors.ACCOUNTS, roles_held))
        timeline.declare_witnesses(witnesses.witnesses)
        person = self.get_model("Person")
        declare_column(person, "name_sealed", "people.person.name")
        declare_column(person, "phone_sealed", "people.person.phone", index="phone_index")
        declare_column(self.get_model("NewPhone"), "phone_sealed", "people.new_phone")
        declare_column(self.get_model("Factor"), "secret_sealed", "people.account.totp")
        declare_column(
            self.get_model("Reveal"), "reason_sealed", "people.reveal.reason", case=("stream_kind", "stream_key")
        )
        declare_column(
            self.get_model("RevealRequest"),
            "reason_sealed",
            "people.reveal_request.reason",
            case=("stream_kind", "stream_key"),
        )
        declare_column(
            self.get_model("LegalHold"), "letter_sealed", "people.legal_hold.letter", case=("stream_kind", "stream_key")
        )
        declare_column(
            self.get_model("DataRequest"), "told_sealed", "people.data_request.told", case=("data_request", "pk")
        )
        declare_column(self.get_model("WebhookEndpoint"), "secret_sealed", "people.webhook.secret")


def _messages() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(
            name="people.message_fen",
            default=5,
            unit="fen",
            least=0,
            most=1000,
            title=_("Price of one text message"),
            per_organisation=False,
        ),
        Setting(
            name="people.messages_daily_fen",
            default=20000,
            unit="fen",
            least=0,
            most=10_000_000,
            title=_("What sign-in codes may cost a day"),
            per_organisation=False,
            second_person=True,
        ),
    )


def _reveals() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    # How long after the end of a case its customer's plain details open for a reason; then only with a second person.
    declare(
        Setting(
            name="people.reveal_technician_h",
            default=24,
            unit="h",
            least=0,
            most=720,
            title=_("How long a technician sees names, phones and addresses after the end"),
            per_organisation=False,
            second_person=True,
        ),
        Setting(
            name="people.reveal_days",
            default=30,
            unit="d",
            least=0,
            most=1100,
            title=_("How long everybody else sees them after the end of a case; later a second person has to agree"),
            per_organisation=False,
            second_person=True,
        ),
        Setting(
            name="people.reveal_agreed_h",
            default=24,
            unit="h",
            least=1,
            most=168,
            title=_("How long a second person's yes to seeing them lasts"),
            per_organisation=False,
            second_person=True,
        ),
    )


def _door() -> None:
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    declare(
        Setting(
            name="people.idle_min",
            default=120,
            unit="min",
            least=5,
            most=720,
            title=_("After how long without a touch staff sign in again"),
            per_organisation=False,
        ),
        Setting(
            name="people.idle_technician_min",
            default=480,
            unit="min",
            least=5,
            most=720,
            title=_("After how long without a touch technicians sign in again"),
            per_organisation=False,
        ),
        Setting(
            name="people.door_days",
            default=190,
            unit="d",
            least=183,
            most=1100,
            title=_("How long the addresses of sign-ins are kept"),
            per_organisation=False,
            second_person=True,
        ),
    )


def _requests() -> None:
    from anxin.core import clocks  # noqa: PLC0415
    from anxin.core.settings import Setting, declare  # noqa: PLC0415

    # 国信办秘字〔2019〕191号 六: what is corrected, deleted or closed is so within fifteen working days; GB/T 35273 8.7
    # gives an answer thirty days.
    declare(
        Setting(
            name="people.data_request_d",
            default=15,
            unit="d",
            least=1,
            most=15,
            title=_("Within how many working days a person's request about his own data is done or refused"),
            per_organisation=False,
        ),
        Setting(
            name="people.objection_d",
            default=5,
            unit="d",
            least=3,
            most=10,
            title=_("For how many days the number of before may object to another phone"),
            per_organisation=False,
            second_person=True,
        ),
    )
    clocks.declare(
        clocks.ClockKind(
            name="people.data_request",
            setting="people.data_request_d",
            unit="d",
            calendar="working",
            at_end="anxin.domain.people.actions.data_requests:late",
        ),
        clocks.ClockKind(
            name="people.objection",
            setting="people.objection_d",
            unit="d",
            at_end="anxin.domain.people.actions.data_requests:fulfil",
        ),
    )

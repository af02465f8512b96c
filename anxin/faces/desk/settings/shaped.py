"""Which settings have a shape of their own; any other table or list is text as a program reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.core import colours, wording
from anxin.core.errors import Invalid
from anxin.domain.claims.rules import law
from anxin.domain.claims.wording.law import TOUCHES
from anxin.domain.custody.choices import PAYERS
from anxin.domain.custody.wording import FREIGHT_WAYS
from anxin.domain.ledger.rules.remittances import ACCOUNT, PARTS
from anxin.domain.network.choices import RECIPIENTS
from anxin.domain.network.rules import appearance, papers, takedown_law
from anxin.domain.network.wording.genuineness import KINDS, PAPERS
from anxin.domain.repairs.rules import in_warranty
from anxin.domain.repairs.wording import KINDS as SERVICES
from anxin.domain.repairs.wording import PAID_BY
from anxin.faces.desk.settings.law import NEEDED, Law
from anxin.faces.desk.settings.records import RecordsShape
from anxin.faces.desk.settings.service_kinds import Services
from anxin.faces.desk.settings.shapes import Called, Hosts, InEnglish, Named, Shape, ShapePart, Ticks
from anxin.faces.ground.site import IMPRINT


def _accent(given: str) -> None:
    _colour("accent", given)


def _primary(given: str) -> None:
    _colour("primary", given)


def _colour(name: str, given: str) -> None:
    try:
        appearance.check({name: colours.read(given)})
    except Invalid as error:
        raise forms.ValidationError(wording.error(error)) from error


SHAPES: dict[str, Shape] = {
    IMPRINT.name: Named(
        (
            ShapePart(name="name", label=_("Name of this site, as it stands on every page"), most=40),
            ShapePart(name="operator", label=_("Who runs it: the company's full name")),
            ShapePart(name="licence", label=_("Business licence"), most=64),
            ShapePart(name="filing", label=_("Filing number of the site"), most=64),
            ShapePart(name="hotline", label=_("Hotline"), most=32),
            ShapePart(name="address", label=_("Registered address of the company"), most=200),
            ShapePart(name="published", label=_("Public since"), day=True),
            ShapePart(name="accent", label=_("Accent colour"), most=40, check=_accent, read=colours.read),
        )
    ),
    appearance.SETTING: Named(
        (
            ShapePart(
                name="name", label=_("Name on the pages and messages of your cases"), most=appearance.PARTS["name"]
            ),
            ShapePart(name="mark", label=_("Mark: one or two characters"), most=appearance.PARTS["mark"]),
            ShapePart(
                name="hotline", label=_("Hotline (a brand's: one it vouches for)"), most=appearance.PARTS["hotline"]
            ),
            ShapePart(name="accent", label=_("Accent colour"), most=40, check=_accent, read=colours.read),
            ShapePart(name="primary", label=_("Primary colour"), most=40, check=_primary, read=colours.read),
        )
    ),
    "custody.freight": Named(
        tuple(ShapePart(name=way, label=label, choices=PAYERS) for way, label in FREIGHT_WAYS.items())
    ),
    ACCOUNT: Named(
        (
            ShapePart(name="name", label=_("Whose account it is"), most=PARTS["name"]),
            ShapePart(name="bank", label=_("Bank and branch"), most=PARTS["bank"]),
            ShapePart(name="number", label=_("Number of the account"), most=PARTS["number"]),
        )
    ),
    in_warranty.SETTING: Named(
        tuple(ShapePart(name=kind, label=SERVICES[kind], choices=PAID_BY) for kind in in_warranty.IN_WARRANTY)
    ),
    "goods.called": Called(),
    "goods.in_english": InEnglish(),
    "goods.services": Services(),
    "visits.records": RecordsShape(),
    "claims.law": Law(
        chosen="touches",
        label=_("Which claims it touches"),
        choices=TOUCHES,
        check=law.check,
        needs=NEEDED | {"checked_on"},
        amounts=True,
    ),
    "network.takedown_law": Law(
        chosen="recipients",
        label=_("In letters to whom it stands"),
        choices=RECIPIENTS,
        check=takedown_law.check,
        needs=NEEDED | {"name_en", "text_en"},
    ),
    "outbox.inside_hosts": Hosts(),
    **{name: Ticks({kind: KINDS[kind] for kind in papers.OF}, PAPERS) for name in (papers.SEEN, papers.KEPT)},
}

"""Portraits from an imported ZIP, each by its technician's number."""

from datetime import datetime

from django.utils.translation import gettext

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile, kept
from anxin.core.imports import hash_of
from anxin.core.tables import Values
from anxin.domain.network.actions import held_changes, portraits
from anxin.domain.network.actions.imports.outlets_and_technicians import signed_for
from anxin.domain.network.queries import standings
from anxin.domain.network.queries.imports import outlets_and_technicians as known


def import_portrait(*, values: Values, by: Actor, now: datetime) -> None:
    """Show the picture that a row brought as a technician's portrait."""
    row, file = known.technician_of(values["number"]), _picture(values)
    if row is None or file is None:
        raise Invalid("picture", expected=gettext("a picture that lies here"), got=str(values["number"])[:32])
    held_changes.portray(technician=row, file=file, by=by, now=now)


def restore_portrait(*, values: Values, by: Actor, now: datetime) -> bool:
    """Show the portrait of before again, none where its file is destroyed meanwhile: nothing referred to it."""
    if _picture(values) is None:
        remove_portrait(key=values, by=by, now=now)
        return False
    import_portrait(values=values, by=by, now=now)
    return True


def _picture(values: Values) -> SealedFile | None:
    """Return the file of a row's picture, held: what sweeps files passes it over."""
    _name, sha256 = hash_of(str(values["picture"]))
    return kept().filter(sha256=sha256).select_for_update().first()


def remove_portrait(*, key: Values, by: Actor, now: datetime) -> None:
    """Show no portrait again where a row brought the first; refused once a brand signed for it."""
    row = known.technician_of(key["number"])
    if row is None:
        return
    if word := standings.word_with_portrait(row):
        raise signed_for(word)
    portraits.take_portrait_back(technician=row, by=by, now=now)

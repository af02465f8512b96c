"""How a brand shows itself: its letters and colours, a picture as its mark, an earlier edition again."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.file_kinds import PICTURES, VECTOR
from anxin.core.files import SealedFile
from anxin.core.pictures import copies
from anxin.core.pictures.errors import UnreadablePicture
from anxin.core.timeline import StreamKey
from anxin.domain.network.models import MarkPicture
from anxin.domain.network.queries.appearance import mark_shown
from anxin.domain.network.queries.appearance_editions import appearance_editions, was_shown
from anxin.domain.network.queries.doubts import doubt_about
from anxin.domain.network.queries.hotlines import others_hotline
from anxin.domain.network.queries.public_numbers import public_number
from anxin.domain.network.rules import appearance, identifiers
from anxin.domain.network.wording.tables import CELLS
from anxin.domain.people.models import Organisation


class BadMark(Invalid):
    """This can't be shown as a mark: it is no picture, too large, or can't be read."""

    code = "network.bad_mark"


def show_mark(*, brand: Organisation, files: Sequence[SealedFile], by: Actor, now: datetime) -> None:
    """Show a picture as a brand's mark; what pages get is drawn anew from it. Raises `BadMark`."""
    if len(files) != 1:
        raise BadMark("files", expected="one picture", got=len(files), facts={"lacks": "one"})
    file = files[0]
    if file.kind not in PICTURES | {VECTOR}:
        raise BadMark("files", expected=" | ".join(sorted(PICTURES)), got=file.kind, facts={"lacks": "picture"})
    if file.size > appearance.MARK_BYTES:
        raise BadMark("files", expected="at most 2 MiB", got=file.size, facts={"lacks": "smaller"})
    try:
        copies.decoded(copies.pixels_of(file), pixels=appearance.MARK_PIXELS, side=256, cpu_s=5)
    except UnreadablePicture as error:
        lacks = str(error.facts.get("why", "readable"))
        raise BadMark("files", expected="a readable picture", got=file.kind, facts={"lacks": lacks}) from error
    _end(brand, now)
    MarkPicture.objects.create(brand=brand, picture=file.sha256, kept_by=by.key, from_at=now)
    _choose(brand, file.sha256, by=by, now=now)


def wear(*, brand: Organisation, parts: dict[str, str], by: Actor, now: datetime) -> None:
    """Choose a brand's name, letters and colours; raises `BadColour`, `BadFill` or `NoColour` by the field."""
    told = {name: part for name, part in parts.items() if part}
    appearance.check(told)
    _look(brand, told, by=by, now=now)


def return_to(*, brand: Organisation, edition: str, by: Actor, now: datetime) -> None:
    """Show a brand as it was shown in an earlier edition; the one that stood until now stays among them."""
    found = next((one for one in appearance_editions(brand, now=now) if one.key == edition), None)
    if found is None:
        raise Invalid("edition", expected="an edition of this brand", got=edition[:40])
    _look(brand, found.parts, by=by, now=now)
    if found.picture == mark_shown(brand, now=now):
        return
    _end(brand, now)
    if found.picture and was_shown(brand, found.picture):
        MarkPicture.objects.create(brand=brand, picture=found.picture, kept_by=by.key, from_at=now)
        _choose(brand, found.picture, by=by, now=now)
    else:
        _choose(brand, "", by=by, now=now)


def _look(brand: Organisation, parts: dict[str, str], *, by: Actor, now: datetime) -> None:
    """Show a brand with these parts; its hotline is none of them, and stays the one it has."""
    kept = settings.get(appearance.SETTING, at=now, organisation=str(brand.pk))
    told = {name: part for name, part in {**parts, "hotline": kept.get("hotline")}.items() if part}
    if told == kept:
        return
    settings.propose(name=appearance.SETTING, value=told, valid_from=now, by=by, now=now, organisation=str(brand.pk))
    facts = {"brand": brand.slug, **{name: told[name] for name in appearance.COLOURS if told.get(name)}}
    timeline.write(StreamKey("brand", str(brand.pk)), "network.look_chosen", by=by, now=now, facts=facts)


def correct_hotline(*, brand: Organisation, number: str, by: Actor, now: datetime) -> None:
    """Write down anew the number that was typed for a brand; empty takes it away. The same again changes nothing.

    Where the imprint names the old one, too, or is to, an administrator proposes the new one for it: a second one
    agrees, and what he proposed before is withdrawn. Raises
    `Invalid` for a number of the public's, for one that another brand's word stands for, and for one that was found
    false or was another brand's, until the desk found it genuine.
    """
    if other := others_hotline(number, brand=brand.slug):
        raise Invalid("number", expected=str(CELLS["others_hotline"]).format(brand=other), got=number)
    bare = identifiers.number_in(number)
    if public_number(bare):
        raise Invalid("number", expected=str(CELLS["hotline"]), got=number)
    if doubt := doubt_about(bare, brand=brand.pk) if bare else None:
        why = CELLS["formerly_others" if doubt.whose else "false_number"]
        whose = ", ".join(one.name for one in doubt.whose)
        raise Invalid("number", expected=str(why).format(case=doubt.case, brands=whose), got=number)
    kept = settings.get(appearance.SETTING, at=now, organisation=str(brand.pk))
    right = {**kept, "hotline": appearance.hotline(number, (), signs=False)}
    told = {name: part for name, part in right.items() if part}
    if told == kept:
        return
    settings.propose(name=appearance.SETTING, value=told, valid_from=now, by=by, now=now, organisation=str(brand.pk))
    facts = {"brand": brand.slug, "was": kept.get("hotline", ""), "number": told.get("hotline", "")}
    timeline.write(StreamKey("brand", str(brand.pk)), "network.hotline_corrected", by=by, now=now, facts=facts)
    if "operator" in by.roles:
        _imprint(str(kept.get("hotline") or ""), told.get("hotline", ""), by=by, now=now)


def _imprint(was: str, number: str, *, by: Actor, now: datetime) -> None:
    """Propose a number for the imprint, where that names the one of before or is to name it."""
    imprint = settings.get(appearance.IMPRINT, at=now)
    waits = [row for row in settings.waiting() if row.name == appearance.IMPRINT]
    those = [row for row in waits if appearance.is_same(str(row.value.get("hotline") or ""), was)]
    for row in those:
        settings.withdraw(row, by=by, now=now)
    named = {**(those[-1].value if those else imprint), "hotline": number}
    stands = appearance.is_same(str(imprint.get("hotline") or ""), was)
    if named != imprint and (those or stands):
        settings.propose(name=appearance.IMPRINT, value=named, valid_from=now, by=by, now=now)


def show_letters(*, brand: Organisation, by: Actor, now: datetime) -> None:
    """Show a brand's letters as its mark again."""
    if _end(brand, now):
        _choose(brand, "", by=by, now=now)


def _end(brand: Organisation, now: datetime) -> int:
    return MarkPicture.objects.filter(brand=brand, to_at=None).update(to_at=now)


def _choose(brand: Organisation, picture: str, *, by: Actor, now: datetime) -> None:
    settings.propose(name=appearance.PICTURE, value=picture, valid_from=now, by=by, now=now, organisation=str(brand.pk))
    stream = StreamKey("brand", str(brand.pk))
    timeline.write(stream, "network.mark_shown", by=by, now=now, facts={"sha256": picture, "brand": brand.slug})

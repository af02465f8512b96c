"""The evidence of one claim on a page: its pictures as tiles, which of them is looked at, and beside which other."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core.files import PICTURES
from anxin.core.wording import joined
from anxin.domain.claims.queries import ClaimView
from anxin.domain.evidence.choices import called
from anxin.domain.evidence.queries import LinkView
from anxin.domain.evidence.rules import ATTENTION as BANDS
from anxin.domain.evidence.rules import SAME_SHOT, shown_side, shows_packing
from anxin.domain.evidence.wording import ATTENTION, DECLARATIONS
from anxin.domain.threads.wording import SIDES

MODES = ("swipe", "side", "one")
UNSEEN = ("unreadable", "lost", "tampered", "gone")
SAME_FRAME = (*SAME_SHOT, "redrawn")


@dataclass(frozen=True, kw_only=True)
class EvidenceTile:
    """One original as a tile: whose it is, what it shows, since when it is sealed."""

    link: LinkView
    label: str
    side: str
    name: str
    role: str
    picture: str
    film: bool
    original: str
    """Where its original is opened, by post and logged; empty for who may not."""
    look: str
    chosen: bool
    late: bool
    same: str
    """The labels of others that are this very file, byte by byte; empty where there are none."""
    left: bool
    """Whether it tells of packing and was sealed once the goods had left."""
    attention: str
    says: str
    """What was seen, in words; empty where nothing was."""
    waits: bool
    said: str


@dataclass(frozen=True, kw_only=True)
class EvidenceCase:
    """What the parts of a page need of a claim's evidence."""

    number: str
    tiles: tuple[EvidenceTile, ...]
    chosen: EvidenceTile | None
    other: EvidenceTile | None
    others: tuple[tuple[str, str, bool], ...]
    """What it can be compared with: address, label, whether it is."""
    mode: str
    modes: tuple[tuple[str, str, bool], ...]
    heat: str
    boxes: tuple[tuple[int, int, int, int], ...]
    size: tuple[int, int]
    base: str

    def of(self, label: str) -> EvidenceTile | None:
        """Find a tile by its label."""
        return next((one for one in self.tiles if one.label == label), None)

    @property
    def shows_packing(self) -> bool:
        """Whether something of the seller's shows how the goods left him."""
        own = [one for one in self.tiles if shows_packing(one.link.side, one.link.role)]
        return any(not one.late and not one.left for one in own)

    @property
    def side_by_side(self) -> bool:
        """Whether two pictures stand beside each other."""
        return self.mode == "side" and self.other is not None


def case_of(view: ClaimView, *, face: str, base: str, asked: QueryDict, kept: tuple[str, ...] = ()) -> EvidenceCase:
    """Lay out a claim's evidence: `face` names the addresses; `look`, `with` and `view` in `asked` say how."""
    keep = {name: str(asked[name]) for name in kept if asked.get(name)}
    links = {one.label: one for one in view.evidence}
    chosen = links.get(asked.get("look", "")) or _first(view)
    other = _other(chosen, links, asked.get("with", ""))
    heat = chosen.examination.heat_sha256 if chosen and chosen.examination else ""
    mode = _mode(asked.get("view", ""), chosen, other)
    tiles = {
        label: _tile(one, view, face=face, base=base, keep=keep, chosen=one is chosen) for label, one in links.items()
    }
    looked = tiles[chosen.label] if chosen else None
    beside = tiles[other.label] if other else None
    return EvidenceCase(
        number=view.number,
        tiles=tuple(tiles.values()),
        chosen=looked,
        other=beside,
        others=_others(base, keep, chosen, links, mode, other.label if other else ""),
        mode=mode,
        modes=_modes(base, keep, looked, beside, mode),
        heat=reverse(f"{face}:claim_heat", args=[view.number, looked.label]) if heat and looked else "",
        boxes=chosen.examination.changed if chosen and chosen.examination else (),
        size=chosen.examination.size if chosen and chosen.examination else (0, 0),
        base=base,
    )


def address(base: str, keep: Mapping[str, str], **changes: str) -> str:
    """Return the address that looks at something, with the rest of the page kept."""
    query = QueryDict(mutable=True)
    query.update({**keep, **{name: value for name, value in changes.items() if value}})
    return f"{base}?{query.urlencode()}" if query else base


def _first(view: ClaimView) -> LinkView | None:
    """Choose what to look at first: what deserves attention most, then the buyer's first picture."""
    seen = [one for one in view.evidence if _pictured(one)]
    ranked = sorted(seen, key=lambda one: (-BANDS.index(_band(one)), one.side != "buyer"))
    return ranked[0] if ranked else view.evidence[0] if view.evidence else None


def _other(chosen: LinkView | None, links: Mapping[str, LinkView], asked: str) -> LinkView | None:
    if chosen is None or not _pictured(chosen):
        return None
    near = chosen.examination.reference if chosen.examination else ""
    for label in (asked, near, *links):
        one = links.get(label)
        if one is not None and one.side != chosen.side and _pictured(one):
            return one
    return None


def _others(
    base: str, keep: Mapping[str, str], chosen: LinkView | None, links: Mapping[str, LinkView], mode: str, beside: str
) -> tuple[tuple[str, str, bool], ...]:
    if chosen is None:
        return ()
    return tuple(
        (address(base, keep, look=chosen.label, **{"with": label, "view": mode}), label, label == beside)
        for label, one in links.items()
        if one.side != chosen.side and _pictured(one)
    )


def _mode(asked: str, chosen: LinkView | None, other: LinkView | None) -> str:
    if other is None:
        return "one"
    if asked in MODES:
        return asked
    seen = chosen.examination if chosen else None
    same = seen is not None and seen.consistency in SAME_FRAME and seen.reference == other.label
    return "swipe" if same else "side"


def _modes(
    base: str, keep: Mapping[str, str], chosen: EvidenceTile | None, other: EvidenceTile | None, mode: str
) -> tuple[tuple[str, str, bool], ...]:
    if chosen is None or other is None:
        return ()
    names = {"swipe": _("one over the other"), "side": _("side by side"), "one": _("alone")}
    return tuple(
        (address(base, keep, look=chosen.label, **{"with": other.label, "view": one}), name, one == mode)
        for one, name in names.items()
    )


def _tile(
    one: LinkView, view: ClaimView, *, face: str, base: str, keep: Mapping[str, str], chosen: bool
) -> EvidenceTile:
    side, role = str(SIDES[shown_side(one.side, one.role)]), str(called(one.role, one.media))
    at = [view.number, one.label]
    mine = view.side in ("desk", "auditor", one.side)
    band = _band(one)
    return EvidenceTile(
        link=one,
        label=one.label,
        side=side,
        name=f"{side} {one.label}",
        role=role,
        picture=reverse(f"{face}:claim_picture", args=at) if _pictured(one) else "",
        film=one.media.startswith("video/") and not one.gone,
        original=reverse(f"{face}:claim_original", args=at) if mine and not one.gone else "",
        look=address(base, keep, look=one.label),
        chosen=chosen,
        late=one.late and one.side == "merchant",
        same=joined(each.label for each in view.evidence if each.sha256 == one.sha256 and each is not one),
        left=view.is_sealed_gone(one),
        attention=band if band != "none" else "",
        says=_says(one, band),
        waits=one.examination is not None and one.examination.waits,
        said=_("{name}: {role}, {declared}")
        .format(name=f"{side} {one.label}", role=role, declared=DECLARATIONS.get(one.declaration, ""))
        .rstrip(", ，"),
    )


def _says(one: LinkView, band: str) -> str:
    if one.examination is None or not one.examination.done or band == "none":
        return ""
    return next(iter(one.examination.reasons), str(ATTENTION[band]))


def _band(one: LinkView) -> str:
    done = one.examination is not None and one.examination.done
    return (one.examination.attention if one.examination and done else "") or "none"


def _pictured(one: LinkView) -> bool:
    """Return whether there is a copy to show: not of a video or a document, nor of what can't be opened or is gone."""
    broken = one.examination is not None and one.examination.why in UNSEEN
    return one.media in PICTURES and not broken and not one.gone

"""What a page and a message wear: the brand or shop whose case it is, its name, mark, hotline and colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from anxin.core import settings
from anxin.domain.network.models import MarkPicture
from anxin.domain.network.queries.attestations import verifies
from anxin.domain.network.queries.hotlines import own_words
from anxin.domain.network.rules import appearance
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """How an organisation shows itself; `mark` is one or two characters; it and `slug` are empty for the house.

    A brand's `hotline` is one that it vouches for; a shop's is what the shop says (`is_shop`).

    `picture` is the hash of the picture that is shown as the mark instead; `primary` fills what stands out where it is
    another colour than the accent, in which text is written.
    """

    name: str
    mark: str = ""
    hotline: str = ""
    accent: str = ""
    slug: str = ""
    picture: str = ""
    primary: str = ""
    is_shop: bool = False

    @property
    def fill(self) -> str:
        """Return the colour of the mark, the tab and the card; empty for the house's own."""
        return self.primary or self.accent

    @property
    def sheet(self) -> str:
        """Return the name of the style sheet of its colours; empty where it has none of its own."""
        return f"{self.accent}-{self.primary}" if self.primary else self.accent


def appearance_of(house: Organisation, *, now: datetime, vouched: Sequence[str] | None = None) -> Appearance:
    """Return how an organisation shows itself: what it chose, else its own name.

    `vouched` are the hotlines it vouches for where they were read already. No brand's typed number is shown that it
    didn't sign: it only chooses among those it did.
    """
    chosen = settings.several(appearance.SETTING, appearance.PICTURE, at=now, organisation=str(house.id))
    own, shown = chosen[appearance.SETTING], str(chosen[appearance.PICTURE])
    typed, is_brand = own.get("hotline", ""), house.kind == Organisation.Kind.BRAND
    if vouched is None:
        vouched = signed_hotlines(house, now=now) if is_brand or not typed else ()
    name = own.get("name") or house.name
    return Appearance(
        name=name,
        mark=own.get("mark") or name[:1],
        hotline=appearance.hotline(typed, vouched, signs=is_brand),
        accent=own.get("accent", ""),
        slug=house.slug,
        picture=shown,
        primary=own.get("primary", ""),
        is_shop=house.kind == Organisation.Kind.MERCHANT,
    )


def mark_shown(house: Organisation, *, now: datetime) -> str:
    """Return the hash of the picture a house shows as its mark, if it is one it was given to show; else nothing."""
    chosen = str(settings.get(appearance.PICTURE, at=now, organisation=str(house.id)))
    given = MarkPicture.objects.filter(brand=house, picture=chosen, to_at=None)
    return chosen if chosen and given.exists() else ""


def signed_hotlines(house: Organisation, *, now: datetime) -> tuple[str, ...]:
    """Return the hotlines that an organisation vouches for, the oldest word first."""
    words = own_words(house, on=timezone.localtime(now).date())
    return tuple(row.code for row in words if verifies(row))


def vouched_hotline(house: Organisation, *, now: datetime) -> str:
    """Return the first hotline that an organisation vouches for; empty where there is none."""
    return next(iter(signed_hotlines(house, now=now)), "")

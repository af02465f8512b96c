"""What a statement says that is to be signed: read from its very text, so that who signs sees all that he signs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.core.errors import Invalid
from anxin.domain.goods.wording import SKILLS_CALLED
from anxin.domain.network.rules import signatures
from anxin.domain.network.rules.scopes import ANYTHING

SHOWN = 12
"""So many signs of a digest a person compares."""
NEEDED = ("number", "brand", "kind", "code", "scope", "from", "to")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One authorisation as it is signed: of what, for what, from when to when."""

    number: str
    kind: str
    code: str
    scope: str
    scope_en: str
    from_date: date
    to_date: date
    subject: str
    goods: str

    def text(self, brand: str) -> bytes:
        """Return the very text that a brand signs for it."""
        return signatures.statement(
            number=self.number,
            brand=brand,
            kind=self.kind,
            code=self.code,
            scope=self.scope,
            scope_en=self.scope_en,
            from_date=self.from_date,
            to_date=self.to_date,
            subject=self.subject,
            goods=self.goods,
        )

    @property
    def line(self) -> str:
        """Return it on one line, without a sign that a terminal would act on."""
        scope = f"{self.scope} / {self.scope_en}" if self.scope_en else self.scope
        about = f"  #{self.subject.rpartition('|')[2][:SHOWN]}" if self.subject else ""
        goods = f"  [{', '.join(map(_called, self.goods.split()))}]" if self.goods else ""
        told = f"{self.number}  {self.kind} {self.code}{about}  {self.from_date}..{self.to_date}{goods}  {scope}"
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in told)


def told_by(sheet: signatures.SigningSheet) -> list[Statement]:
    """Return what the statements of a sheet say; raises `Invalid` for a text that is no statement of its brand."""
    return [_told(at, one, sheet.brand) for at, one in enumerate(sheet.statements, 1)]


def _told(at: int, one: signatures.SignedStatement, brand: str) -> Statement:
    try:
        made = _read(json.loads(one.text))
        same = made.text(brand) == one.text.encode()
    except (AttributeError, KeyError, TypeError, ValueError):
        same = False
    if not same or made.number != one.number:
        expected = f"the text of authorisation {one.number} of {brand}: {', '.join(NEEDED)}, and nothing else"
        raise Invalid(f"statements[{at}].statement", expected=expected, got=one.text[:60])
    return made


def _read(facts: Mapping[str, Any]) -> Statement:
    return Statement(
        number=str(facts["number"]),
        kind=str(facts["kind"]),
        code=str(facts["code"]),
        scope=str(facts["scope"]),
        scope_en=str(facts.get("scope_en", "")),
        from_date=date.fromisoformat(facts["from"]),
        to_date=date.fromisoformat(facts["to"]),
        subject=str(facts.get("subject", "")),
        goods=" ".join(facts.get("goods", ())),
    )


def _called(skill: str) -> str:
    """Return goods in plain words where no language is chosen: their code, and what customers call them."""
    names = SKILLS_CALLED.get(skill)
    return f"{skill} {names[0]}" if names else "all he can do" if skill == ANYTHING else skill

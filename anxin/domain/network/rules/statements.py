"""What a statement says that is to be signed: read from its very text, so that who signs sees all that he signs."""

import json
from dataclasses import dataclass
from datetime import date

from anxin.core.errors import Invalid
from anxin.domain.network.rules import signatures

NEEDED = ("number", "brand", "kind", "code", "scope", "from", "to")
SHAPE = f'the text of one authorisation: "anxin": 1, {", ".join(NEEDED)}, in order, nothing else'


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

    @property
    def line(self) -> str:
        """Return it on one line, without a sign that a terminal would act on."""
        scope = f"{self.scope} / {self.scope_en}" if self.scope_en else self.scope
        told = f"{self.number}  {self.kind} {self.code}  {self.from_date}..{self.to_date}  {scope}"
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in told)


def told_by(sheet: signatures.SigningSheet) -> list[Statement]:
    """Return what the statements of a sheet say; raises `Invalid` for a text that is no statement of its brand."""
    return [_told(at, one, sheet.brand) for at, one in enumerate(sheet.statements, 1)]


def _told(at: int, one: signatures.SignedStatement, brand: str) -> Statement:
    try:
        facts = json.loads(one.text)
        texts = {name: str(facts[name]) for name in NEEDED} | {"scope_en": str(facts.get("scope_en", ""))}
        days = {f"{name}_date": date.fromisoformat(texts.pop(name)) for name in ("from", "to")}
        same = signatures.statement(**texts, **days) == one.text.encode()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Invalid(f"statements[{at}].statement", expected=SHAPE, got=one.text[:60]) from error
    if not same:
        raise Invalid(f"statements[{at}].statement", expected=SHAPE, got=one.text[:60])
    for name, expected in (("brand", brand), ("number", one.number)):
        if texts[name] != expected:
            raise Invalid(f"statements[{at}].{name}", expected=expected, got=texts[name][:60])
    texts.pop("brand")
    return Statement(**texts, **days)

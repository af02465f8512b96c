"""Codes of the house as one step of an address, whatever was entered before a rule said which signs a code may have."""

import re

from django.urls import register_converter
from django.urls.converters import StringConverter

_SIGN = re.compile(r"[/~]|^\.{1,2}$")
_WRITTEN = re.compile(r"~([0-9A-F]{2})")
EMPTY = "~"


class CodePart(StringConverter):
    """A code that people chose: no page is out of service because one holds a slash, or is nothing but dots."""

    def to_python(self, value: str) -> str:
        """Return the code that stands in an address."""
        return "" if value == EMPTY else _WRITTEN.sub(lambda found: chr(int(found[1], 16)), value)

    def to_url(self, value: str) -> str:
        """Return a code as it stands in an address: what would part or climb is written by its number."""
        return _SIGN.sub(lambda found: "".join(f"~{ord(sign):02X}" for sign in found[0]), str(value)) or EMPTY


register_converter(CodePart, "code")
CODE, NUMBER, SYMPTOM, USERNAME = (f"<code:{name}>" for name in ("code", "number", "symptom", "username"))
"""The step as it stands in a list of addresses, by the name a page is given it under."""

"""A page as one line: tests ask what is said and in which tag, never how a template's source is broken into lines."""

import re

from django.http import HttpResponseBase


def flat(page: HttpResponseBase | str) -> str:
    text = page if isinstance(page, str) else getattr(page, "content").decode()  # noqa: B009 - a stream has none
    return re.sub(r"\s*(/?>|<)\s*", r"\1", " ".join(text.split()))

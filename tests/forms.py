"""What the form of a command carries: the marks of what was shown to who sends it."""

import re

from django.test import Client

MARKS = re.compile(r'name="read"[^>]*?value="([^"]*)"|value="([^"]*)"[^>]*?name="read"')


def shown(client: Client, path: str, *, beside: str = "") -> dict[str, str]:
    """Open a form as a browser does, and return what it carries; `beside`: one that stands on a page with others."""
    html = client.get(path).content.decode()
    if beside:
        html = next(part for part in html.split("<form") if f'{beside}"' in part.split(">")[0])
    found = MARKS.search(html)
    assert found, f"{path}: expected a form that says what it was read over"
    return {"read": found.group(1) or found.group(2)}

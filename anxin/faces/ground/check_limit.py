"""How often one caller may ask the public check."""

from django.http import HttpRequest

from anxin.domain.network.rules import identifiers
from anxin.faces import shared


def limited(request: HttpRequest, code: str) -> None:
    """Hold up who asks for everything there is: numbers one after the other, and names more slowly still."""
    shared.limit(request, "check", burst=20, per_min=20)
    if not identifiers.number_in(code):
        shared.limit(request, "check_name", burst=10, per_min=6)

"""The keys that dossiers of this installation are signed with, where anybody compares them, without a sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anxin.core import vault
from anxin.domain.opening import queries as opening
from anxin.faces.ground import editions


def published() -> dict[str, object]:
    """Return the keys as `/.well-known/anxin.json` names them, beside what a brand publishes."""
    return {
        "algorithm": "Ed25519",
        "keys": [
            {
                "id": one.id,
                "public_key": one.public,
                "from": one.created_at.isoformat(),
                "until": one.retired_at and one.retired_at.isoformat(),
            }
            for one in vault.public_keys()
        ],
    }


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys, and how a dossier is checked with them; what that proves, and what not."""
    foot = editions.footing(opening.house_page("check"), now=timezone.now())
    return render(request, "public/dossier_keys.html", {"keys": vault.public_keys(), "page_edition": foot})

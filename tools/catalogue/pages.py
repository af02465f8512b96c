"""The pages of the catalogue, drawn with the product's own parts by templates that lie here."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
from django.views.decorators.http import require_GET

from tools.catalogue import cases, claims, specimens

HERE = Path(__file__).parent


@cache
def _templates() -> DjangoTemplates:
    product = {name: value for name, value in settings.TEMPLATES[0].items() if name != "BACKEND"}
    return DjangoTemplates({**product, "NAME": "catalogue", "DIRS": [HERE / "templates"]})


def _drawn(request: HttpRequest, name: str, facts: dict[str, Any]) -> HttpResponse:
    return HttpResponse(_templates().get_template(name).render(facts, request))


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show the parts that stand alone, each in every state."""
    return _drawn(request, "components.html", specimens.everything() | cases.everything())


@require_GET
def phone(request: HttpRequest) -> HttpResponse:
    """Show what frames a technician's page."""
    return _drawn(request, "phone.html", cases.frame(request))


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Show what frames a page of the desk, with a command's pane beside what was found."""
    return _drawn(request, "desk.html", specimens.everything() | cases.frame(request))


@require_GET
def claim(request: HttpRequest) -> HttpResponse:
    """Show what a claim's page is built of: every tab and its pictures in every state."""
    return _drawn(request, "claim.html", cases.frame(request) | claims.everything())


@require_GET
def picture(_request: HttpRequest, name: str) -> FileResponse:
    """Return a drawing of a specimen."""
    path = HERE / "pictures" / f"{name}.svg"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/svg+xml")

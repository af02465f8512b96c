"""The document of the interface as a page, without script and without another host."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anxin.faces.api import house
from anxin.faces.ground.openapi import chapters

API = house.build()


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation, its fields and all its answers."""
    document = API.get_openapi_schema()
    context = {
        "chapters": chapters(document),
        "api_title": document["info"]["title"],
        "api_version": document["info"]["version"],
        "api_about": document["info"]["description"],
        "schema_url": reverse("api:openapi-json"),
    }
    return render(request, "api/docs.html", context)

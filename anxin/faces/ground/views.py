"""Pages of the ground. Preferences are harmless and carry no person, so they need no token."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from anxin.domain.opening import queries as opening
from anxin.faces import shared
from anxin.faces.ground import accents, context, site

YEAR_S = 365 * 24 * 3600
DAY_S = 24 * 3600
SHUT = (
    *("/c/", "/customer/", "/contact/", "/uploads/", "/live/", "/api/", "/metrics", "/sign-in/", "/sign-out/"),
    *("/desk/", "/merchant/", "/outlet/", "/technician/", "/auditor/", "/notices/", "/running/", "/report/paste/"),
    "/setup/",
)
"""What no search engine reads: cases, desks, interfaces."""


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else reverse("sign_in:front")


def _remember(request: HttpRequest, name: str) -> HttpResponse:
    value = request.POST.get(name, "")
    response = HttpResponseRedirect(_back(request))
    if value in context.CHOICES[name]:
        response.set_cookie(
            f"{settings.COOKIE_PREFIX}anxin_{name}",
            value,
            max_age=YEAR_S,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=False,
        )
    return response


@csrf_exempt
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """Keep the size of letters this browser chose."""
    return _remember(request, context.LETTERS)


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep day or night."""
    return _remember(request, context.THEME)


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the screens."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_GET
@cache_control(public=True, max_age=YEAR_S, immutable=True)
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """Return an organisation's colour as a style sheet, or nothing where it can't be read."""
    try:
        sheet = accents.style_sheet(colour)
    except accents.UnreadableColour as unreadable:
        raise Http404(str(unreadable)) from unreadable
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@never_cache
@require_GET
def house(request: HttpRequest, nonce: str) -> HttpResponse:
    """Answer a word with what only this installation can: whoever asks its public address knows where it leads."""
    shared.limit(request, "house", burst=20, per_min=20)
    return HttpResponse(opening.house_mark(nonce[:64]), content_type="text/plain; charset=utf-8")


@never_cache
@require_GET
def check_file(request: HttpRequest, name: str) -> HttpResponse:
    """Return the file by which a provider knows whose this site is."""
    shared.limit(request, "check_file", burst=20, per_min=20)
    return HttpResponse(opening.check_file(name), content_type="text/plain; charset=utf-8")


@require_GET
@cache_control(public=True, max_age=DAY_S)
def robots(request: HttpRequest) -> HttpResponse:
    """Return what search engines may read: what is public, and no case, no desk, no search of numbers."""
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in SHUT)]
    lines.append(f"Sitemap: {site.address(request, reverse('public:sitemaps'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
@cache_control(public=True, max_age=DAY_S)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the mark: browsers and messengers ask for this address by themselves."""
    return HttpResponseRedirect(static("anxin/mark.png"))

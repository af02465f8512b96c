"""Pages made only for the tests of the scripts: one form, one live page, one desk with a queue."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from anxin.config.urls import handler404  # noqa: F401
from tools.catalogue import specimens

FORM = """{% extends "layouts/phone.html" %}{% load parts static %}{% block title %}报修{% endblock %}
{% block more_scripts %}<script type="module" src="{% static 'anxin/js/upload.js' %}"></script>{% endblock %}
{% block main %}<form id="report" method="post" class="px-4"><h1>门锁怎么了</h1>
<label for="said">说说</label><textarea id="said" name="said" class="textarea" data-draft></textarea>
<label><input type="checkbox" name="trapped" value="1" data-draft>有人被困</label>
<label for="code">码</label><input id="code" name="code" class="input">
{% upload "photo" url="/test/uploads/" %}<button class="btn btn-primary">提交</button></form>{% endblock %}"""
THANKS = """{% extends "layouts/phone.html" %}{% block title %}已受理{% endblock %}
{% block main %}<h1>已受理</h1>{% endblock %}"""
DESK = """{% extends "layouts/desk.html" %}{% load parts %}{% block title %}队列{% endblock %}
{% block panes %}<section class="pane">{% queue rows label="队列" %}</section>
<article class="pane bg-sheet"><h1>案子</h1><div id="seen" data-live-on="repair.*" data-live-about="R-1">-</div>
<button type="button" class="btn" data-key="p" id="press">派单</button></article>
<aside class="pane" aria-label="旁">x</aside>{% endblock %}"""


def _page(source: str, request: HttpRequest, facts: dict[str, object]) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(facts, request))


@csrf_exempt
def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.POST.get("said") == "refused":
        return _page(FORM.replace('name="said"', 'name="said" aria-invalid="true"'), request, {})
    if request.POST.get("said") == "unchosen":
        choice = '<fieldset><input type="radio" name="which" id="which"><p class="wrong">这一项要填。</p></fieldset>'
        return _page(FORM.replace('<label for="code">', f'{choice}<label for="code">'), request, {})
    if request.POST.get("said") == "sent on":
        return HttpResponseRedirect("/test/form/")
    return HttpResponseRedirect("/test/thanks/") if request.method == "POST" else _page(FORM, request, {})


def thanks(request: HttpRequest) -> HttpResponse:
    return _page(THANKS, request, {})


def desk(request: HttpRequest) -> HttpResponse:
    rows = [row | {"url": f"/test/desk/?row={n}"} for n, row in enumerate(specimens.rows())]
    facts = {"rows": rows, "live_url": "/test/live/?since=17", "search_url": "/test/desk/", "now": specimens.NOW}
    return _page(DESK, request, facts)


ASKED: list[dict[str, str]] = []


def live(request: HttpRequest) -> HttpResponse:
    """Send one fact about R-1 and one about R-2, then close, six times; then there is nothing more."""
    ASKED.append({"last": request.headers.get("Last-Event-ID", ""), "since": request.GET.get("since", "")})
    if len(ASKED) > 6:
        return HttpResponse(status=204)
    facts = [json.dumps({"code": "repair.accept", "number": number}) for number in ("R-1", "R-2")]
    body = f"retry: 100\n\nid: {len(ASKED) * 10}\nevent: fact\ndata: {facts[0]}\n\nevent: fact\ndata: {facts[1]}\n\n"
    return HttpResponse(body, content_type="text/event-stream")


urlpatterns = [
    path("test/live/", live),
    path("test/form/", form),
    path("test/thanks/", thanks),
    path("test/desk/", desk),
    path("", include("tools.catalogue.urls")),
]

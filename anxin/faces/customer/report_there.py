"""What can be had at an address while it is typed: the windows that are free there, or the outlets near it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.goods import queries as goods
from anxin.domain.opening import queries as opening
from anxin.faces import shared
from anxin.faces.customer import report_pages, reports, waitlist
from anxin.faces.ground import benches


@never_cache
@require_POST
def there(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """Answer with the part of the form that asks when, or where to; nothing of what was typed is kept or judged."""
    shared.limit(request, "report_there", burst=40, per_min=30)
    product = goods.product(brand=brand, code=code)
    if not opening.is_open(product.brand):
        return HttpResponse(status=204)
    form = reports.form_for(product, request.POST)
    form.is_valid()
    form.errors.clear()
    place = form.place
    if form.is_bench:
        benches.show(product, form)
    else:
        report_pages.count(product, form)
    context = {
        "form": form,
        "chosen": form.chosen if form.chosen == form["window"].value() else "",  # nobody chooses for him unseen
        "mode": form["mode"].value(),
        "known": place is not None and bool(place.county_code or place.outside),
        "nobody": place is not None and form.goes and bool(waitlist.beyond(product, place)),
    }
    return render(request, "customer/report_there.html", context)

"""Rate a repair: stars, tags, own words; once, and it can't be changed."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.actions import ReviewGiven
from anxin.domain.quality.wording import ASPECTS, STARS, TAGS, WHY_NO_REVIEW
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER

NUMBERS = [(str(n), str(n)) for n in sorted(STARS, reverse=True)]


class Review(forms.Form):
    """What a customer says of a repair."""

    overall = forms.ChoiceField(
        label=gettext_lazy("All in all"),
        choices=[(str(n), STARS[n]) for n in sorted(STARS, reverse=True)],
        widget=forms.RadioSelect,
    )
    tags = forms.MultipleChoiceField(
        label=gettext_lazy("What fits"),
        choices=list(TAGS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    apart = forms.BooleanField(
        label=gettext_lazy("The technician and his outlet read neither the words nor which repair it was"),
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        """Ask for stars by aspect, each of which may stay open."""
        super().__init__(data)
        for name, label in ASPECTS.items():
            self.fields[f"star_{name}"] = forms.ChoiceField(
                label=label, choices=NUMBERS, required=False, widget=forms.RadioSelect
            )

    @property
    def aspects(self) -> list[forms.BoundField]:
        """Return the fields of the aspects."""
        return [self[f"star_{name}"] for name in ASPECTS]

    def given(self) -> ReviewGiven:
        """Return what was said as the domain takes it."""
        said = self.cleaned_data
        stars = {name: int(said[f"star_{name}"]) for name in ASPECTS if said.get(f"star_{name}")}
        return ReviewGiven(
            overall=int(said["overall"]), stars=stars, tags=said["tags"], words=said["words"], apart=said["apart"]
        )


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the review, and take it."""
    by, now = shared.actor_of(request), timezone.now()
    row = repairs.repair(number, actor=by, now=now)
    why = queries.why_no_review(row, now=now)
    if why == "given":
        return HttpResponseRedirect(f"{reverse('customer:repair', args=[number])}#review")
    form = Review(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid() and not why:
        try:
            shared.act(
                request,
                lambda: quality.review(
                    repair=repairs.repair(number, actor=by, now=now), given=form.given(), by=by, now=timezone.now()
                ),
            )
        except Missing:
            raise
        except AnxinError as error:
            form.add_error(None, wording.error(error))
            status = shared.number_of(error)
        else:
            return HttpResponseRedirect(f"{reverse('customer:repair', args=[number])}#review")
    view = repairs.view(row, actor=by, now=now)
    context = {
        "form": form,
        "number": number,
        "product": view.product,
        "technician": view.visit.technician.called if view.visit and view.visit.technician else "",
        "why": WHY_NO_REVIEW.get(why, ""),
        "actions": [] if why else [{"name": _("Send it"), "form": "review", "primary": True}],
    }
    return render(request, "customer/review.html", context, status=409 if why else status)

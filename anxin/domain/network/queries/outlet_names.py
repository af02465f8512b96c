"""What outlets are called where several bear one name, as columns of any row that leads to one, or by their codes."""

from collections.abc import Collection

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.db.models.functions import Concat

from anxin.domain.network.models import Outlet
from anxin.domain.people.models import Organisation


def twin(outlet: str = "outlet__") -> Exists:
    """Return whether another outlet bears the name of the one at a path."""
    same = Outlet.objects.filter(organisation__plain_name=OuterRef(f"{outlet}organisation__plain_name"))
    of_outlets = same.filter(organisation__kind=Organisation.Kind.OUTLET, organisation__retired_at=None)
    return Exists(of_outlets.exclude(pk=OuterRef(f"{outlet}pk")))


def called_apart(outlet: str = "outlet__") -> Case:
    """Return what an outlet at a path is called as a column: its name, and its code where another bears the name."""
    name = f"{outlet}organisation__name"
    both = Concat(name, Value(" "), f"{outlet}code", output_field=CharField())
    return Case(When(twin(outlet), then=both), default=F(name), output_field=CharField())


def called(codes: Collection[str]) -> dict[str, str]:
    """Return what outlets are called, by their codes (one query)."""
    rows = Outlet.objects.filter(code__in=codes).annotate(called=called_apart(""))
    return dict(rows.values_list("code", "called"))

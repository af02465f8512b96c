"""What a file calls outlets, held against those that are here."""

from collections.abc import Sequence
from datetime import datetime

from anxin.core.tables import Values
from anxin.core.wording import joined
from anxin.domain.network.models import Outlet
from anxin.domain.network.wording.tables import SAME_NAME


def same_names(rows: Sequence[Values], _now: datetime) -> list[str]:
    """Return a sentence for each name that two outlets bear, in a file or with one that is here (one query)."""
    codes: dict[str, set[str]] = {}
    for one in rows:
        if one.get("name") and one.get("code"):
            codes.setdefault(str(one["name"]), set()).add(str(one["code"]))
    here = Outlet.objects.filter(organisation__name__in=codes, organisation__retired_at=None)
    for name, code in here.values_list("organisation__name", "code"):
        codes[name].add(code)
    twice = {name: several for name, several in codes.items() if len(several) > 1}
    return [str(SAME_NAME).format(name=name, codes=joined(sorted(several))) for name, several in twice.items()]

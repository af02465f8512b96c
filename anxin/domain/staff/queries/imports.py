"""Accounts of staff as an imported file writes them."""

from collections.abc import Iterable
from datetime import date

from anxin.core.tables import Value, Values, many
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account, Role
from anxin.domain.people.queries import sign_in_names
from anxin.domain.people.queries.imports import plainly
from anxin.domain.people.wording.tables import CELLS
from anxin.domain.staff.models import RoleChange
from anxin.domain.staff.rules import GRANT


def every_account(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the accounts of staff that can sign in, by their names."""
    rows = Account.objects.filter(kind=Account.Kind.STAFF, is_active=True)
    return rows.order_by("username").values_list("username")


def imported_account(key: Values) -> Values | None:
    """Return an account of staff as a file would write it: with the roles that still wait for a second person."""
    row = Account.objects.select_related("person").filter(username=key["username"], kind=Account.Kind.STAFF).first()
    if row is None:
        return None
    name, phone = plainly(row.person) if row.person and row.person.name_sealed else (None, None)
    roles = many(sorted({*_held(row.username), *_asked(row.username)}))
    return {**key, "called": row.called, "roles": roles, "name": name, "phone": phone}


def why_no_account(values: Values) -> dict[str, str]:
    """Return why an account can't be: a technician has the name, other roles than it holds, or a phone is nobody's."""
    if Account.objects.filter(username=values["username"]).exclude(kind=Account.Kind.STAFF).exists():
        return {"username": str(CELLS["technician"])}
    if why := _why_no_name(str(values["username"])):
        return {"username": why}
    why = _why_no_roles(values)
    if why:
        return {"roles": why}
    return {"name": str(CELLS["whose"])} if values.get("phone") and not values.get("name") else {}


def _why_no_name(username: str) -> str:
    """Return why nobody can sign in with a new name: another differs from it in capital letters alone."""
    held = {one.username for one in sign_in_names.holders(username)}
    return str(CELLS["capitals"]).format(name=min(held)) if held - {username} and username not in held else ""


def _why_no_roles(values: Values) -> str:
    """Return why a file gives an account that exists no other roles than it holds or waits for."""
    username = str(values["username"])
    if not Account.objects.filter(username=username).exists():
        return ""
    wanted, held = set(str(values.get("roles") or "").split(", ")), _held(username)
    if {*held, *_asked(username)} == wanted:
        return ""
    last = any(people.is_last_operator(one) for name, one in held.items() if name not in wanted)
    return str(CELLS["last_operator" if last else "roles"]).format(username=username)


def _held(username: str) -> dict[str, Role]:
    rows = Role.objects.filter(account__username=username, to_at=None).select_related("organisation", "account")
    return {f"{one.organisation.slug}:{one.role}": one for one in rows}


def _asked(username: str) -> list[str]:
    rows = RoleChange.objects.filter(account__username=username, state="asked", command=GRANT)
    return [f"{house}:{role}" for house, role in rows.values_list("organisation__slug", "role")]

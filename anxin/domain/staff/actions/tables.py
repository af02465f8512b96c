"""The table of accounts that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.tables import columns, list_of, up_to
from anxin.domain.people.queries.imports import phone, role, sign_in_name
from anxin.domain.people.wording import tables
from anxin.domain.staff.actions import imports
from anxin.domain.staff.queries import imports as known

TABLES = (
    ImportTable(
        name="accounts",
        title=tables.ACCOUNTS,
        columns=columns(
            tables.ACCOUNT_COLUMNS,
            needed="username called roles",
            reads={
                "username": sign_in_name,
                "called": up_to(40),
                "roles": list_of(role),
                "name": up_to(80),
                "phone": phone,
            },
        ),
        key=("username",),
        find=known.imported_account,
        every=known.every_account,
        persons=True,
        apply=imports.import_account,
        remove=imports.remove_account,
        check=known.why_no_account,
    ),
)

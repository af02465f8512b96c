"""The tables of people that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core import hosts
from anxin.core.imports import ImportTable
from anxin.core.tables import columns, day, one_of, up_to
from anxin.domain.people import wording
from anxin.domain.people.actions import customers, imports
from anxin.domain.people.queries import imports as known
from anxin.domain.people.wording import consents, tables

TABLES = (
    ImportTable(
        name="organisations",
        title=tables.IMPORTED_ORGANISATIONS,
        columns=columns(
            tables.ORGANISATION_COLUMNS,
            needed="slug kind name",
            also=tables.ORGANISATION_ALSO,
            reads={
                "slug": known.slug,
                "kind": one_of(
                    {one: wording.ORGANISATIONS[one] for one in known.IMPORTED}, also=tables.ORGANISATIONS_CALLED
                ),
                "name": up_to(120),
                "licence": up_to(64),
                "site": up_to(200),
                "pages_at": known.pages_at,
            },
        ),
        key=("slug",),
        group=("slug",),
        single={"pages_at": hosts.name_in},
        find=known.imported_organisation,
        every=known.every_organisation,
        apply=imports.import_organisation,
        remove=imports.remove_organisation,
        check=known.why_no_organisation,
        complete=known.whole_organisation,
    ),
    ImportTable(
        name="customers",
        title=tables.CUSTOMERS,
        columns=columns(
            tables.CUSTOMER_COLUMNS,
            needed="name phone basis document since",
            also=tables.CUSTOMER_ALSO,
            reads={
                "name": up_to(80),
                "phone": known.phone,
                "address": customers.address,
                "basis": one_of(consents.BASES, also=tables.BASES_CALLED),
                "document": up_to(40),
                "since": day,
            },
        ),
        key=("phone", "name"),
        find=known.imported_customer,
        every=known.every_customer,
        persons=True,
        sealed_key=True,
        by_now=known.why_not_known,
        apply=customers.import_customer,
        remove=customers.remove_customer,
    ),
)

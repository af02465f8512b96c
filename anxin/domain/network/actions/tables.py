"""The tables of the network that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.tables import between, columns, day, list_of, up_to
from anxin.domain.network import wording
from anxin.domain.network.actions import importing
from anxin.domain.network.queries import importing as known
from anxin.domain.people.queries.importing import phone

TABLES = (
    ImportTable(
        name="outlets",
        title=wording.OUTLETS,
        columns=columns(
            wording.OUTLET_COLUMNS,
            needed="code name division phone serves",
            also=wording.OUTLET_ALSO,
            reads={
                "code": up_to(32),
                "name": up_to(120),
                "licence": up_to(64),
                "division": known.division,
                "street": up_to(120),
                "phone": up_to(24),
                "serves": list_of(known.served),
                "capacity": between(0, 10_000),
                "opens": up_to(40),
                "lng": known.degrees(180),
                "lat": known.degrees(90),
            },
        ),
        key=("code",),
        find=known.imported_outlet,
        apply=importing.import_outlet,
        remove=importing.remove_outlet,
        check=known.why_no_outlet,
        complete=known.whole_outlet,
    ),
    ImportTable(
        name="technicians",
        title=wording.TECHNICIANS,
        columns=columns(
            wording.TECHNICIAN_COLUMNS,
            needed="number name phone works since",
            also=wording.TECHNICIAN_ALSO,
            reads={
                "number": up_to(32),
                "name": up_to(40),
                "phone": phone,
                "called": up_to(40),
                "username": up_to(64),
                "works": list_of(known.work),
                "skills": list_of(known.skill),
                "hours": known.hours,
                "since": day,
                "lng": known.degrees(180),
                "lat": known.degrees(90),
            },
        ),
        key=("number",),
        find=known.imported_technician,
        apply=importing.import_technician,
        remove=importing.remove_technician,
        check=known.why_no_technician,
        complete=known.whole_technician,
    ),
)

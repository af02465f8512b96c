"""A list taken away as a file: CSV or Excel, with no cell that a spreadsheet runs."""

import io

from django.http import Http404, HttpResponse

from anxin.core import plain_files, tables

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(kind: str, name: str, headers: list[str], lines: list[list[object]]) -> HttpResponse:
    """Answer with a table as a file of this kind: csv or xlsx."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    made = HttpResponse(_csv(headers, lines) if kind == "csv" else _xlsx(headers, lines))
    made["Content-Type"] = CSV if kind == "csv" else XLSX
    made["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    made["X-Content-Type-Options"] = "nosniff"
    return made


def _csv(headers: list[str], lines: list[list[object]]) -> bytes:
    out = io.StringIO(newline="")
    tables.write_csv(out, headers, lines)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(headers: list[str], lines: list[list[object]]) -> bytes:
    with plain_files.folder() as room:
        path = room / "table.xlsx"
        tables.write_xlsx(path, headers, lines)
        return path.read_bytes()

"""The file at this site's root by which a provider knows whose the site is."""

from anxin.core import providers
from anxin.core.errors import Missing
from anxin.domain.opening.rules import check_files


class NoSuchFile(Missing):
    """No provider that is set up asks for such a file."""

    code = "opening.no_such_file"


def check_file(name: str) -> str:
    """Return what stands in a file that a provider asks for (one query); raises `NoSuchFile`."""
    lines = (one.values.get(check_files.FIELD, "") for one in providers.health().values())
    found = next(filter(None, (check_files.content(line, name) for line in lines)), None)
    if found is None:
        raise NoSuchFile({"name": name})
    return found

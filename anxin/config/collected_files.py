"""Static files as they are served: under hashed names, by which scripts also import each other."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """Keeps static files under hashed names; a script that is imported by its plain name would be there twice."""

    support_js_module_import_aggregation = True

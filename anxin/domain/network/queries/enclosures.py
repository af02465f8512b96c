"""The originals that a takedown's letter names, to be enclosed: as they were received, with a list of their hashes."""

import hashlib
import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO

from anxin.core import files
from anxin.domain.network.models import Takedown
from anxin.domain.network.queries.sightings import SightingView, sightings_of

ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}
SUMS = "SHA256SUMS.txt"
IN_MEMORY = 1 << 20
EPOCH = (1980, 1, 1, 0, 0, 0)


def enclosed_with(row: Takedown) -> tuple[SightingView, ...]:
    """Return the pictures a letter names: our own, and of those the ones whose originals are here (two queries)."""
    ours = [one for one in sightings_of(row.about) if not one.reported]
    here = set(files.kept().filter(sha256__in=[one.picture for one in ours]).values_list("sha256", flat=True))
    return tuple(one for one in ours if one.picture in here)


def originals_of(evidence: tuple[SightingView, ...]) -> IO[bytes]:
    """Write the originals into a ZIP, numbered as the letter numbers them, with their hashes; give it, rewound."""
    out: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        _write(out, evidence)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _write(out: IO[bytes], evidence: tuple[SightingView, ...]) -> None:
    sums = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for place, one in enumerate(evidence, 1):
            file = files.holding(one.picture)
            if file is None:
                raise files.Lost({"sha256": one.picture[:12]})
            name, digest = f"{place}-{one.picture[:12]}.{ENDINGS.get(file.kind, 'bin')}", hashlib.sha256()
            with pack.open(zipfile.ZipInfo(name, EPOCH), "w", force_zip64=True) as part:
                for block in files.open_(file):
                    digest.update(block)
                    part.write(block)
            sums.append(f"{digest.hexdigest()}  {name}\n")
        pack.writestr(zipfile.ZipInfo(SUMS, EPOCH), "".join(sums))

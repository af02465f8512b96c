"""`label`: write the platform's own propagation label into a copy of a file."""

import os
from pathlib import Path

from anxin.engines.evidence.errors import WrongPicture
from anxin.engines.evidence.labels.writer import Written, write_label


def label(
    picture: str | os.PathLike[str] | bytes, *, says: str, propagator: str = "", propagate_id: str = ""
) -> Written:
    """Write a propagation label into a copy of a JPEG, PNG or WebP file; nobody else's label is removed.

    Parameters
    ----------
    picture : a path, or the file's bytes.
    says : generated, possibly or suspected.
    propagator : the platform's 27-character code, or its name. propagate_id : its own number for the file.

    Raises
    ------
    WrongPicture, WrongLabel
        Where the file can't be read, or can't carry a label.
    """
    if isinstance(picture, bytes):
        return write_label(picture, says=says, propagator=propagator, propagate_id=propagate_id)
    try:
        data = Path(picture).read_bytes()
    except OSError as error:
        raise WrongPicture(f"expected a readable file, got {os.fspath(picture)} ({error.strerror})") from error
    return write_label(data, says=says, propagator=propagator, propagate_id=propagate_id)


__all__ = ["Written", "label"]

"""What the evidence engine raises: only wrong input, saying what was expected and what it got.

EvidenceError(ValueError) > WrongPicture · WrongIndex · WrongSession · WrongLabel · WrongTrustList · WrongModel
Doubt about a file is never raised: it is returned as findings.
"""

import re

ADDRESS = re.compile(r"<[^<>]*\bat 0x[0-9a-fA-F]+[^<>]*>|\b0x[0-9a-fA-F]{6,}\b")


def complaint(error: BaseException) -> str:
    """Put an error of a library in words that are the same every time: without the address of an object in memory."""
    return f"{type(error).__name__}: {ADDRESS.sub('', str(error))}"


class EvidenceError(ValueError):
    """Wrong input to the engine."""


class WrongPicture(EvidenceError):
    """A path or buffer that can't be opened at all."""


class WrongIndex(EvidenceError):
    """An index folder that isn't one, or a second writer."""


class WrongSession(EvidenceError):
    """A capture session whose record doesn't have the shape expected."""


class WrongLabel(EvidenceError):
    """A label that can't be written into this kind of file."""


class WrongTrustList(EvidenceError):
    """An operator's list of C2PA authorities that holds no certificates."""


class WrongModel(EvidenceError):
    """An operator's copy model that can't be run."""

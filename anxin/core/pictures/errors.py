"""Why a picture can't be shown."""

from anxin.core.errors import Invalid


class UnreadablePicture(Invalid):
    """The picture can't be decoded, or not within the limits."""

    code = "pictures.unreadable"

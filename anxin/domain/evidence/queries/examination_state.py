"""The state of an examination of a picture or a capture, named once for both."""


class ExaminationState:
    """A look by its state."""

    state: str

    @property
    def waits(self) -> bool:
        """Return whether there is no outcome yet."""
        return self.state == "asked"

    @property
    def done(self) -> bool:
        """Return whether it was looked at."""
        return self.state == "done"

    @property
    def failed(self) -> bool:
        """Return whether it could not be looked at; `why` says the reason."""
        return self.state == "not_possible"

"""What the engine raises: WrongInput > UnknownField.

Doubt is returned, never raised; only input that can't be understood is refused, saying field, expected and got.
"""

NOTHING = "nothing"


class WrongInput(ValueError):
    """Refuse a value: which field, what was expected there, what came."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        self.field = field
        self.expected = expected
        self.got = got
        super().__init__(f"{field}: expected {expected}, got {got if got is NOTHING else shorten(got)}")

    def under(self, path: str) -> "WrongInput":
        """Return the same refusal with the field named from further out (`jobs[3].duration`)."""
        return type(self)(f"{path}.{self.field}" if self.field else path, self.expected, self.got)


class UnknownField(WrongInput):
    """Refuse a field nobody knows, most often a misspelt one."""


def shorten(value: object, limit: int = 80) -> str:
    """Return the value as text short enough for one line."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"

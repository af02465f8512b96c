"""The language in which a dossier's check is told: English, as machines read it, until another one is asked for."""

import gettext
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "locale/zh_Hans/LC_MESSAGES/django.mo"
SPOKEN: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def told(text: str) -> str:
    """Return a sentence in the language that is spoken."""
    return SPOKEN[-1].gettext(text)


def speak(language: str) -> None:
    """Tell the rest in Chinese where that is asked for, and the catalogue lies beside."""
    if language.startswith("zh") and CATALOGUE.exists():
        with CATALOGUE.open("rb") as words:
            SPOKEN.append(gettext.GNUTranslations(words))

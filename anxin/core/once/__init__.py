"""The same request twice does the thing once: a key, what was asked, and the answer that was given."""

from anxin.core.once.doing import FORM_LIVES, Done, KeyReused, forget, once

__all__ = ["FORM_LIVES", "Done", "KeyReused", "forget", "once"]

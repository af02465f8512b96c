"""The same request twice does the thing once: a key, what was asked, and the answer that was given."""

from anxin.core.once.idempotency import FORM_LIVES, KeptAnswer, KeyReused, forget, once

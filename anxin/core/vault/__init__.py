"""The vault: fields sealed one by one, keys wrapped by a master key, exact search without plaintext, masks.

A sealed text reads `v1|key id|nonce|ciphertext`; a fixed logical name and the row's id are bound to it, so
that a text moved to another row or column does not open, and a renamed table still reads.
"""

from anxin.core.keys.signatures import public_key, public_keys, sign, verify
from anxin.core.masks import mask_name, mask_phone
from anxin.core.phones import Phone
from anxin.core.vault.fields import Tampered, UnknownKey, open_, seal
from anxin.core.vault.index import blind_index, blind_indexes, every_index, is_index_of, person_mark, person_marks
from anxin.core.vault.registry import declare_column
from anxin.core.vault.rotation import rotate

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core.streams.hashing import canonical, merkle_root

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def rfc6962(leaves):
    """Compute the root by the words of the RFC: split at the largest power of two below n."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + rfc6962(leaves[:split]) + rfc6962(leaves[split:])).digest()


class TestMerkleRoot:
    @pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 7, 8, 31, 100])
    def test_is_that_of_the_rfc(self, count):
        leaves = [hashlib.sha256(bytes([number])).digest() for number in range(count)]
        assert merkle_root(leaves) == (rfc6962(leaves).hex(), count)


class TestCanonical:
    @given(PLAIN)
    def test_writes_equal_values_in_one_way(self, value):
        turned = dict(reversed(value.items())) if isinstance(value, dict) else value
        assert canonical(turned) == canonical(value)

    def test_is_fixed(self):
        assert canonical({"b": [1, True, None], "a": "锁"}) == '{"a":"锁","b":[1,true,null]}'.encode()

    @pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, b"x"])
    def test_refuses_what_has_no_one_writing(self, value):
        with pytest.raises(ValueError, match="expected text"):
            canonical(value)

"""The catalogue of parts: every part of a page in every state, for who builds pages (`make catalogue`)."""

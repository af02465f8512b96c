"""The same request twice does the thing once: a key, what was asked, and the answer that was given."""

"""Streams: chains of facts as they are stored and hashed; `timeline` writes and reads them."""

"""Ask map services where an address stands, after our own resolver and checked by it.

Outside calls: never inside an acting block. Without a key no service is asked and the resolver's point stands.
"""

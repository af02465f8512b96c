"""Stand-ins for providers: small servers of ours that speak the documented protocols, and misbehave when told to.

They prove our signatures with code of their own, straight on `cryptography`: nothing of the clients is used here.
"""

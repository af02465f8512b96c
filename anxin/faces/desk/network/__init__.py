"""The network desk: outlets, technicians, what they serve, what is promised, where nobody goes."""

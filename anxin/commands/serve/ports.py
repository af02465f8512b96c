"""Take a port before anything starts: the server itself would silently share a taken one."""

import socket


class PortTaken(Exception):
    """Somebody already listens there."""


def hold(host: str, port: int) -> socket.socket:
    """Return a socket that keeps the port for this installation without listening; 0 takes any free one.

    The web server binds with SO_REUSEPORT and would share the port of a stale server; a bind without it finds that
    server out, and the socket given back lets only our own server in beside it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(probe, host, port)
        port = probe.getsockname()[1]
    kept = socket.socket(family, socket.SOCK_STREAM)
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        _bind(kept, host, port)
    except PortTaken:
        kept.close()
        raise
    return kept


def _bind(one: socket.socket, host: str, port: int) -> None:
    try:
        one.bind((host, port))
    except OSError as error:
        raise PortTaken(f"expected a free port on {host}, got {port}: {error.strerror}") from None

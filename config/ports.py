"""Finds a port to listen on: the wanted one, else the next that is free."""

import errno
import socket

TRIES = 50


def listen(host: str, wanted: int) -> tuple[socket.socket, int]:
    """A bound and listening socket and its port; early callers wait in its queue until somebody accepts."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        return listener, listener.getsockname()[1]
    raise SystemExit(f"No port from {wanted} to {wanted + TRIES - 1} is free. Enter another one with --port.")

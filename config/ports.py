"""Finds a port to listen on: the wanted one, else the next that is free."""

import errno
import socket

TRIES = 50
LAST = 65_535


def listen(host: str, wanted: int) -> tuple[socket.socket, int]:
    """A bound and listening socket and its port; early callers wait in its queue until somebody accepts."""
    if not 0 <= wanted <= LAST:
        raise SystemExit(f"There is no port {wanted}. Enter one from 1 to {LAST} with --port.")
    for port in range(wanted, min(wanted + TRIES, LAST + 1)):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise SystemExit(
                    f"This machine cannot listen at {host}: {error.strerror}. "
                    "Enter one of its own addresses with --host, or 0.0.0.0 for all of them."
                ) from None
            continue
        return listener, listener.getsockname()[1]
    raise SystemExit(f"No port from {wanted} to {port} is free. Enter another one with --port.")

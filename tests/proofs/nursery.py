"""A process of ours that has imported everything and done nothing else: every worker of a proof is a copy of it.

Started as `python -m tests.proofs.nursery`, with a socket as its standard input. Each message there is the environment
of one worker as JSON, with three pipes: what the worker reads, what it writes, and where its number and its end are
told. It ends when the socket closes, with the test's process.

A start of its own costs a worker 1.8 seconds of CPU, a copy 0.02. Nothing is in the copy that a new process would not
have imported by itself: no connection was opened, no row read, no thread begun.
"""

import gc
import os
import signal
import socket

from tests.proofs import child

#: Bytes of an environment, at most.
MOST = 100_000


def main() -> None:
    child.set_up()
    know_everything()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who stands between is not waited for
    asked = socket.socket(fileno=0)
    while True:
        environment, pipes, *_ = socket.recv_fds(asked, MOST, 3)
        if not environment:
            return
        if not os.fork():
            keep(environment, *pipes)
        for pipe in pipes:
            os.close(pipe)


def know_everything() -> None:
    """What a command, a page or a connector would import when it is first asked for."""
    from django.urls import get_resolver
    from waitress import server  # noqa: F401

    from marketplaces.framework import registry
    from sync import executor, runs, tasks, webhooks  # noqa: F401
    from sync.keys import working  # noqa: F401
    from sync.news import post, telling  # noqa: F401

    _all = get_resolver().url_patterns, registry.connectors()
    gc.collect()
    gc.freeze()


def keep(environment: bytes, given: int, said: int, told: int) -> None:
    """Stands between: it is the worker's parent, and tells its number and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    worker = os.fork()
    if not worker:
        os.close(told)
        child.be(environment, given, said)
    os.close(given)
    os.close(said)
    os.write(told, f"{worker}\n".encode())
    _worker, status = os.waitpid(worker, 0)
    os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main()

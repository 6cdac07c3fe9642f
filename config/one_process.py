"""Web, worker and beat in one process, for one machine; production runs them apart."""

import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from waitress.server import create_server

from config.ending import when_asked
from config.garbage import keep_loaded
from config.heaps import few_heaps, give_back
from config.hooks_first import HooksFirst
from config.one_core import stay_on_one_core
from config.postgres import stop_embedded

STOP_SECONDS = 2.5
# Python's own 5 ms lets one busy task hold eight web threads up; with this the slowest answers come six times sooner.
SWITCH_SECONDS = 0.0005

log = logging.getLogger("orion.up")


class OneProcess:
    """Started on a listening socket; `wait` returns when asked to end, `stop` ends the process within 2.5 s."""

    def __init__(self, listener: socket.socket, *, at_end: Callable[[], None] = lambda: None) -> None:
        few_heaps()
        stay_on_one_core()
        self.halt = threading.Event()
        self.at_end = at_end
        self.web: Any = create_server(
            HooksFirst(get_wsgi_application()),
            sockets=[listener],
            threads=settings.WEB_THREADS,
            channel_timeout=30,
            ident=None,
        )
        self._ending = threading.Lock()
        self.worker: Any = None
        self.worker_thread: threading.Thread | None = None
        self.beat_thread: threading.Thread | None = None

    def start_web(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        when_asked(self.halt.set)
        keep_loaded()
        threading.Thread(target=self.web.run, name="web", daemon=True).start()

    def start_tasks(self) -> None:
        from celery.signals import task_postrun

        from config.celery import app

        task_postrun.connect(give_back)
        # It warns of root because of pickled messages; ours are JSON, and on one machine they never leave the process.
        warnings.filterwarnings("ignore", message="You're running the worker with superuser")
        # Celery's own signal handlers do not end the threads pool, and a thread may not install any.
        self.worker = app.Worker(
            pool="threads", concurrency=settings.WORKER_THREADS, loglevel="WARNING", without_heartbeat=True,
            without_gossip=True, without_mingle=True, quiet=True,
        )  # fmt: skip
        self.worker.install_platform_tweaks = lambda worker: None
        self.worker_thread = threading.Thread(target=_closing(self.worker.start), name="worker", daemon=True)
        self.worker_thread.start()
        self.beat_thread = threading.Thread(target=_closing(self._beat), name="beat", daemon=True)
        self.beat_thread.start()
        keep_loaded()

    def _beat(self) -> None:
        """Celery's own loop sleeps a second at a time, and writes to the database after it was asked to stop."""
        from celery.beat import Service

        from config.celery import app

        scheduler = Service(app, max_interval=1, scheduler_cls=settings.CELERY_BEAT_SCHEDULER).get_scheduler()
        while not self.halt.wait(scheduler.tick()):
            pass

    def wait(self) -> None:
        self.halt.wait()

    def stop(self) -> None:
        """Ends the process. A task that takes longer is left: its row's lease runs out and it is taken up again."""
        threading.Thread(target=self._end_at_deadline, name="deadline", daemon=True).start()
        self.halt.set()
        if self.beat_thread is not None:
            self.beat_thread.join(1)
        self._stop_worker()
        self._end(self._stop_web)

    def _stop_worker(self) -> None:
        if self.worker_thread is None:
            return
        from celery.worker import state

        from config.celery import wake

        state.should_stop = 0  # the exit code; None would mean: go on
        while self.worker_thread.is_alive():
            wake.delay()
            self.worker_thread.join(0.05)

    def _stop_web(self) -> None:
        """After the practice marketplaces: one that waits for the answer to its push would not end before its time."""
        self.web.task_dispatcher.shutdown(timeout=1)
        connections.close_all()

    def _end_at_deadline(self) -> None:
        threading.Event().wait(STOP_SECONDS - 0.5)  # the database needs the rest
        if not self._ending.locked():  # else all tasks have ended, and what takes long is no task
            log.warning("A task did not end in time; it is taken up again at the next start.")
        self._end()

    def _end(self, before: Callable[[], None] = lambda: None) -> None:
        """Once, from whichever thread comes first: the other must not cut it off while the database server stops."""
        self._ending.acquire()
        self.at_end()
        before()
        _end()


def _closing(work: Callable[[], Any]) -> Callable[[], Any]:
    """A thread that ends without closing its connection keeps its place in the pool for ever."""

    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    return run


def _end() -> None:
    """Daemon threads of Celery and the pool would hold a normal exit up; everything that matters is in the database."""
    for connection in connections.all():
        connection.close_pool()  # type: ignore[attr-defined]  # else it tries to reconnect while the server stops
    stop_embedded()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the window may be closed
            stream.flush()
    os._exit(0)

"""One small server for all practice marketplaces: `/<code>/…` is the marketplace, `/<code>/_control/…` drives it."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import pkgutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from waitress.server import create_server

from . import control
from .emulator import Emulator
from .messages import Answer, Headers, Request, json_answer

log = logging.getLogger(__name__)
CONNECTORS = "marketplaces.connectors"
TICK = 0.1


def discover(codes: Iterable[str] | None = None) -> dict[str, type[Emulator]]:
    """Every connector folder that has a sandbox; the folder is the registration."""
    wanted = None if codes is None else set(codes)
    found: dict[str, type[Emulator]] = {}
    for module in pkgutil.iter_modules(importlib.import_module(CONNECTORS).__path__):
        name = f"{CONNECTORS}.{module.name}.sandbox"
        if module.ispkg and (wanted is None or module.name in wanted) and importlib.util.find_spec(name):
            emulator = getattr(importlib.import_module(name), "emulator", None)
            if emulator is not None:
                found[module.name] = emulator
    return found


class Sandbox:
    """The emulators under one roof, as a WSGI application with a background thread for each."""

    def __init__(self, folder: Path | None, *, codes: Iterable[str] | None = None, seed: int = 1) -> None:
        self.emulators = {code: kind(folder) for code, kind in discover(codes).items()}
        for emulator in self.emulators.values():
            emulator.seed_if_new(seed)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._background, args=(emulator,), name=f"sandbox-{code}", daemon=True)
            for code, emulator in self.emulators.items()
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=2)
        for emulator in self.emulators.values():
            emulator.close()

    def _background(self, emulator: Emulator) -> None:
        while not self._stop.wait(TICK):
            emulator.tick()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answer = self.answer(read_request(environ))
        headers = {"Content-Length": str(len(answer.body)), **self._date(environ), **answer.headers}
        reason = HTTPStatus(answer.status).phrase if answer.status in HTTPStatus._value2member_map_ else "Unknown"
        start_response(f"{answer.status} {reason}", list(headers.items()))
        return [answer.body]

    def _date(self, environ: WSGIEnvironment) -> dict[str, str]:
        """A marketplace tells its own time, also while its clock is set to another day."""
        emulator = self.emulators.get(str(environ.get("PATH_INFO", "")).lstrip("/").partition("/")[0])
        return {"Date": format_datetime(emulator.clock.now(), usegmt=True)} if emulator else {}

    def answer(self, request: Request) -> Answer:
        """Finds the emulator by the first part of the path and lets it answer."""
        code, _, rest = request.path.lstrip("/").partition("/")
        if code == "_control":
            return control.control_all(self.emulators, request)
        emulator = self.emulators.get(code)
        if emulator is None:
            return self._entrance(request) if not code else self._nobody(request)
        request.path, request.base_url = f"/{rest}", f"{request.base_url}/{code}"
        if rest.split("/", 1)[0] == "_control":
            return control.control(emulator, request)
        return emulator.handle(request)

    def _entrance(self, request: Request) -> Answer:
        """For a person who opens the address that was printed."""
        base = request.base_url
        places = {code: f"{base}/{code}/_control/" for code in self.emulators}
        return json_answer({"practice marketplaces": places, "all of them": f"{base}/_control/"})

    def _nobody(self, request: Request) -> Answer:
        known = ", ".join(f"/{name}" for name in self.emulators)
        return json_answer({"error": f"No sandbox at {request.path!r}. There are: {known}."}, 404)


def read_request(environ: WSGIEnvironment) -> Request:
    """A request out of a WSGI environment; path and query as they were sent, letters decoded."""
    headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    host = quote(environ.get("HTTP_HOST", "127.0.0.1"), safe=":[].")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
        query_string=environ.get("QUERY_STRING", ""),
        headers=Headers(headers),
        body=environ["wsgi.input"].read(),
        base_url=f"{environ.get('wsgi.url_scheme', 'http')}://{host}",
    )


class Running:
    """A sandbox that listens. `url` is its address; `close()` ends it."""

    def __init__(self, sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0, threads: int = 8) -> None:
        self.sandbox = sandbox
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self._server: Any = create_server(sandbox, host=host, port=port, threads=threads, channel_timeout=60)
        self.port = int(self._server.effective_port)
        self.url = f"http://{host}:{self.port}"
        sandbox.start()

    def serve(self) -> None:
        """Answers until `close` is called from elsewhere or an interrupt arrives."""
        self._server.run()

    def in_background(self) -> Running:
        threading.Thread(target=self.serve, name="sandbox-server", daemon=True).start()
        return self

    def close(self) -> None:
        self.sandbox.stop()
        self._server.task_dispatcher.shutdown(timeout=1)
        self._server.close()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def running(
    folder: Path | None, *, codes: Iterable[str] | None = None, seed: int = 1, port: int = 0
) -> Iterator[Running]:
    """A sandbox on a free port for the length of a with block; `running(tmp_path, codes=["…"])` in a test."""
    with Running(Sandbox(folder, codes=codes, seed=seed), port=port).in_background() as server:
        yield server


def on_free_port(start: Callable[[int], Running], port: int, *, say: Callable[[str], None], tries: int = 20) -> Running:
    """Starts on the port, or on the next free one with a sentence about it."""
    for candidate in range(port, port + tries):
        try:
            server = start(candidate)
        except OSError:
            continue
        if candidate != port:
            say(f"Port {port} is busy; using {candidate}.")
        return server
    raise OSError(f"Ports {port} to {port + tries - 1} are all busy. Choose another with --port.")

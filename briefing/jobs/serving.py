"""briefing review --serve: the review pages and papers of an output folder on this machine alone, marks straight into the store.

Every address begins with a token that only the person who started it was told. Nothing is answered to another machine, to a page of
another origin or under another host's name, and nothing is read outside the output folder.

    GET  /TOKEN/…               a file of the output folder
    GET  /TOKEN/marks/SHA256    the marks that hold in a file's documents
    POST /TOKEN/marks/SHA256    {by, seen, mark}: 409 and the mark that holds where it is not the one that was seen
    POST /TOKEN/revert/SHA256   {by, id}
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

from briefing.collect.marks import MOST_BYTES, mark_of
from briefing.errors import BriefingError
from briefing.jobs.clock import system_clock
from briefing.jobs.review import INDEX, as_page_takes_it, marks_by_document
from briefing.store import OtherMark, Store

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Answer = tuple[HTTPStatus, Mapping[str, Any]]


class Server:
    """Serves an output folder until it is left. Use as a context manager.

    pages: the folder of review pages in it. indicators: the configured ids. port: 0 for any that is free.
    Raises BriefingError where the port is taken.
    """

    def __init__(
        self, output: Path, pages: str, store: Store, indicators: Collection[str], port: int = 0
    ) -> None:
        desk = _Desk(output.resolve(), store, indicators)
        try:
            self._http = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, desk))
        except OSError:
            raise BriefingError(
                "端口已被占用", where=f"--port {port}", hint="换一个端口，或不写 --port"
            ) from None
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        desk.port = self._http.server_port
        self.url = f"http://127.0.0.1:{desk.port}/{desk.token}/{pages}/{INDEX}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def wait(self) -> None:
        """Until somebody interrupts."""
        try:
            while self._thread.is_alive():
                self._thread.join(1)
        except KeyboardInterrupt:
            return


class _Desk:
    """What the requests share."""

    def __init__(self, output: Path, store: Store, indicators: Collection[str]) -> None:
        self.output = output
        self.token = secrets.token_urlsafe(24)
        self.port = 0
        self._store = store
        self._indicators = indicators
        self._turn = threading.Lock()  # one request at a time has the store

    def file(self, path: str) -> Path | None:
        """The file of the output folder that an address names; None for what is none, hidden, or not to be shown."""
        parts = unquote(path).split("/")
        found = self.output.joinpath(*parts).resolve() if "\0" not in unquote(path) else self.output
        inside = found.is_relative_to(self.output) and not any(p.startswith(".") for p in parts)
        return found if inside and found.suffix in _TYPES and found.is_file() else None

    def marks(self, sha256: str) -> Answer:
        with self._turn:
            return HTTPStatus.OK, {"marks": self._held(sha256)}

    def mark(self, sha256: str, told: Mapping[str, Any]) -> Answer:
        """Store a mark that saw what holds."""
        by = str(told.get("by") or "").strip()
        if not by:
            return HTTPStatus.BAD_REQUEST, {"error": "没有写校核人"}
        mark = mark_of(told.get("mark"), "这一条", by, "", self._indicators)
        with self._turn:
            if mark.document not in self._documents(sha256):
                return HTTPStatus.BAD_REQUEST, {"error": "数据库里没有这份资料，先运行一次任务"}
            try:
                self._store.marks.add_seen(mark, int(told.get("seen") or 0))
            except OtherMark as other:
                theirs = as_page_takes_it(other.held)
                return HTTPStatus.CONFLICT, {"mark": theirs, "marks": self._held(sha256)}
            return HTTPStatus.OK, {"marks": self._held(sha256)}

    def revert(self, sha256: str, told: Mapping[str, Any]) -> Answer:
        by = str(told.get("by") or "").strip()
        if not by:
            return HTTPStatus.BAD_REQUEST, {"error": "没有写校核人"}
        with self._turn:
            self._store.marks.revert([int(told.get("id") or 0)], by=by, at=system_clock())
            return HTTPStatus.OK, {"marks": self._held(sha256)}

    def _documents(self, sha256: str) -> set[str]:
        return {each.info.id for each in self._store.documents(files={sha256: ""})}

    def _held(self, sha256: str) -> list[dict[str, Any]]:
        marks = marks_by_document(self._store.marks.all())
        return [mark for each in sorted(self._documents(sha256)) for mark in marks.get(each, ())]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, desk: _Desk, *args: Any) -> None:
        self._desk = desk
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self._admitted()
        if path is None:
            return None
        if path.startswith("marks/"):
            return self._answered(lambda: self._desk.marks(path.removeprefix("marks/")))
        found = self._desk.file(path)
        if found is None:
            return self._refuse(HTTPStatus.NOT_FOUND)
        return self._send(HTTPStatus.OK, _TYPES[found.suffix], found.read_bytes())

    def do_POST(self) -> None:
        path = self._admitted()
        if path is None:
            return None
        what, _, sha256 = path.partition("/")
        act = {"marks": self._desk.mark, "revert": self._desk.revert}.get(what)
        length = self.headers.get("Content-Length", "")
        is_json = self.headers.get("Content-Type", "").split(";")[0] == "application/json"
        if act is None:
            return self._refuse(HTTPStatus.NOT_FOUND)
        if not is_json or not length.isdigit() or int(length) > MOST_BYTES:
            return self._refuse(HTTPStatus.BAD_REQUEST)
        body = self.rfile.read(int(length))
        return self._answered(lambda: act(sha256, _told(body)))

    def _admitted(self) -> str | None:
        """What is asked for below the token; None where the request was refused."""
        hosts = [f"{name}:{self._desk.port}" for name in ("127.0.0.1", "localhost")]
        origin = self.headers.get("Origin")
        is_ours = self.headers.get("Host") in hosts and (
            origin is None or origin in [f"http://{host}" for host in hosts]
        )
        token, _, path = self.path.partition("?")[0].removeprefix("/").partition("/")
        if is_ours and secrets.compare_digest(token.encode(), self._desk.token.encode()):
            return path
        self._refuse(HTTPStatus.FORBIDDEN)
        return None

    def _answered(self, act: Callable[[], Answer]) -> None:
        try:
            status, told = act()
        except (BriefingError, ValueError, TypeError) as error:
            status, told = HTTPStatus.BAD_REQUEST, {"error": str(error)}
        data = json.dumps(told, ensure_ascii=False).encode()
        self._send(status, "application/json; charset=utf-8", data)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True  # a body that nobody read may follow
        self._send(status, "text/plain; charset=utf-8", status.phrase.encode())

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        for name, value in {
            **_HEADERS,
            "Content-Type": kind,
            "Content-Length": str(len(data)),
        }.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing: what goes wrong is told to the page."""


def _told(body: bytes) -> Mapping[str, Any]:
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("内容不全")
    return told

"""A mail server that fails where it is told to, and knows what it took."""

from __future__ import annotations

import email
import email.policy
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

# In the order of the protocol. payload: in the middle of a mail's data; dot: the end of the data has arrived.
STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "payload", "dot")


@dataclass
class Taken:
    """A mail the server answers for from now on."""

    sender: str
    to: list[str]
    data: bytes

    @property
    def mail(self) -> EmailMessage:
        found = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        return found


class _Gone(Exception):
    pass


class _Silent(Exception):
    pass


@dataclass
class Scripted:
    """Serves one client after the other. faults: (step, its how many-eth time) -> what happens.

    450, 550 … : that answer. drop: the line is cut. taken-drop: the mail is taken and the line is cut (dot only). silent: no answer ever.
    garbage: an answer that is none. A callable is called, and the line is cut; `taken-` before "call" in `then` takes the mail first.
    """

    faults: dict[tuple[str, int], str | Callable[[], None]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    take_first: bool = False  # a callable at the dot finds the mail taken

    def __post_init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Scripted:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(
            socket.SHUT_RDWR
        )  # else the thread that waits there would still be served
        self._socket.close()

    @property
    def received(self) -> Counter[tuple[str, str]]:
        """How often each recipient got each Message-ID."""
        return Counter((to, taken.mail["Message-ID"]) for taken in self.taken for to in taken.to)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            try:
                self._talk(connection, connection.makefile("rb"))
            except _Silent:
                while connection.recv(65536):  # until the client gives up
                    pass
            except (OSError, _Gone):
                # Reset rather than close: what the client still sends is refused at once.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

    def _talk(self, connection: socket.socket, lines: object) -> None:
        def say(text: str) -> None:
            connection.sendall(f"{text}\r\n".encode())

        say(self._at("connect") or "220 scripted")
        sender, to = "", []
        while line := lines.readline():  # type: ignore[attr-defined]
            word = line[:4].upper().strip()
            if word in (b"EHLO", b"HELO"):
                say(self._at("ehlo") or "250-scripted\r\n250 SIZE 100000000")
            elif word == b"MAIL":
                sender, to = line.split(b"<")[1].split(b">")[0].decode(), []
                say(self._at("mail") or "250 ok")
            elif word == b"RCPT":
                answer = self._at("rcpt")
                if not answer:
                    to.append(line.split(b"<")[1].split(b">")[0].decode())
                say(answer or "250 ok")
            elif word == b"DATA":
                answer = self._at("data")
                say(answer or "354 go on")
                if not answer:
                    say(self._data(lines, sender, to))
                    self._at("answered")
            elif word == b"RSET":
                say(self._at("rset") or "250 ok")
            elif word == b"QUIT":
                say(self._at("quit") or "221 bye")
                return
            else:
                say("500 what")

    def _data(self, lines: object, sender: str, to: list[str]) -> str:
        data = [lines.readline()]  # type: ignore[attr-defined]
        self._at("payload")
        while data[-1] not in (b".\r\n", b""):
            data.append(lines.readline())  # type: ignore[attr-defined]
        if not data[-1]:
            raise _Gone
        body = b"".join(line.removeprefix(b".") for line in data[:-1])
        take = Taken(sender, list(to), body)
        fault = self.faults.get(("dot", self.count["dot"] + 1))
        if fault is None or fault == "taken-drop" or (self.take_first and callable(fault)):
            self.taken.append(take)
        return self._at("dot") or "250 taken"

    def _at(self, step: str) -> str:
        """The answer at this step, "" where nothing was to go wrong."""
        self.count[step] += 1
        fault = self.faults.get((step, self.count[step]), "")
        if callable(fault):
            fault()
            raise _Gone
        if fault in ("drop", "taken-drop"):
            raise _Gone
        if fault == "silent":
            raise _Silent
        if fault == "garbage":
            return "?? \x07\xff"
        return f"{fault} {step} is not possible" if fault else ""

"""A real PostgreSQL server on loopback, started by the first test that needs one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest


class Server:
    """A server with a cluster of its own in a temporary folder. Whoever can reach loopback may do anything in it."""

    def __init__(self, initdb: str) -> None:
        # A server refuses to run as root; its own user cannot see pytest's folders.
        self.user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="briefing-postgres-"))
        self.programs = Path(initdb).resolve().parent
        if self.user:
            shutil.chown(self.folder, self.user)
        self._call(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-A",
            "trust",
            "-U",
            "briefing",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories='' -c fsync=off"
        self._call(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-l",
            str(self.folder / "log"),
            "-w",
            "-o",
            options,
            "start",
        )

    def stop(self) -> None:
        self._call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def database(self) -> str:
        """The address of a new empty database."""
        name = f"b{uuid.uuid4().hex[:8]}"
        self._call("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "briefing", name)
        return f"postgresql://briefing@127.0.0.1:{self.port}/{name}"

    def _call(self, program: str, *arguments: str) -> None:
        # No pipes: the server that pg_ctl leaves behind would keep them open.
        command = [str(self.programs / program), *arguments]
        subprocess.run(
            command,
            user=self.user,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


@pytest.fixture(scope="session")
def server(program: Callable[[str], str]) -> Iterator[Server]:
    pytest.importorskip("psycopg")
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb")
    )  # Debian keeps it off the path
    running = Server(str(installed[-1]) if installed else program("initdb"))
    yield running
    with suppress(subprocess.SubprocessError):
        running.stop()
    for _ in range(20):
        shutil.rmtree(running.folder, ignore_errors=True)
        if not running.folder.exists():
            break
        time.sleep(0.1)

"""Real servers: STARTTLS and TLS with certificates that are checked, passwords that nobody sees, many mails on one line."""

from __future__ import annotations

import asyncio
import os
import ssl
import subprocess
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from briefing.errors import BriefingError, SettingsError
from tests.unit.post.office import Office
from tests.unit.post.servers import Scripted

PASSWORD = "Rq7-geheim-Zx9"
ENV = "BRIEFING_TEST_PASSWORD"


class Inbox:
    """Takes what it gets; counts connections."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.connections = 0
        self.secure: set[bool] = set()

    async def handle_EHLO(
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += not session.ssl  # STARTTLS greets twice
        return responses

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails += [(to, envelope.content) for to in envelope.rcpt_tos]
        self.secure.add(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"


def authenticate(
    server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    right = (
        isinstance(data, LoginPassword)
        and data.login == b"office"
        and data.password == PASSWORD.encode()
    )
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory, program: Callable[[str], str]) -> Path:
    """A folder with certificates for localhost and for another name, each its own authority."""
    folder = tmp_path_factory.mktemp("certificates")
    for name, host in (("good", "localhost"), ("other", "elsewhere.test")):
        command = f"req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {name}.key -out {name}.pem -subj /CN={host}".split()
        subprocess.run(
            [program("openssl"), *command, "-addext", f"subjectAltName=DNS:{host}"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=60,
        )
    return folder


def context(certificate: Path, name: str = "good") -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate / f"{name}.pem", certificate / f"{name}.key")
    return made


Serve = Callable[..., tuple[Inbox, int]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers; ssl: TLS from the beginning, the rest are aiosmtpd's own options."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    running: list[asyncio.Server] = []

    def start(ssl: ssl.SSLContext | None = None, **options: Any) -> tuple[Inbox, int]:
        inbox = Inbox()

        async def listen() -> asyncio.Server:
            return await loop.create_server(
                lambda: SMTP(inbox, loop=loop, **options), "127.0.0.1", 0, ssl=ssl
            )

        running.append(asyncio.run_coroutine_threadsafe(listen(), loop).result(20))
        return inbox, running[-1].sockets[0].getsockname()[1]

    yield start
    for server in running:
        loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def office_at(
    folder: Path, certificate: Path | None, departments: int = 3, **server: Any
) -> Office:
    office = Office(folder, departments)
    office.mail["server"] = {"host": "localhost", "port": 1, "per_minute": 0} | server
    if certificate:
        office.mail["server"]["ca_file"] = str(certificate)
    office.papers()
    office.run()
    return office


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv(ENV, PASSWORD)
    return {"user": "office", "password_env": ENV}


@pytest.mark.slow
def test_500_mails_over_starttls_with_a_login(
    tmp_path: Path, serve: Serve, certificate: Path, secret: dict[str, str]
) -> None:
    inbox, port = serve(
        tls_context=context(certificate),
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    office = office_at(tmp_path, certificate / "good.pem", 500, **secret)
    result = office.send(port)
    assert result.count("sent") == 500
    assert sorted(to for to, _ in inbox.mails) == sorted(
        department.email for department in office.departments
    )
    assert inbox.secure == {True}
    assert inbox.connections == 5  # a hundred mails each
    assert office.send(port).count("nothing") == 500
    assert len(inbox.mails) == 500


def test_tls_from_the_beginning(tmp_path: Path, serve: Serve, certificate: Path) -> None:
    inbox, port = serve(ssl=context(certificate))
    assert (
        office_at(tmp_path, certificate / "good.pem", security="tls").send(port).count("sent") == 3
    )
    assert inbox.secure == {True}


@pytest.mark.parametrize(
    ("name", "trusted", "says"),
    [("good", None, "不是可信的机构签发的"), ("other", "other", "不是发给这个地址的")],
)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_is_not_right_is_refused(
    tmp_path: Path,
    serve: Serve,
    certificate: Path,
    name: str,
    trusted: str | None,
    says: str,
    security: str,
) -> None:
    key = "tls_context" if security == "starttls" else "ssl"
    inbox, port = serve(**{key: context(certificate, name)})
    office = office_at(
        tmp_path, certificate / f"{trusted}.pem" if trusted else None, security=security
    )
    result = office.send(port)
    assert says in result.stopped
    assert result.count("waiting") == 3
    assert not inbox.mails


def test_nothing_is_sent_in_the_clear(tmp_path: Path, secret: dict[str, str]) -> None:
    with Scripted() as server:
        result = office_at(tmp_path, None, **secret).send(server.port)
    assert "不支持 STARTTLS" in result.stopped
    assert server.count["mail"] == 0


def test_a_wrong_password_stops_everything_and_is_never_shown(
    tmp_path: Path,
    serve: Serve,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    secret: dict[str, str],
) -> None:
    monkeypatch.setenv(ENV, "falsch-9876")
    inbox, port = serve(
        tls_context=context(certificate), auth_required=True, authenticator=authenticate
    )
    result = office_at(tmp_path, certificate / "good.pem", **secret).send(port)
    assert "登录不了" in result.stopped
    assert "falsch" not in str(result)
    assert not inbox.mails


@pytest.mark.parametrize("value", ["", "口令", "two\nlines"])
def test_a_password_that_cannot_be_one_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(ENV, value)
    office = office_at(tmp_path, None, user="office", password_env=ENV)
    with pytest.raises(SettingsError) as error:
        office.send(1)
    told = "".join(traceback.format_exception(error.value))
    assert ENV in told
    assert not value or value not in told


def test_a_password_file_is_for_its_owner_alone(
    tmp_path: Path, serve: Serve, certificate: Path
) -> None:
    _, port = serve(
        tls_context=context(certificate), auth_required=True, authenticator=authenticate
    )
    office = office_at(
        tmp_path, certificate / "good.pem", user="office", password_file="secret.txt"
    )
    with pytest.raises(BriefingError, match=r"密码文件读不出来"):
        office.send(port)
    file = tmp_path / "secret.txt"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(BriefingError, match=r"chmod 600 secret.txt") as error:
        office.send(port)
    assert PASSWORD not in "".join(traceback.format_exception(error.value))
    file.chmod(0o600)
    assert office.send(port).count("sent") == 3


def test_the_rate_is_kept_without_waiting_in_vain(tmp_path: Path) -> None:
    office = Office(tmp_path, 4)
    office.mail["server"]["per_minute"] = 30
    office.papers()
    office.run()
    with Scripted() as server:
        assert office.send(server.port).count("sent") == 4
    assert [round(seconds) for seconds in office.clockwork.waited] == [2, 2, 2]
    assert server.count["connect"] == 1


def test_what_cannot_be_sent_for_now_is_tried_again_later_and_later(tmp_path: Path) -> None:
    office = Office(tmp_path, 3)
    office.papers()
    office.run()
    with Scripted({("rcpt", number): "450" for number in (1, 4, 5, 6)}) as server:
        result = office.send(server.port)
    assert result.count("sent") == 2
    assert [(row.state, row.said) for row in result.rows][-1] == (
        "waiting",
        "服务器不接受收件人：450 rcpt is not possible",
    )
    assert office.clockwork.waited == [5, 30, 120]
    assert result.exit_code == 1


def test_a_server_that_is_not_there_is_tried_again_and_then_left(tmp_path: Path) -> None:
    with Scripted() as server:
        port = server.port
    office = Office(tmp_path, 3)
    office.papers()
    office.run()
    result = office.send(port)
    assert {row.state for row in result.rows} == {"waiting"}
    gone = f"邮件服务器 127.0.0.1:{port} 连不上（检查 host、port 和网络）"
    assert result.rows[0].said == gone
    assert office.clockwork.waited == [5, 30, 120]
    trying = f"正在连接邮件服务器 127.0.0.1:{port}，最多等 60 秒"
    left = f"{gone}；还有 3 封，"
    given_up = "08:02:35 最后一次还不行的，留到下次 send"
    assert office.clockwork.said == [
        trying,
        f"{left}5 秒后再试（第 2 次，共 4 次），{given_up}",
        trying,
        f"{left}30 秒后再试（第 3 次，共 4 次），{given_up}",
        trying,
        f"{left}120 秒后再试（第 4 次，共 4 次），{given_up}",
        trying,
    ]


def test_a_copy_that_is_refused_is_said_and_the_mail_goes(tmp_path: Path) -> None:
    office = Office(tmp_path, 1, letters=[{"to": "departments", "cc": ["boss@office.test"]}])
    office.papers()
    office.run()
    with Scripted({("rcpt", 2): "550"}) as server:
        result = office.send(server.port)
    assert (result.rows[0].state, server.taken[0].to) == ("sent", ["d0@office.test"])
    assert "没有抄送 boss@office.test：550" in result.rows[0].said


def test_a_big_mail_cut_off_in_its_middle_is_sent_again(tmp_path: Path) -> None:
    """The end of the data was never sent: the server has to forget what it had (RFC 5321), and nobody need be asked."""
    office = Office(tmp_path, 1, size_limit=50)
    office.paper(office.departments[0], None)
    office.paper(office.departments[0], _bulky(os.urandom(12_000_000)))
    office.run()
    with Scripted({("payload", 1): "drop"}) as server:
        result = office.send(server.port)
    assert [row.state for row in result.rows] == ["sent"]
    assert len(server.taken) == 1
    assert server.count["data"] == 2


def _bulky(data: bytes) -> bytes:
    """A workbook with something heavy in it."""
    import io
    import zipfile

    from tests.unit.post.office import workbook

    buffer = io.BytesIO(workbook([("一般公共预算收入", 57.1)]))
    with zipfile.ZipFile(buffer, "a") as file:
        file.writestr("docProps/heavy.bin", data)
    return buffer.getvalue()

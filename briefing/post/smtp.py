"""One SMTP connection for many mails, and a verdict on each that can be relied upon.

What a verdict means rests on RFC 5321: a server that has not seen the end of the data (`CRLF . CRLF`) has to forget the mail, so that up
to there it can be sent again; from there on a missing answer leaves it unknown whether the mail was taken.
"""

from __future__ import annotations

import base64
import os
import re
import smtplib
import socket
import ssl
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from briefing.errors import SettingsError, system_words
from briefing.post.templates import one_line
from briefing.settings.mail import Server

_CHUNK = 65536  # bytes sent at once: each gets the time of one answer
_LONGEST = 200  # characters of an answer that are repeated

# sent: taken by the server. later: not taken, may be sent again. never: refused for good. unknown: nobody can know. taken: not ours to send.
Kind = Literal["sent", "later", "never", "unknown", "taken"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mail."""

    kind: Kind
    said: str  # what the server said, or what happened, in Chinese


@dataclass(frozen=True, slots=True)
class Time:
    """Where the time is read and waited for; tests inject their own."""

    clock: Callable[[], datetime]  # aware
    timer: Callable[[], float]  # seconds, never going back
    sleep: Callable[[float], None]
    told: Callable[[str], None] = lambda said: None  # what is waited for, in Chinese


class Unreachable(Exception):
    """The server cannot be reached now. Its text says why, in Chinese."""


class Session:
    """A connection to the server, made when it is needed and made again when it is lost. Use as a context manager.

    Connecting raises Unreachable for what may pass, SettingsError for what a person has to mend.
    """

    def __init__(self, server: Server, password: str, root: Path, domain: str, time: Time) -> None:
        self._server = server
        self._password = password
        self._root = root
        self._domain = domain  # what we call ourselves
        self._time = time
        self._smtp: smtplib.SMTP | None = None
        self._count = 0  # mails on this connection
        self._next = 0.0  # when the next mail may be sent

    @classmethod
    def to(cls, server: Server, root: Path, sender: str, time: Time) -> Session:
        """A session in a sender's name. Raises SettingsError where its password is not to be had."""
        return cls(server, password_of(server, root), root, sender.rpartition("@")[2], time)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def send(
        self, sender: str, to: str, cc: Sequence[str], data: bytes, before: Callable[[], bool]
    ) -> Verdict:
        """Send one mail (7-bit bytes with CRLF). before: called when all that is left is to send the data; False stops it.

        Addresses in cc that the server refuses are left out. Raises Unreachable, SettingsError.
        """
        smtp = self._connected()
        self._wait()
        try:
            verdict, refused = self._addressed(smtp, sender, to, cc, len(data))
            if verdict is None and not before():
                verdict = Verdict("taken", "正由另一个发送处理")
            if verdict:
                self._reset(smtp)
                return verdict
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("later", error)
        except BaseException:  # of `before`: a mail half begun is forgotten with its connection
            self._drop()
            raise
        verdict = self._data(smtp, data)
        return (
            Verdict(verdict.kind, "；".join([verdict.said, *refused]))
            if verdict.kind == "sent" and refused
            else verdict
        )

    def try_out(self) -> None:
        """Connect and log in as for a mail, and send nothing. Raises Unreachable, SettingsError."""
        self._connected()
        self.leave()

    def _addressed(
        self, smtp: smtplib.SMTP, sender: str, to: str, cc: Sequence[str], size: int
    ) -> tuple[Verdict | None, list[str]]:
        """Sender and recipients named; why the mail cannot go, if it cannot, and which copies will not be sent."""
        options = [f"size={size}"] if smtp.has_extn("size") else []
        code, said = smtp.mail(sender, options)
        if code // 100 != 2:
            return self._refused(code, said, "发件人"), []
        code, said = smtp.rcpt(to)
        if code // 100 != 2:
            return self._refused(code, said, "收件人"), []
        refused = []
        for address in cc:
            code, said = smtp.rcpt(address)
            if code // 100 != 2:
                refused.append(f"没有抄送 {address}：{self._shown(code, said)}")
        return None, refused

    def _data(self, smtp: smtplib.SMTP, data: bytes) -> Verdict:
        """The mail itself."""
        try:
            smtp.putcmd("data")
            code, said = smtp.getreply()
            if code != 354:
                verdict = self._refused(code, said, "")
                self._reset(smtp)
                return verdict
            stuffed = re.sub(rb"(?m)^\.", b"..", data if data.endswith(b"\r\n") else data + b"\r\n")
            for start in range(0, len(stuffed), _CHUNK):
                smtp.send(stuffed[start : start + _CHUNK])
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("later", error)
        try:
            if smtp.sock:
                smtp.sock.settimeout(self._server.answer_seconds)
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(self._server.seconds)
        except (OSError, smtplib.SMTPException) as error:
            return self._lost("unknown", error)
        self._count += 1
        if code // 100 == 2:
            return Verdict("sent", self._shown(code, said))
        if code // 100 in (4, 5):
            return self._refused(code, said, "")
        self._drop()
        return Verdict("unknown", f"服务器的回音看不懂：{self._shown(code, said)}")

    def _refused(self, code: int, said: bytes, what: str) -> Verdict:
        """Not taken: for now where the server says 4xx or something that is no answer, for good where it says 5xx."""
        reason = (
            f"服务器不接受{what}：{self._shown(code, said)}"
            if what
            else f"服务器没有收下：{self._shown(code, said)}"
        )
        if code == 421 or code // 100 not in (4, 5):
            self._drop()
        return Verdict("never" if code // 100 == 5 else "later", reason)

    def _lost(self, kind: Kind, error: Exception) -> Verdict:
        self._drop()
        what = "超时" if isinstance(error, TimeoutError) else "连接中断"
        return Verdict(
            kind, f"{what}，没有等到回音" if kind == "unknown" else f"{what}，这封没有发出"
        )

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Forget the mail under way, so that the next can begin."""
        if self._smtp is not smtp:
            return
        try:
            code, _ = smtp.rset()
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:
            self._drop()

    def _wait(self) -> None:
        if self._server.per_minute:
            now = self._time.timer()
            if now < self._next:
                self._time.sleep(self._next - now)
            self._next = max(now, self._next) + 60 / self._server.per_minute

    # Connecting

    def _connected(self) -> smtplib.SMTP:
        if self._smtp and self._count >= self._server.per_connection:
            self.leave()
        if not self._smtp:
            self._smtp = self._open()
            self._count = 0
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        server, where = self._server, f"{self._server.host}:{self._server.usual_port}"
        smtp: smtplib.SMTP | None = None
        self._time.told(f"正在连接邮件服务器 {where}，最多等 {server.seconds} 秒")
        try:
            context = self._context()
            if server.security == "tls":
                smtp = smtplib.SMTP_SSL(
                    server.host,
                    server.usual_port,
                    self._domain,
                    timeout=server.seconds,
                    context=context,
                )
            else:
                smtp = smtplib.SMTP(
                    server.host, server.usual_port, self._domain, timeout=server.seconds
                )
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise SettingsError(
                        "服务器不支持 STARTTLS，没有发送任何内容",
                        where=where,
                        hint="security 改写 tls，或问邮件管理员",
                    )
                smtp.starttls(context=context)
                smtp.ehlo()
            if server.user:
                self._log_in(smtp, where)
            if smtp.sock:  # the end of the data is short and must not wait until what went before is acknowledged
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return smtp
        except BaseException as error:
            if smtp:
                smtp.close()
            if isinstance(error, OSError | smtplib.SMTPException):
                raise _connecting(error, where, self._shown) from None
            raise

    def _log_in(self, smtp: smtplib.SMTP, where: str) -> None:
        try:
            smtp.login(self._server.user, self._password)
        except smtplib.SMTPAuthenticationError as error:
            said = self._shown(error.smtp_code, error.smtp_error)
            if error.smtp_code // 100 == 4:
                raise Unreachable(f"{where} 暂时不能登录：{said}") from None
            raise SettingsError(
                f"登录不了：{said}",
                where=where,
                hint="检查用户名和密码；有的邮箱要用授权码代替密码",
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise SettingsError(
                "服务器不支持登录，或不支持我们会的登录方式",
                where=where,
                hint="问邮件管理员；不用登录就去掉 user",
            ) from None

    def _context(self) -> ssl.SSLContext | None:
        """Certificates and host names are checked."""
        if self._server.security == "none":
            return None
        context = ssl.create_default_context()
        if self._server.ca_file:
            try:
                context.load_verify_locations(self._root / self._server.ca_file)
            except (OSError, ssl.SSLError):
                raise SettingsError(
                    "证书文件读不出来",
                    where=self._server.ca_file,
                    hint="要 PEM 格式；路径从工作区算起",
                ) from None
        return context

    def leave(self) -> None:
        """Close the connection. The next mail opens a new one."""
        if self._smtp:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._drop()

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def _shown(self, code: int, said: bytes | str) -> str:
        """A server's answer on one line, without the password should it be in it."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        if self._password:
            for secret in (self._password, base64.b64encode(self._password.encode()).decode()):
                text = text.replace(secret, "****")
        return one_line(f"{code if code > 0 else ''} {text}")[:_LONGEST]


def _connecting(
    error: Exception, where: str, shown: Callable[[int, bytes | str], str]
) -> Exception:
    """What a failed connection means: a setting to mend, or a server to wait for."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return SettingsError(
            f"服务器的证书通不过检查：{_certificate_fault(error)}",
            where=where,
            hint="检查 host；单位自建的证书写在 ca_file",
        )
    if isinstance(error, ssl.SSLError):
        return SettingsError(
            "加密连接建不起来",
            where=where,
            hint="检查 security 和 port：587 用 starttls，465 用 tls",
        )
    if isinstance(error, socket.gaierror):
        return Unreachable(f"找不到邮件服务器 {where}（检查 host 和网络）")
    if isinstance(error, smtplib.SMTPResponseException):
        said = shown(error.smtp_code, error.smtp_error)
        if error.smtp_code // 100 == 5 and not isinstance(error, smtplib.SMTPHeloError):
            return SettingsError(f"服务器拒绝连接：{said}", where=where, hint="问邮件管理员")
        return Unreachable(f"{where} 暂时不接受连接：{said}")
    what = (
        "超时"
        if isinstance(error, TimeoutError)
        else "连接中断"
        if isinstance(error, smtplib.SMTPException)
        else "连不上"
    )
    return Unreachable(f"邮件服务器 {where} {what}（检查 host、port 和网络）")


def _certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    said = error.verify_message.lower()
    if "expired" in said:
        return "已过期"
    if "hostname" in said or "ip address" in said:
        return "不是发给这个地址的"
    return "不是可信的机构签发的"


def password_of(server: Server, root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The password, "" where the server wants none. Raises SettingsError without ever repeating it."""
    if not server.user:
        return ""
    if server.password_env:
        where = f"环境变量 {server.password_env}"
        text = environment.get(server.password_env, "")
        if not text:
            raise SettingsError(
                "没有设置邮箱密码",
                where=where,
                hint="在运行 briefing 的环境里设置它，不要写进设置文件",
            )
    else:
        where = server.password_file
        text = _secret(root / server.password_file, where)
    if not text.isascii() or not text.isprintable():
        raise SettingsError("密码里有中文或不可见的字符，服务器不认", where=where, hint="重新设置")
    return text


def _secret(path: Path, where: str) -> str:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SettingsError("密码文件别人也能读", where=where, hint=f"运行 chmod 600 {where}")
        text = path.read_bytes().decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise SettingsError("密码文件不是文本", where=where, hint="只写一行密码") from None
    except OSError as error:
        raise SettingsError(
            f"密码文件读不出来：{system_words(error)}",
            where=where,
            hint="路径从工作区算起，要用运行 briefing 的用户读得到",
        ) from None
    if not text:
        raise SettingsError("密码文件是空的", where=where, hint="只写一行密码")
    return text

"""How a job's papers are sent (`mail:`): through which server, in whose name, which of them to whom.

No password ever stands in a setting: it is read from the environment or from a file of its own.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from briefing.model import Audience
from briefing.settings.base import Email, Line, Setting, Text, must
from briefing.settings.nodes import shown

Group = Literal["departments", "districts", "owner"]
Kind = Literal["word", "excel", "pdf"]
ScopeKind = Literal["district", "department", "districts"]

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LOCAL = ("localhost", "127.0.0.1", "::1")
# What a group gets where the letter does not say.
_SCOPES: dict[str, tuple[ScopeKind, ...]] = {
    "departments": ("department",),
    "districts": ("district",),
}
_AUDIENCES: dict[str, tuple[Audience, ...]] = {
    "departments": ("department", "public"),
    "owner": ("internal", "leader", "department", "public"),
}

Variable = Annotated[
    Line, must(r"[A-Za-z_][A-Za-z0-9_]*", "不是环境变量的名称：只用英文字母、数字和下划线")
]


def _listed(value: Any) -> Any:
    """A single one may stand without brackets."""
    return (value,) if isinstance(value, str) else value


def _addressed(value: Any) -> Any:
    """A single address may stand without brackets."""
    return (value,) if isinstance(value, str) and "@" in value else value


_OWN_WORDS = {"text": "templates/mail/owner.txt", "html": "templates/mail/owner.html"}


def _worded(value: Any) -> Any:
    """The owner's letter has its own words."""
    owner = isinstance(value, dict) and value.get("to") == "owner"
    return _OWN_WORDS | value if owner else value


def _shape(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "group"


Addresses = Annotated[tuple[Annotated[Email, Field(min_length=1)], ...], BeforeValidator(_listed)]
To = Annotated[
    Annotated[tuple[Annotated[Email, Field(min_length=1)], ...], Field(min_length=1), Tag("list")]
    | Annotated[Group, Tag("group")],
    Discriminator(_shape),
    BeforeValidator(_addressed),
]


class Server(Setting):
    """The mail server. Certificates are always checked."""

    host: Text
    port: int = Field(default=0, ge=0, le=65535)  # 0: the usual one
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line = ""
    password_env: Variable = ""
    password_file: Line = ""  # relative to the workspace
    ca_file: Line = (
        ""  # certificates of an authority that the system does not know, relative to the workspace
    )
    seconds: int = Field(default=60, ge=1, le=600)  # for each answer
    answer_seconds: int = Field(
        default=600, ge=1, le=3600
    )  # for the answer to a whole mail (RFC 5321: 10 minutes)
    attempts: int = Field(default=4, ge=1, le=20)  # for each mail, and for reaching the server
    per_minute: int = Field(default=30, ge=0)  # 0: as fast as it goes
    per_connection: int = Field(default=100, ge=1)  # mails

    @model_validator(mode="after")
    def _safe(self) -> Server:
        if self.security == "none" and self.host.lower() not in _LOCAL:
            raise ValueError(
                "security 写 none（不加密）只能用于本机（localhost）的邮件服务器；写 starttls 或 tls"
            )
        if self.password_env and self.password_file:
            raise ValueError("password_env 和 password_file 只写一个")
        if bool(self.user) != bool(self.password_env or self.password_file):
            raise ValueError(
                "user 要和 password_env（存密码的环境变量）或 password_file（存密码的文件）一起写"
            )
        return self

    @property
    def usual_port(self) -> int:
        return self.port or _PORTS[self.security]


class Addressed(Protocol):
    """What letters choose papers by."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def audience(self) -> Audience: ...
    @property
    def scope(self) -> ScopeKind: ...


class Letter(Setting):
    """Which papers go to whom, with what words. What is empty is chosen by `to`."""

    to: To
    departments: Annotated[
        tuple[Text, ...], BeforeValidator(_listed)
    ] = ()  # names or ids; empty: all
    kinds: Annotated[tuple[Kind, ...], BeforeValidator(_listed)] = ()  # empty: all
    audiences: Annotated[tuple[Audience, ...], BeforeValidator(_listed)] = ()
    scopes: Annotated[tuple[ScopeKind, ...], BeforeValidator(_listed)] = ()
    names: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = ()  # of outputs; empty: all
    cc: Addresses = ()
    text: Text = "templates/mail/sheets.txt"
    html: Line = "templates/mail/sheets.html"  # empty: no HTML
    too_big: Literal["split", "zip"] = "split"

    _words = model_validator(mode="before")(_worded)

    @model_validator(mode="after")
    def _internal_to_the_owner_alone(self) -> Letter:
        if "internal" in self.audiences and self.to != "owner":
            raise ValueError("internal（内部材料）只能发给负责人：另写一条 to: owner")
        if self.to == "owner" and self.cc and "internal" in self.chosen_audiences:
            raise ValueError(
                "发给负责人的内部材料不能抄送别人：去掉 cc，或在 audiences 里去掉 internal"
            )
        if self.departments and self.to != "departments":
            raise ValueError(
                f"departments 只和 to: departments 一起写，这里 to 是 {shown(str(self.to))}"
            )
        return self

    def takes(self, paper: Addressed) -> bool:
        """Whether a paper, or all of an output, goes with this letter."""
        return (
            paper.audience in self.chosen_audiences
            and paper.scope in self.chosen_scopes
            and (not self.kinds or paper.kind in self.kinds)
            and (not self.names or paper.name in self.names)
        )

    @property
    def chosen_audiences(self) -> tuple[Audience, ...]:
        group = self.to if isinstance(self.to, str) else ""
        return self.audiences or _AUDIENCES.get(group, ("leader", "department", "public"))

    @property
    def chosen_scopes(self) -> tuple[ScopeKind, ...]:
        group = self.to if isinstance(self.to, str) else ""
        return self.scopes or _SCOPES.get(group, ("district", "department", "districts"))


class Mail(Setting):
    """A job's `mail:`."""

    server: Server | None = None  # none: papers are handed over in folders only
    sender: Email = ""
    sender_name: Line = ""  # 槐荫区政府办公室
    reply_to: Email = ""
    letters: Annotated[tuple[Letter, ...], Field(min_length=1)]
    address_book: Line = ""  # .xlsx or .csv, relative to the workspace
    size_limit: int = Field(default=20, ge=1, le=1000)  # MB, of a mail as it is sent
    due_days: int = Field(
        default=0, ge=0, le=366
    )  # days until a sheet is to come back; 0: it need not
    report_text: Text = "templates/mail/report.txt"  # the owner's mail after a run
    report_html: Line = "templates/mail/report.html"

    @model_validator(mode="after")
    def _signed(self) -> Mail:
        if self.server and not self.sender:
            raise ValueError("写了 server（邮件服务器）就要写 sender（发件人的邮箱）")
        return self

    @property
    def templates(self) -> tuple[str, ...]:
        """The paths of all templates, each once."""
        used = [
            self.report_text,
            self.report_html,
            *(path for letter in self.letters for path in (letter.text, letter.html)),
        ]
        return tuple(dict.fromkeys(path for path in used if path))

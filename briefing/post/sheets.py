"""The papers of a finished run, as its manifest lists them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from briefing.artifacts.manifest import Manifest, Paper
from briefing.errors import PaperError, system_words
from briefing.model import Audience
from briefing.settings.mail import ScopeKind


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, or one that was not made because it would say nothing: its sha256 is empty."""

    path: str  # relative to the output folder, with /
    kind: str
    audience: Audience
    scope: ScopeKind
    district: str  # code
    department: str  # id, of a department's paper
    name: str  # 指标表
    period: str
    sha256: str

    @property
    def file(self) -> str:
        """The file's name, without its folders."""
        return PurePosixPath(self.path).name

    def corrected_file(self, correction: int) -> str:
        """The name it is sent under: corrected copies end in （更正1）."""
        plain = PurePosixPath(self.path)
        return f"{plain.stem}{mark(correction)}{plain.suffix}"


def mark(correction: int) -> str:
    """（更正1）, nothing for what goes out for the first time."""
    return f"（更正{correction}）" if correction else ""


def read_sheets(output: Path, job: str, period: str) -> tuple[Sheet, ...]:
    """The papers of a job and period, the empty ones too, by path. Raises SettingsError for a manifest that cannot be read."""
    manifest = Manifest.read(output, job, period)
    found = [_sheet(paper) for paper in (*manifest.papers.values(), *manifest.empty.values())]
    return tuple(sorted(found, key=lambda sheet: sheet.path))


def _sheet(paper: Paper) -> Sheet:
    return Sheet(**{field.name: getattr(paper, field.name) for field in fields(Sheet)})


def read_bytes(output: Path, sheet: Sheet) -> bytes:
    """The bytes of a paper, just as the run made it. Raises PaperError where it is gone or somebody changed it since."""
    try:
        data = (output / sheet.path).read_bytes()
    except FileNotFoundError:
        raise PaperError("清单里有，文件夹里没有", where=sheet.path, hint="重新运行任务") from None
    except OSError as error:
        raise PaperError(
            f"读不出来：{system_words(error)}",
            where=sheet.path,
            hint="关闭正在使用它的程序，检查权限",
        ) from None
    if hashlib.sha256(data).hexdigest() != sheet.sha256:
        raise PaperError(
            "生成以后被改动过，不发",
            where=sheet.path,
            hint="要改的内容改在资料或更正里，再运行任务；原样恢复也可以",
        )
    return data

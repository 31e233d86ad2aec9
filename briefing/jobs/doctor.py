"""What this machine has, and lacks, for making papers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from briefing.errors import BriefingError, NoStoreError
from briefing.papers import fonts
from briefing.papers.check import check_template
from briefing.post.mailing import mail_settings
from briefing.post.smtp import Time
from briefing.post.templates import check_mail
from briefing.settings import check_workspace, find_workspace, job_paths, load_job, load_settings
from briefing.sources.extras import ocr_is_installed
from briefing.store import Store

# Program -> what it is for. None is needed to make papers.
_PROGRAMS = {
    "soffice": "LibreOffice：读 .doc .wps .rtf .odt .ods，重算 Excel 公式，把 Word 转成 PDF 核对版面",
    "antiword": "没有 LibreOffice 时读 .doc 文件",
    "pdftotext": "poppler：核对 PDF 的文字",
}
_FONTS = ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体")


class Item(NamedTuple):
    what: str
    well: bool
    says: str  # Chinese
    optional: bool = False


def examine(
    start: Path, workspace: Path | None, store_url: Callable[[Path], str], time: Time | None = None
) -> list[Item]:
    """Everything worth knowing, the needed before the optional. Raises nothing a user could cause.

    time: try the mail servers, too.
    """
    return [
        _font(),
        *_settings(start, workspace, store_url),
        *_mail(start, workspace, time),
        *_office_fonts(),
        *_programs(),
    ]


def _font() -> Item:
    try:
        return Item("图表字体", True, f"{fonts.font().face.name.decode()}（{fonts.font_path()}）")
    except BriefingError as error:
        return Item("图表字体", False, str(error))


def _settings(
    start: Path, workspace: Path | None, store_url: Callable[[Path], str]
) -> Iterator[Item]:
    try:
        root = find_workspace(start, workspace)
        problems = check_workspace(root, check_template, check_mail)
    except BriefingError as error:
        yield Item("设置", False, str(error))
        return
    yield Item(
        "设置",
        not problems,
        f"{root}：{len(problems)} 个问题，详见 briefing check" if problems else str(root),
    )
    try:
        with Store.open(store_url(root), create=False) as store:
            yield Item("数据库", True, f"{len(store.documents())} 份文件")
    except BriefingError as error:
        yield Item("数据库", False, str(error), optional=isinstance(error, NoStoreError))


def _mail(start: Path, workspace: Path | None, time: Time | None) -> Iterator[Item]:
    """The mail settings of each job that has any; nothing is sent, and no server is asked without a time to wait by."""
    try:
        settings = load_settings(find_workspace(start, workspace))
        jobs = [load_job(settings, path) for path in job_paths(settings.root)]
    except BriefingError:
        return  # said above
    for job in jobs:
        if job.mail:
            well, says = mail_settings(job.mail, settings.root, time)
            yield Item(f"邮件 {job.name}", well, says)


def _office_fonts() -> Iterator[Item]:
    """Fonts of official papers are the reader's affair: papers name them, Word and WPS on the reader's machine have them."""
    listing = shutil.which("fc-list")
    if not listing:
        return
    import subprocess

    known = subprocess.run(
        [listing, ":", "family"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        encoding="utf-8",
    ).stdout
    for font in _FONTS:
        there = font in known
        yield Item(
            f"字体 {font}",
            there,
            "" if there else "本机打开 Word 材料时会用别的字体代替；不影响生成",
            optional=True,
        )


def _programs() -> Iterator[Item]:
    for program, use in _PROGRAMS.items():
        path = shutil.which(program)
        yield Item(program, path is not None, path or f"没有安装；用处：{use}", optional=True)
    known = ocr_is_installed()
    says = "已装" if known else "没有安装；用处：读扫描件（pip install 'briefing[ocr]'）"
    yield Item("文字识别", known, says, optional=True)

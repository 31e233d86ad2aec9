"""Which reader a file needs, by what is in it: names lie."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from briefing.errors import SourceError, system_words
from briefing.model import Reading
from briefing.sources import limits
from briefing.sources.raw import Raw

# Suffix -> the format its content should have.
FORMATS = {
    ".txt": "txt",
    ".md": "txt",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".doc": "doc",
    ".wps": "doc",
    ".dot": "doc",
    ".et": "xls",
    ".rtf": "rtf",
    ".odt": "odt",
    ".ods": "ods",
    ".ofd": "ofd",
    ".csv": "csv",
    ".tsv": "csv",
}
# Format -> the module that reads it, and its function. Imported when first needed: each brings a library that takes time to load.
_READERS = {
    "txt": "txt.read",
    "docx": "docx.read",
    "xlsx": "xlsx.read",
    "xls": "xls.read",
    "pdf": "pdf.read",
    "html": "html.read",
    "doc": "doc.read",
    "rtf": "office.rtf",
    "odt": "office.odt",
    "ods": "office.ods",
    "ofd": "ofd.read",
    "csv": "csvfile.read",
}

_MAX_BYTES = 200 * 1024 * 1024

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|title)\b",
    re.I,
)
_FOREIGN = (
    (b"MIME-Version:", "MHT 网页存档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\0", "图片"),
    (b"MM\0*", "图片"),
)
_OFFICE_ONLY = {"docx", "xlsx", "xls", "pdf", "doc", "rtf", "odt", "ods", "ofd"}


def read_file(path: Path) -> Reading:
    """What is in a file. Raises SourceError, naming the file, for one that cannot be read."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SourceError(
                f"文件超过 {_MAX_BYTES // 1024 // 1024} MB", where=path.name, hint="请拆分后再读取"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError("找不到文件", where=str(path), hint="请检查路径") from None
    except IsADirectoryError:
        raise SourceError("这是文件夹，不是文件", where=str(path)) from None
    except PermissionError:
        raise SourceError(
            "没有读取权限，或文件正被占用", where=str(path), hint="请关闭正在使用它的程序"
        ) from None
    except OSError as error:
        raise SourceError(f"读取失败：{system_words(error)}", where=str(path)) from None
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> Reading:
    """What is in a file's bytes; `name` is its name without its folder. Raises SourceError."""
    if not data:
        raise SourceError("文件是空的", where=name, hint="请检查文件是否保存完整")
    form = sniff(name, data)
    raw = _reader(form)(name, data)
    named = FORMATS.get(Path(name).suffix.lower(), form)
    warnings = raw.warnings
    if named != form:
        warnings = (f"扩展名是 {Path(name).suffix}，内容是 {form}，已按内容读取", *warnings)
    return Reading(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=form,
        text=raw.text,
        tables=raw.tables,
        places=raw.places,
        warnings=warnings,
        headings=raw.headings,
        printed=raw.printed,
        recognised=raw.recognised,
    )


def _reader(form: str) -> Callable[[str, bytes], Raw]:
    module, _, function = _READERS[form].partition(".")
    read: Callable[[str, bytes], Raw] = getattr(
        import_module(f"briefing.sources.{module}"), function
    )
    return read


def sniff(name: str, data: bytes) -> str:
    """The format of what is in the file: one of the values of FORMATS. Raises SourceError."""
    suffix = Path(name).suffix.lower()
    if data.startswith((_ZIP, b"PK\x05\x06")):
        return _office_open(name, data)
    if data.startswith(_OLE):
        return _compound(name, data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for mark, what in _FOREIGN:
        if data.startswith(mark) and suffix not in {".txt", ".md"}:
            raise SourceError(
                f"{what}，不是能读取的文档", where=name, hint="请打开后另存为 .docx、.xlsx 或 .txt"
            )
    if _HTML.match(data[:2000].lstrip(b"\xef\xbb\xbf")):
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4000]:
        raise SourceError(
            "XML 电子表格 2003，不能读取", where=name, hint="请用 Excel 或 WPS 打开后另存为 .xlsx"
        )
    form = FORMATS.get(suffix)
    if form in _OFFICE_ONLY:
        raise SourceError(
            f"内容不是 {suffix} 文档，文件可能已损坏",
            where=name,
            hint="请重新下载或用原来的程序另存",
        )
    if form is None and suffix:
        raise SourceError(
            f"不支持的文件格式 {suffix}",
            where=name,
            hint="能读取的有 " + "、".join(sorted(FORMATS)),
        )
    return form or "txt"


def _office_open(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if any(member.flag_bits & 1 for member in members):
                raise SourceError("文件已加密，需要密码", where=name, hint="请去掉密码后再读取")
            if big := limits.unpacked(members):
                raise SourceError(
                    f"{big}，未读取", where=name, hint="请检查文件来源，或拆分后再读取"
                )
            # Unpacks each member up to the size it declares: a member that is torn or that lies about its size ends here.
            torn = archive.testzip()
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OverflowError,
        EOFError,
        NotImplementedError,
    ):
        torn = name
    if torn:
        raise SourceError("文件不完整或已损坏", where=name, hint="请重新下载或用原来的程序另存")
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if any(Path(one).name.upper() == "OFD.XML" for one in names):
        return "ofd"
    if "content.xml" in names and "mimetype" in names:
        return "ods" if b"spreadsheet" in data[:200] else "odt"
    raise SourceError(
        "压缩包或其他程序的文件，不是 Word 或 Excel 文档",
        where=name,
        hint="请解压后读取，或另存为 .docx、.xlsx",
    )


def _compound(name: str, data: bytes) -> str:
    """What a Microsoft compound file holds, by the names of its streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise SourceError("文件已加密，需要密码", where=name, hint="请去掉密码后再读取")
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise SourceError("不认识的 Office 旧格式文件", where=name, hint="请另存为 .docx 或 .xlsx")

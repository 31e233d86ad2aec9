"""PDF: lines in reading order (columns too), indents kept as blanks, ruled tables as tables, pages as places.

A line of text stays a line: cleaning rejoins paragraphs and takes page numbers and running headers out. A page without a text layer is
a picture of one: it is named in a warning, and a file of nothing else is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pypdfium2 as pdfium

from briefing.errors import SourceError
from briefing.sources import pages, pdfpage
from briefing.sources.pages import PageContent
from briefing.sources.raw import Builder, Raw

_MOST_PAGES = 3000


def read(name: str, data: bytes) -> Raw:
    """The pages' lines and tables. Raises SourceError for a file that is encrypted, broken, empty or scanned."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise SourceError(
                "文件已加密，需要密码", where=name, hint="请去掉密码后再读取"
            ) from None
        raise SourceError(
            "文件不完整或已损坏", where=name, hint="请重新下载或用原来的程序另存"
        ) from None
    with contextlib.closing(document):
        if not 0 < len(document) <= _MOST_PAGES:
            raise SourceError(
                f"共 {len(document)} 页，无法读取", where=name, hint="请检查文件，或拆分后再读取"
            )
        return pages.read(name, _contents(document), Builder())


def _contents(document: pdfium.PdfDocument) -> Iterator[PageContent]:
    for index in range(len(document)):
        yield _content(document, index)


def _content(document: pdfium.PdfDocument, index: int) -> PageContent:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return PageContent([])
    try:
        return pdfpage.read(page)
    except pdfium.PdfiumError:
        return PageContent([])
    finally:
        page.close()

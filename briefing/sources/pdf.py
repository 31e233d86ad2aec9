"""PDF: lines in reading order (columns too), indents kept as blanks, ruled tables as tables, pages as places.

A line of text stays a line: cleaning rejoins paragraphs and takes page numbers and running headers out. A page without a text layer is
a picture of one: it is named in a warning, and a file of nothing else is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from briefing.errors import SourceError
from briefing.sources import pages, pdfpage, slow
from briefing.sources.extras import ocr_is_installed
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
    """A page's text, or what is recognised on a picture of it where it has none that can be read."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return PageContent([])
    try:
        content = pdfpage.read(page)
        if pages.is_garbled(content.characters):
            content = PageContent([], garbled=True)
        readable = content.characters or content.aside
        if readable or not ocr_is_installed() or not _has_picture(page, content):
            return content
        slow.begins(f"文字识别第{index + 1}页（共{len(document)}页）")
        return _recognised(page)
    except pdfium.PdfiumError:
        return PageContent([])
    finally:
        page.close()


def _has_picture(page: pdfium.PdfPage, content: PageContent) -> bool:
    """Whether there is something to recognise: an empty page is no scan."""
    objects = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
    return content.garbled or next(iter(objects), None) is not None


def _recognised(page: pdfium.PdfPage) -> PageContent:
    from briefing.sources import ocr

    picture = page.render(scale=ocr.DOTS / 72, grayscale=False).to_numpy()
    return ocr.recognised(picture, page.get_height())

"""Reading a .docx back: its paragraphs and tables as a reader sees them."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph of the body, tables left out."""
    return [paragraph.text for paragraph in opened(data).paragraphs if paragraph.text]


def tables(data: bytes) -> list[list[list[str]]]:
    """The cells of every table, row by row."""
    return [
        [
            [
                "".join(text.text or "" for text in cell.iter(qn("w:t")))
                for cell in row.iter(qn("w:tc"))
            ]
            for row in table._tbl.iter(qn("w:tr"))
        ]
        for table in opened(data).tables
    ]


def feet(data: bytes) -> list[str]:
    """The paragraphs of the 版记, in a box at the end of the body."""
    boxes = opened(data).element.body.iter(qn("w:txbxContent"))
    lines = [Paragraph(p, None).text for box in boxes for p in box.iter(qn("w:p"))]  # type: ignore[arg-type]
    return [line for line in lines if line]


def section(data: bytes, heading: str) -> list[str]:
    """The paragraphs under a heading, up to the next one."""
    found: list[str] = []
    inside = False
    for paragraph in opened(data).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "公文一级标题":
            inside = heading in paragraph.text
        elif inside and paragraph.text:
            found.append(paragraph.text)
    return found

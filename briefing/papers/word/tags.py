"""The tags of a template where a secretary sees them: which paragraph they stand in, and whether they can work there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from briefing.errors import PaperError

# None is so long; one that is never closed is not looked for in all that follows.
TAG = re.compile(r"\{\{.{0,20000}?\}\}|\{%.{0,20000}?%\}|\{#.{0,20000}?#\}")
_WIDE = re.compile(r"｛[｛{%％]|\{[｛％]|[}｝%％]｝|[％｝]\}")
_LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")
# docxtpl replaces the whole paragraph, row or cell by such a tag: whatever else stands there would be lost.
_WHOLE = re.compile(r"\{[{%#](p|tr|tc)\s")
_BLOCK = re.compile(r"\{%[-+]?(?:p|tr|tc|r)?\s*(if|for|macro|call|endif|endfor|endmacro|endcall)\b")
_PAIRS = "每个 for、if 与自己的 endfor、endif 成对，不交叉"
_WORD = re.compile(r"\w+")
_LOOPED = re.compile(r"\bin\s+(\w+)")
_SDT = qn("w:sdt")
_BOX = qn("w:txbxContent")
_P, _T, _TR, _TC = qn("w:p"), qn("w:t"), qn("w:tr"), qn("w:tc")
_CONTAINER = {"p": (_P, "单独成段"), "tr": (_TR, "单独占一行"), "tc": (_TC, "单独占一格")}


class Paragraph(NamedTuple):
    """A paragraph of a template: where it stands, its text with its tags, its element."""

    place: str  # 正文第3段, 表1第2行, 页脚1
    text: str
    element: Any


def paragraphs(document: Any) -> Iterator[Paragraph]:
    """All paragraphs of body, headers and footers. `document`: a docx.Document."""
    yield from _body(document.element.body)
    parts = {str(part.partname): part for part in document.part.package.iter_parts()}
    for name in sorted(parts):
        kind = {"header": "页眉", "footer": "页脚"}.get(
            re.sub(r"\d*\.xml$", "", name.rsplit("/", 1)[-1])
        )
        if kind and hasattr(parts[name], "element"):
            for element in parts[name].element.iter(_P):
                yield Paragraph(kind, _text(element), element)


def _blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body; what stands in content controls is among them."""
    for child in element:
        if child.tag == _SDT:
            content = child.find(qn("w:sdtContent"))
            yield from _blocks(content) if content is not None else ()
        else:
            yield child


def _body(body: Any) -> Iterator[Paragraph]:
    number = table = 0
    for child in _blocks(body):
        if child.tag == _P:
            number += 1
            yield Paragraph(f"正文第{number}段", _text(child), child)
            for element in child.iter(_BOX):
                for inner in element.iter(_P):
                    yield Paragraph(f"正文第{number}段的文本框", _text(inner), inner)
        else:
            table += child.tag == qn("w:tbl")
            for row, tr in enumerate(child.iter(_TR), start=1):
                for element in tr.iter(_P):
                    yield Paragraph(f"表{table}第{row}行", _text(element), element)


def _text(element: Any) -> str:
    """Its own text, not that of a box that hangs at it."""
    texts = element.iter(_T)
    if element.find(f".//{_BOX}") is not None:
        boxed = {text for box in element.iter(_BOX) for text in box.iter(_T)}
        texts = (text for text in texts if text not in boxed)
    return "".join(text.text or "" for text in texts)


def problems(document: Any) -> Iterator[tuple[Paragraph, str, str]]:
    """What is wrong with how tags are placed: (paragraph, what, what to do)."""
    for paragraph in paragraphs(document):
        if _WIDE.search(paragraph.text):
            yield paragraph, "标签的括号和百分号要用半角", "写成 {{ 名称 }}、{%p if 名称 %}"
            continue
        if _LOOSE.search(TAG.sub("", paragraph.text)):
            yield paragraph, "标签没有写完整", "标签形如 {{ 名称 }}、{%p if 名称 %}，要写在同一段里"
            continue
        for match in TAG.finditer(paragraph.text):
            whole = _WHOLE.match(match[0])
            if (
                whole
                and _text(_container(paragraph.element, _CONTAINER[whole[1]][0])).strip()
                != match[0]
            ):
                yield (
                    paragraph,
                    f"{match[0]} 要{_CONTAINER[whole[1]][1]}",
                    "同一处的其他文字会丢失，请移开",
                )

    yield from _unpaired(document)


def _unpaired(document: Any) -> Iterator[tuple[Paragraph, str, str]]:
    """Blocks that are opened and not closed, or closed and not opened, within the body or one header or footer."""
    open_: list[tuple[str, Paragraph, str]] = []
    part = None
    for paragraph in paragraphs(document):
        root = paragraph.element.getroottree().getroot()
        if root is not part:
            yield from _left_open(open_)
            open_, part = [], root
        for tag in TAG.findall(paragraph.text):
            word = _BLOCK.match(tag)
            if word is None:
                continue
            if not word[1].startswith("end"):
                open_.append((word[1], paragraph, tag))
            elif open_ and open_[-1][0] == word[1][3:]:
                open_.pop()
            else:
                yield from (
                    _left_open(open_)
                    if open_
                    else [(paragraph, f"{tag} 没有对应的 {word[1][3:]}", _PAIRS)]
                )
                return
    yield from _left_open(open_)


def _left_open(open_: list[tuple[str, Paragraph, str]]) -> Iterator[tuple[Paragraph, str, str]]:
    for word, paragraph, tag in open_[-1:]:
        yield paragraph, f"{tag} 缺少 end{word}", _PAIRS


def _container(element: Any, tag: str) -> Any:
    while element.tag != tag and element.getparent() is not None:
        element = element.getparent()
    return element


def check(document: Any, name: str) -> None:
    """Raises PaperError for the first tag that cannot work where it stands."""
    for paragraph, what, hint in problems(document):
        raise PaperError(
            what, where=f"{name} {paragraph.place}“{short(paragraph.text)}”", hint=hint
        )


def names(document: Any) -> set[str]:
    """Every word in a document's tags, the names of variables among them; of what a loop prints also “in 指标”."""
    found = [tag for paragraph in paragraphs(document) for tag in TAG.findall(paragraph.text)]
    words = {word for tag in found for word in _WORD.findall(tag)}
    return words | {f"in {word}" for tag in found for word in _LOOPED.findall(tag)}


def find(document: Any, word: str) -> list[Paragraph]:
    """The paragraphs with a tag that uses a name."""
    name = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return [p for p in paragraphs(document) if any(name.search(tag) for tag in TAG.findall(p.text))]


def at(document: Any, word: str, source: str, line: int) -> Paragraph | None:
    """The paragraph with a tag that uses a name, on a line of what docxtpl hands to Jinja (a line a paragraph, from 1)."""
    lines = [_plain(text) for text in source.split("\n")]
    found = find(document, word)
    for paragraph in found:
        text = _plain(paragraph.text)
        if 0 < line <= len(lines) and text in lines[line - 1]:
            same = [other for other in found if _plain(other.text) == text]
            before = sum(text in other for other in lines[: line - 1])
            return same[min(before, len(same) - 1)]
    return found[0] if found else None


def _plain(text: str) -> str:
    """Text and tags without mark-up, white space and what tells docxtpl which part of a table or paragraph a tag stands for."""
    return re.sub(
        r"\s", "", re.sub(r"\{([{%#])(?:p|tr|tc|r)\s", r"{\1", re.sub(r"<[^>]+>", "", text))
    )


def short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "……"

"""The XML parts of a .docx or .xlsx, parsed without network, entities or namespaces in the way."""

from __future__ import annotations

import zipfile

from lxml import etree

from briefing.errors import SourceError
from briefing.sources.limits import MOST_PART, megabytes


def parse(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """The root of a part, or None where the file has no such part. Raises SourceError for XML that cannot be parsed; name: the file's."""
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.file_size > MOST_PART:
        raise SourceError(
            f"{part} 解压后 {megabytes(info.file_size)}，过大，未读取",
            where=name,
            hint="请拆分后再读取",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(archive.read(part), parser)
    except etree.XMLSyntaxError:
        raise SourceError(
            f"内部文件 {part} 已损坏", where=name, hint="请用原来的程序打开后另存"
        ) from None
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace: transitional and strict files differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child by local name, and so on down the path."""
    for step in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == step), None)
    return element


def attribute(element: etree._Element | None, key: str) -> str | None:
    """An attribute by local name."""
    if element is None:
        return None
    for full, value in element.attrib.items():
        if str(full).rpartition("}")[2] == key:
            return str(value)
    return None


def value(element: etree._Element | None, *path: str) -> str | None:
    """The `val` of the element at the end of the path."""
    return attribute(child(element, *path), "val")


def number(text: str | None, default: int = 0) -> int:
    """A whole number written in an attribute; the default where it is missing or is none."""
    return (
        int(text)
        if text and text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10
        else default
    )

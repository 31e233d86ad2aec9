"""docxtpl in a sandbox: a template and variables in, a document out, or one Chinese sentence that names the tag at fault."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from docx.opc.exceptions import PackageNotFoundError
from docx.opc.pkgwriter import PackageWriter
from docxtpl import DocxTemplate
from jinja2 import (
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2 import Template as JinjaTemplate
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from lxml import etree

from briefing.errors import PaperError
from briefing.papers import Template, filters, permitted, zipped
from briefing.papers.word import tags
from briefing.papers.word.binding import Binder
from briefing.papers.word.context import Numbering
from briefing.papers.word.sources import Sources
from briefing.papers.word.variables import INTERNAL, ISSUED, VARIABLES

LARGEST = 64_000_000  # bytes of a template unpacked
_LARGEST_PART = 3_000_000  # bytes of one of its XML parts: those that ship have 40,000
_MOST_TAGS = 5_000  # those that ship have 300
_TAGS = re.compile(r"<[^>]+>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SOURCES = "来源"
# What docxtpl renders of a document's properties.
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_PARAGRAPH_ENDS = "</w:p>"
_BREAK = re.compile("[\t\a\n\f]")


class _Undefined(StrictUndefined):
    """Says in Chinese which name is missing."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_hint:
            return str(self._undefined_hint)
        return f"没有“{name}”这一项"

    @property
    def near(self) -> list[str]:
        """The names that could have been meant, where the thing asked knows its names."""
        owner = self._undefined_obj
        return list(owner) if isinstance(owner, Mapping) else []


# Jinja's own filters that only look at or rearrange what they are given: no padding to any width, no chance, no raw mark-up.
_HARMLESS = (
    "abs",
    "default",
    "first",
    "float",
    "int",
    "join",
    "last",
    "length",
    "list",
    "replace",
    "reverse",
    "round",
    "sort",
    "trim",
)


class _Sandbox(permitted.Sandbox):
    """One gate (`finalize`) through which everything printed goes."""

    def __init__(self) -> None:
        super().__init__(
            filters.FILTERS,
            _HARMLESS,
            autoescape=True,
            undefined=_Undefined,
            finalize=_printed,
            cache_size=64,
        )
        # A run renders one template for many districts: each of its parts is compiled once.
        self._compiled = lru_cache(maxsize=64)(super().from_string)

    def from_string(self, source: Any, *_args: Any, **_kwargs: Any) -> JinjaTemplate:
        return self._compiled(source)


@pass_context
def _printed(context: Context, value: Any) -> Any:
    """Called for every value a template prints: counts the numbering on, notes the facts used, drops what XML forbids."""
    if isinstance(value, Numbering):
        return value.next()
    if isinstance(value, str):
        sources = context.get(_SOURCES)
        if isinstance(sources, Sources) and filters.is_bound(value):
            sources.printed.update(dict.fromkeys(filters.keys(value)))
        clean = filters.printable(value)
        return type(value)(clean) if clean != value else value
    if isinstance(value, Mapping | list | tuple | Sources):
        raise TemplateError("打印的是一张表或一组段落，要用 for 逐项打印")
    return value


@cache
def environment() -> permitted.Sandbox:
    return _Sandbox()


class Checked(DocxTemplate):  # type: ignore[misc]
    """A docxtpl template that refuses broken XML instead of repairing it and knows which text it was rendering."""

    rendered_source: str | None = None
    binder: Binder | None = None  # what is printed is bound to its facts at once

    def render_xml_part(self, src_xml: str, part: Any, *args: Any, **kwargs: Any) -> str:
        self.rendered_source = in_lines(src_xml)
        rendered: str = super().render_xml_part(src_xml, part, *args, **kwargs)
        return (
            self.binder.in_xml(rendered, body=part is self.docx.part) if self.binder else rendered
        )

    def patch_xml(self, src_xml: str) -> str:
        return _patched(src_xml)

    def resolve_listing(self, xml: str) -> str:
        """Breaks and tabs of printed texts as elements. docxtpl's patterns take the XML apart run by run: only where there are any."""
        parts = xml.split(_PARAGRAPH_ENDS)
        return _PARAGRAPH_ENDS.join(
            super(Checked, self).resolve_listing(part + _PARAGRAPH_ENDS)[: -len(_PARAGRAPH_ENDS)]
            if _BREAK.search(part)
            else part
            for part in parts
        )

    def fix_tables(self, xml: str) -> Any:
        tree = etree.fromstring(xml)
        return tree if all(map(_is_even, tree.iter(f"{_W}tbl"))) else super().fix_tables(xml)


@lru_cache(maxsize=32)
def _patched(xml: str) -> str:
    """What docxtpl makes of a template's XML: the same for all papers of a run."""
    patched: str = DocxTemplate.patch_xml(None, xml)
    return patched


def _is_even(table: Any) -> bool:
    """Whether the widest row is as wide as the table's grid, so that docxtpl finds nothing to fix."""
    columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    rows = [
        (
            len(row.findall(f"{_W}tc")),
            [int(span.get(f"{_W}val")) for span in row.findall(f"{_W}tc/{_W}tcPr/{_W}gridSpan")],
        )
        for row in table.iter(f"{_W}tr")
    ]
    widest = max((cells + sum(spans) - len(spans) for cells, spans in rows), default=0)
    return max((cells for cells, _ in rows), default=0) <= columns <= widest


def opened(template: Template, what: str = "模板") -> Checked:
    """The template, ready to render. Raises PaperError when it is no sound .docx or carries macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(template.data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            xml = [info.file_size for info in infos if info.filename.endswith(".xml")]
            if (
                sum(info.file_size for info in infos) > LARGEST
                or max(xml, default=0) > _LARGEST_PART
            ):
                raise PaperError(
                    f"{what}展开后过大", where=template.name, hint="请用 Word 打开后另存为新文件"
                )
            if "[Content_Types].xml" not in names:
                raise PaperError(f"{what}不是 Word 文档（.docx）", where=template.name)
            if any(
                "vbaproject" in name.lower() for name in names
            ) or b"macroEnabled" in archive.read("[Content_Types].xml"):
                raise PaperError(
                    f"{what}带有宏，不能使用", where=template.name, hint="请另存为不带宏的 .docx"
                )
            if "word/document.xml" not in names:
                raise PaperError(f"{what}不是 Word 文档（.docx）", where=template.name)
            body = archive.read("word/document.xml")
            if sum(map(body.count, (b"{{", b"{%", b"{#"))) > _MOST_TAGS:
                raise PaperError(f"{what}里的标签太多", where=template.name, hint="分成几个模板")
        made = Checked(io.BytesIO(template.data))
        made.init_docx()
        hand_on_sections(made.docx.element.body)
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        NotImplementedError,
        EOFError,
        OSError,
    ) as error:
        raise PaperError(
            f"{what}不是 Word 文档（.docx）或已经损坏",
            where=template.name,
            hint="请用 Word 打开后重新保存",
        ) from error
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise PaperError(
            f"{what}已经损坏，读不出来", where=template.name, hint="请用 Word 打开后重新保存"
        ) from error
    return made


_OPENING = re.compile(r"\{%[-+]?p\s*(?:if|for|macro|call)\b")


def hand_on_sections(body: Any) -> None:
    """Give a section's end that a tag's own paragraph carries to an empty one beside it: the tag's goes away, the section stays.

    LibreOffice puts the end there whenever it saves, Word where the empty paragraph before a break was deleted. Before a tag that opens
    a block, else after it: outside of what may not be printed.
    """
    for paragraph in list(body.iter(f"{_W}p")):
        ends = paragraph.find(f"{_W}pPr/{_W}sectPr")
        text = "".join(part.text or "" for part in paragraph.iter(f"{_W}t")).strip()
        if ends is None or not re.match(r"\{%[-+]?p\s", text):
            continue
        holder = etree.SubElement(paragraph.getparent(), f"{_W}p")
        etree.SubElement(holder, f"{_W}pPr").append(ends)
        if _OPENING.match(text):
            paragraph.addprevious(holder)
        else:
            paragraph.addnext(holder)


_YEAR = re.compile(r"\d{4}年")
_ALIKE = 6  # rows of one and the same word that a line below the table says as well
_NOTE = "gwNote"


def drop_empty_columns(body: Any, missing: str) -> None:
    """Take away the columns of a table that earn nothing, and give their room to the widest.

    Those that say “—” in every row, and those of one and the same word, which a line below the table says: 注：属性均为“预期性”。 Columns to
    be written in by hand are blank and stay, those with figures too. A table with merged cells besides whole rows stays as it is.
    """
    for table in list(body.iter(f"{_W}tbl")):
        rows = [list(row.findall(f"{_W}tc")) for row in table.findall(f"{_W}tr")]
        grid = table.findall(f"{_W}tblGrid/{_W}gridCol")
        if any(len(cells) not in (1, len(grid)) for cells in rows):
            continue
        head, *whole = [cells for cells in rows if len(cells) == len(grid)] or [[]]
        values = [{_cell(cells[n]) for cells in whole} for n in range(len(grid))]
        empty = [n for n in range(1, len(grid)) if values[n] == {missing}]
        alike = [
            n
            for n in range(1, len(grid))
            if len(whole) >= _ALIKE
            and len(values[n]) == 1
            and _is_word(next(iter(values[n])), missing)
        ]
        if len(grid) - len(empty) - len(alike) > 1:
            said = [f"{_cell(head[n])}均为“{next(iter(values[n]))}”" for n in alike]
            _drop_columns(rows, grid, sorted([*empty, *alike]))
            if said:
                table.addnext(_note(f"注：{'；'.join(said)}。"))


def _is_word(text: str, missing: str) -> bool:
    if _YEAR.fullmatch(text):
        return True
    return bool(text) and text != missing and not any(sign.isdigit() for sign in text)


def _note(text: str) -> Any:
    paragraph = etree.Element(f"{_W}p")
    style = etree.SubElement(etree.SubElement(paragraph, f"{_W}pPr"), f"{_W}pStyle")
    style.set(f"{_W}val", _NOTE)
    run = etree.SubElement(etree.SubElement(paragraph, f"{_W}r"), f"{_W}t")
    run.text = text
    return paragraph


def _cell(cell: Any) -> str:
    return filters.unbound("".join(part.text or "" for part in cell.iter(f"{_W}t"))).strip()


def _drop_columns(rows: list[list[Any]], grid: list[Any], empty: list[int]) -> None:
    widths = [int(column.get(f"{_W}w")) for column in grid]
    kept = [n for n in range(len(grid)) if n not in empty]
    widest = max(kept, key=lambda n: widths[n])
    room = widths[widest] + sum(widths[n] for n in empty)
    for cells in rows:
        if len(cells) == len(grid):
            for n in empty:
                cells[n].getparent().remove(cells[n])
            _widen(cells[widest], room)
        else:
            for span in cells[0].iter(f"{_W}gridSpan"):
                span.set(f"{_W}val", str(len(kept)))
    for n in empty:
        grid[n].getparent().remove(grid[n])
    grid[widest].set(f"{_W}w", str(room))


def _widen(cell: Any, width: int) -> None:
    for own in cell.iter(f"{_W}tcW"):
        own.set(f"{_W}w", str(width))


@lru_cache(maxsize=32)
def names(template: Template) -> frozenset[str]:
    """Every word in a template's tags, as `tags.names` finds them."""
    return frozenset(tags.names(opened(template).docx))


class Part(NamedTuple):
    """A part of a template as Jinja reads it."""

    place: str  # 脚注; "" for what paragraphs are told of by themselves
    text: str  # a paragraph a line
    tree: nodes.Template | TemplateSyntaxError


@lru_cache(maxsize=8)  # a template is looked at for each audience and scope that uses it
def parts(data: bytes) -> tuple[Part, ...]:
    """All that docxtpl hands to Jinja: the body, headers and footers, foot notes, the document's properties."""
    document = opened(Template("", data))
    found = [("", in_lines(document.patch_xml(document.get_xml())))]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(uri):
            found.append(("", in_lines(document.patch_xml(document.get_part_xml(part)))))
    for part in document.docx.part.package.parts:
        if str(part.partname) == "/word/footnotes.xml":
            text = part.blob.decode("utf-8", "replace")
            found.append(("脚注", in_lines(document.patch_xml(text))))
    properties = document.docx.core_properties
    found += [("文档属性", str(getattr(properties, name))) for name in _PROPERTIES]
    return tuple(Part(place, text, _tree(text)) for place, text in found)


def _tree(text: str) -> nodes.Template | TemplateSyntaxError:
    try:
        return permitted.parsed(environment(), text)
    except TemplateSyntaxError as error:
        return error


def refusals(template: Template) -> Iterator[PaperError]:
    """What is wrong with the syntax of a template's tags, and what they may not do."""
    document = opened(template).docx
    for part in parts(template.data):
        if isinstance(part.tree, TemplateSyntaxError):
            yield explained_syntax(template, part.tree, part.text)
            continue
        for line, said, hint, name in permitted.refused(environment(), part.tree):
            yield PaperError(said, where=placed(template, document, part, name, line), hint=hint)


def placed(template: Template, document: Any, part: Part, name: str, line: int) -> str:
    """The template, and the paragraph on a line of a part whose tag uses a name. document: a docx.Document."""
    paragraph = tags.at(document, name, part.text, line)
    return _where(
        template, f"{paragraph.place}“{tags.short(paragraph.text)}”" if paragraph else part.place
    )


@lru_cache(maxsize=32)
def _checked(template: Template) -> None:
    """Raises PaperError for the first tag that cannot work, or may not: looked for once for all papers of a run."""
    tags.check(opened(template).docx, template.name)
    for error in refusals(template):
        raise error


def render(template: Template, document: Checked, variables: Mapping[str, Any]) -> None:
    """Fill an opened template. Raises PaperError naming the template, the tag and the paragraph."""
    _checked(template)
    try:
        document.render(dict(variables), environment(), autoescape=True)
    except TemplateError as error:
        raise _explained(template, error, document) from error
    except etree.XMLSyntaxError as error:
        raise PaperError(
            "模板里的标签放错了位置，生成的文档不完整",
            where=template.name,
            hint="for 与 endfor、if 与 endif 要各自成段或同在一行表格里",
        ) from error
    except (TypeError, ValueError, ArithmeticError, AttributeError, KeyError) as error:
        raise PaperError(
            "模板里的标签算不出来：写法与数据不符",
            where=_where(template, _near(document.rendered_source or "", _line(error))),
        ) from error


def _explained(template: Template, error: TemplateError, document: Checked) -> PaperError:
    source = document.rendered_source or ""
    if isinstance(error, TemplateSyntaxError):
        return explained_syntax(template, error, source)
    if isinstance(error, UndefinedError):
        name = next(iter(re.findall(r"“([^”]+)”", str(error))), "")
        return unknown_name(template, name, str(error))
    where = _where(template, _near(source, _line(error)))
    if isinstance(error, SecurityError):
        return PaperError(
            "标签用了模板里不允许的写法",
            where=where,
            hint="模板只能打印变量，不能调用程序内部的东西",
        )
    return PaperError(str(error), where=where)


def explained_syntax(template: Template, error: TemplateSyntaxError, source: str) -> PaperError:
    """A tag that Jinja cannot read. `source`: the text it was reading, a paragraph a line."""
    near = _near(source, error.lineno)
    place = next(
        (
            p.place
            for p in tags.paragraphs(opened(template).docx)
            if p.text and near.startswith(f"“{tags.short(p.text)[:40]}")
        ),
        "",
    )
    where = _where(template, place + near)
    return PaperError(
        f"标签写法有误：{_syntax(error)}",
        where=where,
        hint="标签形如 {{ 名称 }}、{%p if 名称 %}……{%p endif %}",
    )


def unknown_name(template: Template, name: str, message: str) -> PaperError:
    """A tag that asks for what is not there."""
    found = tags.find(opened(template).docx, name)
    place = f"{found[0].place}“{tags.short(found[0].text)}”" if found else ""
    return PaperError(message, where=_where(template, place), hint=nearest(name))


def _where(template: Template, place: str) -> str:
    return f"{template.name} {place}".strip()


def nearest(name: str, known: Iterable[str] = ()) -> str:
    """A hint with the known name that is most like this one. known: the names that can stand here; default: all."""
    if name in INTERNAL:
        return "只有内部校核材料能用"
    if name in ISSUED:
        return "要在任务里给这份材料写明 issuer（发文单位）；没有发文单位的用工作提示单"
    known = set(known) or {part for path in VARIABLES for part in path.replace("[]", "").split(".")}

    def likeness(other: str) -> tuple[float, int, str]:
        same_place = sum(a == b for a, b in zip(name, other, strict=False))
        return difflib.SequenceMatcher(None, name, other).ratio(), same_place, other

    best = max(known, key=likeness)
    return (
        f"是否指“{best}”？"
        if likeness(best)[0] >= 0.4
        else "用 briefing template vars 查看可用的名称"
    )


_SYNTAX = (
    (re.compile(r"innermost block that needs to be closed is '([^']+)'"), "缺少 end{}"),
    (re.compile(r"Unexpected end of template"), "缺少 endfor 或 endif"),
    (re.compile(r"Encountered unknown tag '([^']+)'"), "不认识的标签“{}”"),
    (re.compile(r"No filter named '([^']+)'"), "没有名为“{}”的过滤器"),
    (re.compile(r"No test named '([^']+)'"), "没有名为“{}”的判断"),
    (re.compile(r"unexpected '([^']*)'"), "不该出现“{}”"),
    (re.compile(r"expected token '([^']*)'"), "此处应是“{}”"),
)


def _syntax(error: TemplateSyntaxError) -> str:
    for pattern, said in _SYNTAX:
        match = pattern.search(error.message or "")
        if match:
            return said.format(*match.groups())
    said = error.message or ""
    return said if re.search("[\u4e00-\u9fff]", said) else "标签没有写完整"


def _line(error: Exception) -> int:
    """The line at fault of the part being rendered, 0 where unknown."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def in_lines(xml: str) -> str:
    """As docxtpl hands XML to Jinja: each paragraph begins a line, so that a line number leads to a paragraph."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _near(source: str, line: int) -> str:
    """The text on a line: a paragraph, or several where the ones before held only a tag."""
    lines = source.split("\n")
    text = _TAGS.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    return f"“{tags.short(text)}”" if text else ""


def drop_empty_sections(document: Any) -> None:
    """Take away the sections where nothing stands, neither in their text nor in a footer of their own, so that no page is empty.

    document: a docx.Document.
    """
    body = document.element.body
    last = body.find(f"{_W}sectPr")
    if last is None:
        return
    sections: list[tuple[list[Any], Any]] = [([], None)]
    for element in body.iterchildren():
        if element is not last:
            sections[-1][0].append(element)
        ends = element.find(f"{_W}pPr/{_W}sectPr")
        if ends is not None:
            sections[-1] = (sections[-1][0], ends)
            sections.append(([], None))
    sections[-1] = (sections[-1][0], last)
    kept = [
        ends
        for elements, ends in sections
        if any(map(_has_content, elements)) or _has_foot(ends, document)
    ] or [last]
    for elements, ends in sections:
        if ends not in kept:
            for element in elements:
                body.remove(element)
    if kept[-1] is not last:
        body.replace(last, kept[-1])  # moved out of its paragraph
        _drop_tail(body)
    _drop_unused_footers(document, {id_ for ends in kept for id_ in _footers(ends)})


def _drop_tail(body: Any) -> None:
    """The paragraph that held the section that now ends the body, where nothing else stands in it."""
    tail = body[-2] if len(body) > 1 else None
    if (
        tail is not None
        and tail.tag == f"{_W}p"
        and not _has_content(tail)
        and len(body) > 2
        and body[-3].tag == f"{_W}p"
    ):
        body.remove(tail)


def _footers(section: Any) -> list[str]:
    return [reference.get(_RELATED) for reference in section.iter(f"{_W}footerReference")]


def _has_foot(section: Any, document: Any) -> bool:
    """Whether a footer of the section says something besides the page's number."""
    # Not `related_parts`: that still holds the footers as the template has them.
    feet = (document.part.rels[id_].target_part.element for id_ in _footers(section))
    return any(
        any(t.text for t in foot.iter(f"{_W}t"))
        for foot in feet
        if not any(True for _ in foot.iter(f"{_W}instrText"))
    )


def _drop_unused_footers(document: Any, used: set[str]) -> None:
    for id_, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/footer") and id_ not in used:
            del document.part.rels[id_]


def _has_content(element: Any) -> bool:
    return any(True for _ in element.iter(f"{_W}t", f"{_W}drawing", f"{_W}tbl", f"{_W}pict"))


class _Parts(dict[str, bytes]):
    """What python-docx writes a package's parts to: they are packed once, by `zipped`."""

    def write(self, name: Any, data: bytes) -> None:
        self[name.membername] = data


_WRITER: Any = PackageWriter  # without types


def saved(document: Checked) -> bytes:
    """The document's bytes, without the time it was made at."""
    package, parts = document.docx.part.package, _Parts()
    for part in package.parts:
        part.before_marshal()
    _WRITER._write_content_types_stream(parts, package.parts)
    _WRITER._write_pkg_rels(parts, package.rels)
    _WRITER._write_parts(parts, package.parts)
    return zipped.pack(parts)

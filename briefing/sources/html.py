"""Web pages: the article's paragraphs, headings and tables; menus, buttons and footers left out.

The page's own structure is walked, so that every character and cell has its place. trafilatura was measured on the pages of the tests:
it cuts tables into lines of one cell, keeps menus and hidden text of short pages, and takes three times as long.
"""

from __future__ import annotations

import codecs
from re import compile as compile_bytes

from lxml import etree
from lxml import html as lxml_html

from briefing import lazy as re
from briefing.errors import SourceError
from briefing.sources import txt
from briefing.sources.formatting import Passed, lines, set_off
from briefing.sources.raw import Builder, Raw, RawCell

_DROPPED = {
    "script", "style", "noscript", "iframe", "nav", "form", "button", "select", "input", "textarea", "object", "embed", "svg", "canvas",
    "template", "head", "video", "audio", "map", "footer", "aside", "rt", "rp",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr",
    "blockquote", "pre", "center", "hr", "header", "footer", "aside", "figure", "figcaption", "body", "html", "fieldset", "address", "details", "summary",
}  # fmt: skip
# Names government sites give to what is not the article.
_CHROME_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|breadcrumb|crumb|position|location|footer|foot|header|topbar|toolbar|share|bdshare|sidebar|aside|related|recommend|"
    r"comment|copyright|pagination|pager|search|login|qrcode|ewm|print|tools?|friendlink|links?)(?:$|[\s_-]|\d)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STRUCK = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.I)
_STRUCK_RULE = re.compile(r"([^{}]*)\{[^{}]*text-decoration[^;{}]*:[^;{}]*line-through", re.I)
_CLASS = re.compile(r"\.([\w-]+)\s*$")  # the last of a selector: what it is set on
_KEPT_LINES = re.compile(r"white-space\s*:\s*pre", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(super|sub)\b", re.I)
_POSITIONS = {"sup": "superscript", "sub": "subscript"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = compile_bytes(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.I)
_LONGEST_CELL = 300  # in a table of two or three rows: with more it lays out the page
_LONG, _FEWEST_AFTER = 300, 3  # characters of a paragraph, and blanks after its sentences
# A sentence with a figure; a block beside the article with so many of them belongs to it.
_FIGURED, _SENTENCES = re.compile(r"\d[^。]{0,120}。"), 3
_AFTER_SENTENCE = re.compile(r"[。；] (?=\S)")
_BETWEEN_WORDS = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])|(?<=[。；]) ")
_BREAK = "\ue123"  # stands for <br> while blanks are folded; the private character itself is dropped from the page


def read(name: str, data: bytes) -> Raw:
    """The article of a page. Raises SourceError for a page without text."""
    root = _parsed(name, data)
    body = root.find(".//body")
    body = body if body is not None else root
    for element in list(body.iter()):
        if (
            isinstance(element.tag, str)
            and _is_chrome(element)
            and element is not body
            and element.getparent() is not None
        ):
            element.drop_tree()
    builder = Builder()
    builder.warnings += _formatted(body, _struck_classes(root)).warnings()
    _keep_lines(body)
    article = _article(body)
    title, published = _meta(root)
    text_of_article = _squeezed(article)
    if title and re.sub(r"\s", "", title) not in text_of_article[:400]:
        builder.paragraph(title, 1)
    if published and published[:10] not in text_of_article[:400]:
        builder.paragraph(f"发布时间：{published}")
    _Walk(builder).element(article)
    raw = builder.raw()
    if len(_squeezed(article)) < 10 and not raw.tables:
        raise SourceError(
            "网页里没有正文", where=name, hint="请在浏览器里打开，把正文另存为 .docx 或 .txt"
        )
    return raw


def _parsed(name: str, data: bytes) -> lxml_html.HtmlElement:
    text = _decoded(name, data).replace(_BREAK, "").replace("\0", "")
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise SourceError(
            "网页无法解析", where=name, hint="请在浏览器里打开，把正文另存为 .docx 或 .txt"
        ) from None
    return root


def _decoded(name: str, data: bytes) -> str:
    """The page's text: the charset it names if the whole page agrees, else as any text file is read."""
    if match := _CHARSET.search(data[:4000]):
        try:
            label = match[1].decode("ascii").lower()
            return data.decode(
                "gb18030" if label in ("gb2312", "gbk") else codecs.lookup(label).name
            )
        except (LookupError, UnicodeDecodeError):
            pass
    return txt.read(name, data).text


def _meta(root: lxml_html.HtmlElement) -> tuple[str, str]:
    """The title and the day of publication that the page's head names."""
    named = {
        (element.get("name") or "").lower(): (element.get("content") or "").strip()
        for element in root.iter("meta")
    }
    title = named.get("articletitle") or ""
    if not title:
        found = root.find(".//title")
        title = (
            re.split(r"[-_|—]{1,2}(?=[^-_|—]*$)|\s[-_|]\s", (found.text or "").strip())[0]
            if found is not None
            else ""
        )
    return _SPACE.sub(" ", title).strip(), (named.get("pubdate") or "")[:20]


def _is_chrome(element: lxml_html.HtmlElement) -> bool:
    if (
        element.tag in _DROPPED
        or _HIDDEN.search(element.get("style") or "")
        or element.get("hidden") is not None
    ):
        return True
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    return (
        label != " "
        and _CHROME_NAME.search(label) is not None
        and len(_squeezed(element)) < 1500
        and element.tag != "body"
    )


def _struck_classes(root: lxml_html.HtmlElement) -> frozenset[str]:
    """The classes that the page's own style strikes out."""
    styles = (str(style.text_content()) for style in root.iter("style"))
    selectors = (
        one for style in styles for rule in _STRUCK_RULE.findall(style) for one in rule.split(",")
    )
    return frozenset(found[1] for one in selectors if (found := _CLASS.search(one)))


def _keep_lines(body: lxml_html.HtmlElement) -> None:
    """Ends of lines in <pre> are ends of lines."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "pre" or _KEPT_LINES.search(element.get("style") or ""):
            for inner in element.iter():
                inner.text = (inner.text or "").replace("\n", _BREAK)
                if inner is not element:
                    inner.tail = (inner.tail or "").replace("\n", _BREAK)


def _formatted(body: lxml_html.HtmlElement, struck: frozenset[str]) -> Passed:
    """Take struck text out of the page, and set raised and lowered digits off from the number beside them."""
    passed = Passed()
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        style = element.get("style") or ""
        is_struck = element.tag in ("del", "s", "strike") or _STRUCK.search(style)
        if is_struck or not struck.isdisjoint((element.get("class") or "").split()):
            if text := _squeezed(element):
                passed.struck.append(text)
            element.drop_tree()
        elif position := _POSITIONS.get(element.tag) or _position(style):
            before = element.getprevious()
            text = (before.tail if before is not None else element.getparent().text) or ""
            for inner in element.iter():
                inner.text = set_off(inner.text or "", position, text)
    return passed


def _position(style: str) -> str:
    match = _RAISED.search(style)
    return {"super": "superscript", "sub": "subscript"}[match[1].lower()] if match else ""


def _squeezed(element: lxml_html.HtmlElement) -> str:
    return re.sub(r"\s", "", str(element.text_content()))


def _article(body: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The innermost element that still holds nearly all of the page's running text."""
    whole = _weight(body)
    best = body
    while True:
        inner = max(
            (child for child in best if isinstance(child.tag, str)), key=_weight, default=None
        )
        if (
            inner is None
            or inner.tag in ("table", "p", "tbody", "tr", "ul", "ol")
            or _weight(inner) < 0.9 * whole
            or any(_tells(child) for child in best if child is not inner)
        ):
            return best
        best = inner


def _tells(element: lxml_html.HtmlElement) -> bool:
    """Whether a block holds sentences of an article: the first page of one that is unfolded by a button."""
    return isinstance(element.tag, str) and len(_FIGURED.findall(_squeezed(element))) >= _SENTENCES


def _weight(element: lxml_html.HtmlElement) -> int:
    """The characters of running text: those of links count for nothing."""
    linked = sum(len(_squeezed(link)) for link in element.iter("a"))
    return max(0, len(_squeezed(element)) - 2 * linked)


class _Walk:
    """Writes an element's blocks as paragraphs and its data tables as tables."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.line: list[str] = []
        self.tables = 0

    def element(self, element: lxml_html.HtmlElement) -> None:
        self._inside(element)
        self._end()

    def _inside(self, element: lxml_html.HtmlElement) -> None:
        self.line.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._child(child)
            self.line.append(child.tail or "")

    def _child(self, child: lxml_html.HtmlElement) -> None:
        if child.tag == "br":
            self.line.append(_BREAK)
        elif child.tag == "table" and _is_data(child):
            self._end()
            self._table(child)
        elif child.tag in _BLOCKS or child.tag in ("td", "th"):
            self._end()
            self._inside(child)
            self._end(int(child.tag[1]) if re.fullmatch(r"h[1-6]", child.tag) else 0)
        else:
            self._inside(child)

    def _end(self, level: int = 0) -> None:
        text = _SPACE.sub(" ", "".join(self.line))
        self.line = []
        pieces = (_unflattened(piece.strip(" ")) for piece in text.split(_BREAK))
        for part in lines("\n".join(pieces)):
            if part.strip():
                self.builder.paragraph(part, level)

    def _table(self, element: lxml_html.HtmlElement) -> None:
        self.tables += 1
        caption = element.find("caption")
        self.builder.table(
            _cells(element, self.tables), title=_cell_text(caption) if caption is not None else ""
        )


def _unflattened(text: str) -> str:
    """Some sites put a whole printed document into one paragraph, a blank where a line ended: its lines again."""
    if len(text) < _LONG or len(_AFTER_SENTENCE.findall(text)) < _FEWEST_AFTER:
        return text
    return _BETWEEN_WORDS.sub("\n", text)


def _rows(table: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """The table's own rows, not those of tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _is_data(table: lxml_html.HtmlElement) -> bool:
    """A table of data, not a frame that lays a page out: several rows and columns, no table of several cells inside, no long text in its cells."""
    rows = _rows(table)
    widths = [len([cell for cell in row if cell.tag in ("td", "th")]) for row in rows]
    if len([width for width in widths if width >= 2]) < 2 or any(
        len(list(inner.iter("td", "th"))) > 1 for inner in table.iterdescendants("table")
    ):
        return False
    longest = max(len(_squeezed(cell)) for row in rows for cell in row if cell.tag in ("td", "th"))
    return len(rows) > 3 or longest <= _LONGEST_CELL


def _cells(table: lxml_html.HtmlElement, number: int) -> list[RawCell]:
    found: list[RawCell] = []
    taken: dict[int, int] = {}  # column -> first row in which it is free again
    for at, row in enumerate(_rows(table)):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(column, 0) > at:
                column += 1
            row_span, column_span = _span(cell, "rowspan"), _span(cell, "colspan")
            if row_span > 1:
                taken.update(dict.fromkeys(range(column, column + column_span), at + row_span))
            found.append(
                RawCell(
                    _cell_text(cell),
                    at,
                    column,
                    row_span,
                    column_span,
                    f"表{number} R{at + 1}C{column + 1}",
                )
            )
            column += column_span
    return found


def _span(cell: lxml_html.HtmlElement, key: str) -> int:
    value = (cell.get(key) or "1").strip()
    return (
        min(max(1, int(value)), 1000)
        if value.isascii() and value.isdigit() and len(value) < 6
        else 1
    )


def _cell_text(cell: lxml_html.HtmlElement) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = _BREAK + (line_break.tail or "")
    lines = (line.strip() for line in _SPACE.sub(" ", str(cell.text_content())).split(_BREAK))
    return "\n".join(line for line in lines if line)

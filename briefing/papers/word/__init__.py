"""Word papers: a Pack on a docxtpl template that secretaries edit, every figure bound to its fact by a hidden bookmark."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from briefing.model import Pack
from briefing.papers import Request
from briefing.papers.keywords import keywords
from briefing.papers.links import links_of
from briefing.papers.word import binding, context, engine, figures, pressing
from briefing.papers.word.check import check_template

__all__ = ["bound_figures", "check_template", "figures_in", "render"]

AUTHOR = "区情资料自动编制"
_HEADER_OR_FOOTER = ("/header", "/footer")


def render(pack: Pack, request: Request, printed: dict[str, list[str]] | None = None) -> bytes:
    """The bytes of a .docx, the same for the same Pack and request.

    Raises PaperError when the template is damaged, carries macros, asks for something unknown or cannot be rendered.
    """
    document = engine.opened(request.template)
    variables = context.build(pack, request, engine.names(request.template))
    document.binder = binding.Binder(_roots(document.docx), _links(document.docx, pack, request))
    engine.render(request.template, document, variables)
    engine.drop_empty_columns(document.docx.element.body, request.wording.missing)
    engine.drop_empty_sections(document.docx)
    pressing.press(document.docx.element.body)
    figures.place(document.docx.element.body, document.docx, variables)
    _describe(document.docx, pack, variables["标题"].replace("\n", ""))
    if printed is not None:
        printed.update((key, ["正文"]) for key in document.binder.keys)
    return engine.saved(document)


def _links(document: Any, pack: Pack, request: Request) -> dict[str, tuple[str, str]]:
    """Where keys lead: the relationship of a review page, one for all that lead there, and the place on it."""
    links = [(key, *url.partition("#")[::2]) for key, url in links_of(pack, request).items()]
    pages = sorted({page for _, page, _ in links})
    relations = {
        page: document.part.relate_to(page, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        for page in pages
    }
    return {key: (relations[page], place) for key, page, place in links}


def bound_figures(data: bytes) -> list[tuple[str, str]]:
    """Every figure of a rendered paper with the key of the fact it comes from, in reading order: (key, text)."""
    document = docx.Document(io.BytesIO(data))
    return [figure for root in _roots(document) for figure in figures_in(root)]


def figures_in(root: Any) -> list[tuple[str, str]]:
    """The same for one part or table of a document (its XML element)."""
    return [(key, text) for key, kind, text in binding.bound(root) if kind == "figure"]


def _roots(document: Any) -> list[Any]:
    """The body, then headers and footers in order of their names."""
    parts = {str(part.partname): part for part in document.part.package.iter_parts()}
    others = [
        parts[name].element
        for name in sorted(parts)
        if any(word in name for word in _HEADER_OR_FOOTER)
    ]
    return [document.element.body, *others]


def _describe(document: Any, pack: Pack, title: str) -> None:
    """Title, author, keywords and language. The paper's date stands for the times no clock is read for."""
    properties = document.core_properties
    try:
        day = datetime.fromisoformat(pack.as_of)
    except ValueError:
        day = datetime(int(pack.period[:4]), 1, 1)
    properties.title = title
    properties.author = properties.last_modified_by = AUTHOR
    properties.subject = pack.scope.name
    properties.keywords = "；".join([pack.scope.name, pack.period, *keywords(pack)])
    properties.language = "zh-CN"
    properties.created = properties.modified = day
    properties.revision = 1

"""Looks at a template without a Pack: every tag that cannot work, with its paragraph and the nearest valid name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from briefing.errors import PaperError
from briefing.model import Audience, Pack
from briefing.papers import Request, Template, filters, names
from briefing.papers.word import context, engine, figures, prose, tags
from briefing.papers.word.variables import INTERNAL, ISSUED, VARIABLES

# What docxtpl renders; a tag anywhere else (a comment, an end note, a diagram) is printed as it stands.
_RENDERED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")


_MOST = 100  # faults of a kind that are named: each is looked for in all paragraphs
# How a template prints a table.
_LOOP = "用 {{%tr for 行 in {name} %}} 和 {{%tr endfor %}} 逐行打印"

_PARAGRAPHS = (
    "总体",
    "领域",
    "目标",
    "项目",
    "民生",
    "问题",
    "下年",
    "下年项目",
    "对比概况",
    "对比情况",
    "缺项",
    "报送",
    "下年民生",
    "大环境",
    "项目进展",
    "排位情况",
    "待确认单位",
    "版记行",
)


class Variable(NamedTuple):
    name: str
    kind: str  # 文字, 段落, 表, 组, 是否
    meaning: str
    example: str


def variables(pack: Pack, request: Request) -> list[Variable]:
    """Every variable a template for this request can use, with an example from this Pack ("" where it has none)."""
    values = context.build(pack, request, limits=prose.MOST)
    known = (
        VARIABLES
        | (INTERNAL if request.audience == "internal" else {})
        | (ISSUED if request.issue.issuer else {})
    )
    return [
        Variable(name, _kind(name, known), meaning, _example(name, values))
        for name, meaning in known.items()
    ]


def _kind(name: str, known: Mapping[str, str]) -> str:
    if any(other.startswith(f"{name}[].") for other in known):
        return "表"
    if any(other.startswith(f"{name}.") for other in known):
        return "组"
    if name in _PARAGRAPHS:
        return "段落"
    return "是否" if name.startswith("有") else "文字"


def _example(name: str, values: Mapping[str, Any]) -> str:
    top, _, field = name.replace("[]", "").partition(".")
    value = values.get(top)
    if isinstance(value, list):
        value = value[0] if value else ""
    if field:
        value = value.get(field, "") if isinstance(value, Mapping) else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return figures.unmarked(filters.unbound(value)) if isinstance(value, str) else ""


def check_template(
    name: str, data: bytes, audience: Audience | None = None, *, issued: bool = True
) -> list[PaperError]:
    """Everything wrong with a template for papers of this audience (None: of any); [] where all is well.

    issued: whether the job names an issuing body.
    """
    template = Template(name, data)
    try:
        document = engine.opened(template)
    except PaperError as error:
        return [error]
    found = [
        PaperError(
            what,
            where=f"{template.name} {paragraph.place}“{tags.short(paragraph.text)}”",
            hint=hint,
        )
        for paragraph, what, hint in tags.problems(document.docx)
    ]
    found += _elsewhere(template, document)
    if found:
        return found  # misplaced tags make the rest meaningless
    shape = names.shape_of(
        VARIABLES
        | (INTERNAL if audience in ("internal", None) else {})
        | (ISSUED if issued else {})
    )
    for part in engine.parts(data):
        if isinstance(part.tree, nodes.Template):
            found += [
                PaperError(
                    each.said,
                    where=engine.placed(template, document.docx, part, each.name, each.line),
                    hint=each.hint or engine.nearest(each.name, each.known),
                )
                for each in dict.fromkeys(
                    islice(names.Names(shape, _PARAGRAPHS, _LOOP).unknown(part.tree), _MOST)
                )
            ]
    return [*found, *islice(engine.refusals(template), _MOST)]


def asked_for(data: bytes) -> frozenset[str]:
    """The variables that a template without faults uses."""
    trees = [part.tree for part in engine.parts(data)]
    return frozenset().union(
        *(find_undeclared_variables(tree) for tree in trees if isinstance(tree, nodes.Template))
    )


def _elsewhere(template: Template, document: engine.Checked) -> Iterator[PaperError]:
    for part in document.docx.part.package.iter_parts():
        name = str(part.partname).lstrip("/")
        if name.endswith(".xml") and not _RENDERED.fullmatch(name):
            text = re.sub(r"<[^>]+>", "", part.blob.decode("utf-8", "replace"))
            for tag in tags.TAG.findall(text):
                yield PaperError(
                    f"{tag} 放在批注、尾注或图形里，不会被替换",
                    where=template.name,
                    hint="请移到正文、表格、页眉或页脚",
                )

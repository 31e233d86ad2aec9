"""Looks at a template without a Pack: every tag that cannot work, with its paragraph and the nearest valid name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from briefing.errors import PaperError
from briefing.model import Audience, Pack
from briefing.papers import Request, Template, filters
from briefing.papers.word import context, engine, figures, prose, tags
from briefing.papers.word.variables import INTERNAL, ISSUED, VARIABLES

# What docxtpl renders; a tag anywhere else (a comment, an end note, a diagram) is printed as it stands.
_RENDERED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml|docProps/core\.xml")


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
)


class Variable(NamedTuple):
    name: str
    kind: str  # 文字, 段落, 表, 组, 是否
    meaning: str
    example: str


class _Anything:
    """A value of which nothing is known: a loop counter, a name the template set itself."""


ANYTHING = _Anything()


class Unknown(NamedTuple):
    """A name that cannot be printed where a template asks for it."""

    name: str
    line: int  # of what Jinja reads, from 1
    said: str
    known: tuple[str, ...] = ()  # what could stand in its place
    hint: str = ""


# A text is None; a table is a list holding the fields of its rows; a group is a mapping of its entries.
Shape = Any


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
    shape = _shape(
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
                for each in dict.fromkeys(_Names(shape).unknown(part.tree))
            ]
    return [*found, *engine.refusals(template)]


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


def _shape(known: Mapping[str, str]) -> dict[str, Shape]:
    shape: dict[str, Shape] = {}
    for name in known:
        top, dot, field = name.partition(".")
        if not dot:
            shape[top] = None
        elif top.endswith("[]"):
            shape[top[:-2]] = [*(shape[top[:-2]] or []), field]
        else:
            shape[top] = (shape[top] or {}) | {field: None}
    return shape


class _Names:
    """Walks a template's syntax tree with the shape of every name in reach."""

    def __init__(self, shape: dict[str, Shape]) -> None:
        self._shape = shape

    def unknown(self, tree: nodes.Node) -> Iterator[Unknown]:
        yield from self._visit(tree, self._shape)

    def _visit(self, node: nodes.Node, scope: dict[str, Shape]) -> Iterator[Unknown]:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                if isinstance(printed, nodes.Name) and isinstance(
                    scope.get(printed.name), list | dict
                ):
                    yield _whole(printed.name, printed.lineno, scope[printed.name])
            yield from self._all(list(node.nodes), scope)
        elif isinstance(node, nodes.For):
            yield from self._visit(node.iter, scope)
            inner = (
                scope | {"loop": ANYTHING} | self._targets(node.target, self._of(node.iter, scope))
            )
            yield from self._all([*node.body, *([node.test] if node.test else [])], inner)
            yield from self._all(node.else_, scope)
        elif isinstance(node, nodes.Name) and node.ctx == "load":
            if node.name not in scope:
                yield _unreachable(node.name, node.lineno)
        elif isinstance(node, nodes.Getattr | nodes.Getitem):
            yield from self._visit(node.node, scope)
            yield from self._field(node, scope)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            names = {argument.name: ANYTHING for argument in node.args}
            yield from self._all(
                node.body,
                scope | names | {"caller": ANYTHING, "varargs": ANYTHING, "kwargs": ANYTHING},
            )
        else:
            yield from self._all(list(node.iter_child_nodes()), scope)

    def _all(self, found: list[Any], scope: dict[str, Shape]) -> Iterator[Unknown]:
        """One node after the other: what one sets, the next ones know."""
        scope = dict(scope)
        for node in found:
            yield from self._visit(node, scope)
            for setter in (
                node.find_all((nodes.Assign, nodes.AssignBlock))
                if not isinstance(node, nodes.For)
                else ()
            ):
                scope |= self._targets(setter.target, ANYTHING)
            if isinstance(node, nodes.Assign | nodes.AssignBlock):
                scope |= self._targets(node.target, ANYTHING)
            if isinstance(node, nodes.Macro):
                scope[node.name] = ANYTHING

    def _targets(self, target: nodes.Node, shape: Shape) -> dict[str, Shape]:
        if isinstance(target, nodes.Name):
            return {target.name: shape}
        return {name.name: ANYTHING for name in target.find_all(nodes.Name)}

    def _of(self, node: nodes.Node, scope: dict[str, Shape]) -> Shape:
        """The shape of one element of what a loop runs over."""
        if isinstance(node, nodes.Name):
            shape = scope.get(node.name, ANYTHING)
            return (
                dict.fromkeys(shape)
                if isinstance(shape, list)
                else shape
                if shape is ANYTHING
                else None
            )
        return ANYTHING

    def _field(
        self, node: nodes.Getattr | nodes.Getitem, scope: dict[str, Shape]
    ) -> Iterator[Unknown]:
        shape = (
            scope.get(node.node.name, ANYTHING) if isinstance(node.node, nodes.Name) else ANYTHING
        )
        if isinstance(node, nodes.Getattr):
            field = node.attr
        else:
            field = (
                node.arg.value
                if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str)
                else ""
            )
        if not field or isinstance(shape, _Anything):
            return
        owner = node.node.name if isinstance(node.node, nodes.Name) else ""
        if isinstance(shape, list):
            yield _whole(owner, node.lineno, shape)
        elif field not in (shape or {}):
            yield Unknown(
                field,
                node.lineno,
                f"没有“{field}”这一项" if shape else f"“{owner}”是文字，没有“{field}”这一项",
                tuple(shape or ()),
            )


def _unreachable(name: str, line: int) -> Unknown:
    hint = "“行”“段”只能写在 for 和 endfor 之间：表格里用 {%tr for 行 in 指标 %}，段落用 {%p for 段 in 总体 %}"
    return Unknown(name, line, f"没有“{name}”这一项", hint=hint if name in ("行", "段") else "")


def _whole(name: str, line: int, shape: Shape) -> Unknown:
    if isinstance(shape, dict):
        return Unknown(
            name,
            line,
            f"“{name}”是一组，不能整个打印",
            hint=f"写成 {{{{ {name}.{next(iter(shape))} }}}}",
        )
    return Unknown(
        name,
        line,
        f"“{name}”是一张表，不能整个打印",
        hint=f"用 {{%tr for 行 in {name} %}} 和 {{%tr endfor %}} 逐行打印",
    )

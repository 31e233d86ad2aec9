"""Which names a template can use where: what is given, what its loops go through, what it set itself."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes


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


def shape_of(known: Mapping[str, str]) -> dict[str, Shape]:
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


def _unreachable(name: str, line: int) -> Unknown:
    hint = "“行”“段”只能写在 for 和 endfor 之间：表格里用 {%tr for 行 in 指标 %}，段落用 {%p for 段 in 总体 %}"
    return Unknown(name, line, f"没有“{name}”这一项", hint=hint if name in ("行", "段") else "")


def _set(node: nodes.Node) -> Iterator[nodes.Expr]:
    """What a statement sets, and what its blocks do. What a loop sets ends with it; nothing is set by what is printed."""
    if isinstance(node, nodes.Assign | nodes.AssignBlock):
        yield node.target
    if isinstance(node, nodes.Stmt) and not isinstance(node, nodes.For | nodes.Output):
        yield from (each.target for each in node.find_all(nodes.Assign))
        yield from (each.target for each in node.find_all(nodes.AssignBlock))


class Names:
    """Walks a template's syntax tree with the shape of every name in reach.

    lists: the names of lists of texts. loop: how to print a {name} that is a list.
    """

    def __init__(self, shape: dict[str, Shape], lists: Container[str], loop: str) -> None:
        self._shape = shape
        self._lists = lists
        self._loop = loop

    def unknown(self, tree: nodes.Node) -> Iterator[Unknown]:
        yield from self._visit(tree, self._shape)

    def _visit(self, node: nodes.Node, scope: dict[str, Shape]) -> Iterator[Unknown]:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                if isinstance(printed, nodes.Name) and self._is_many(printed.name, scope):
                    yield self._whole(printed.name, printed.lineno, scope[printed.name])
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
            yield from self._all(list(node.iter_child_nodes()), scope)
            yield from self._field(node, scope)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            names = {argument.name: ANYTHING for argument in node.args}
            yield from self._all(
                node.body,
                scope | names | {"caller": ANYTHING, "varargs": ANYTHING, "kwargs": ANYTHING},
            )
        else:
            yield from self._all(list(node.iter_child_nodes()), scope)

    def _is_many(self, name: str, scope: dict[str, Shape]) -> bool:
        shape = scope.get(name, ANYTHING)
        return isinstance(shape, list | dict) or (shape is None and name in self._lists)

    def _all(self, found: list[Any], scope: dict[str, Shape]) -> Iterator[Unknown]:
        """One node after the other: what one sets, the next ones know."""
        scope = dict(scope)
        for node in found:
            yield from self._visit(node, scope)
            for target in _set(node):
                scope |= self._targets(target, ANYTHING)
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
            yield self._whole(owner, node.lineno, shape)
        elif field not in (shape or {}):
            yield Unknown(
                field,
                node.lineno,
                f"没有“{field}”这一项" if shape else f"“{owner}”是文字，没有“{field}”这一项",
                tuple(shape or ()),
            )

    def _whole(self, name: str, line: int, shape: Shape) -> Unknown:
        if isinstance(shape, dict):
            hint = f"写成 {{{{ {name}.{next(iter(shape))} }}}}"
            return Unknown(name, line, f"“{name}”是一组，不能整个打印", hint=hint)
        what = "一张表" if shape else "若干段"
        hint = self._loop.format(name=name)
        return Unknown(name, line, f"“{name}”是{what}，不能整个打印", hint=hint)

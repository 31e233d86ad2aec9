"""What a template may say, in Word and in mail: print, choose, loop. Looked at before anything is compiled, so that a check names what a run refuses.

Why no template can take long or grow: nothing is called, computed or defined; a loop within a loop runs over a field of the outer one's item, so that
all loops together run through what they are given once; texts are put together where they are printed only, never kept; what makes a text longer
(`join`, `replace`) does so once, by a few signs; and neither brackets nor blocks stand deep in each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

_DEEP_BRACKETS, _DEEP_BLOCKS = 8, 12
_TOKENS = 150  # in one tag: deeper trees than these make overflow the stack
_DIGITS = 15
_SIGNS, _NUMBER = 20, 100  # the longest text and the greatest number a filter is told
_GROWING = frozenset(["join", "replace"])
_OPENERS = frozenset(["if", "for", "with", "macro", "call", "filter", "block", "autoescape"])
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_INNER = re.compile("_+[A-Za-z]")
_HINT = "只用变量、过滤器、if 和 for"
_Kind = TypeVar("_Kind", bound=nodes.Node)


class Refusal(NamedTuple):
    """What the sandbox refuses. line: from 1. name: the word that a person finds it by."""

    line: int
    said: str
    hint: str = _HINT
    name: str = ""


class Sandbox(SandboxedEnvironment):
    """Renders what is permitted: no globals, no calls."""

    def __init__(self, filters: dict[str, object], harmless: tuple[str, ...], **options: object):
        """filters: our own. harmless: those of Jinja's that only look at or rearrange what they are given.

        Nothing is worked out while a template is compiled: what is wrong is told where it is printed.
        """
        super().__init__(optimized=False, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in harmless} | filters

    def is_safe_callable(self, obj: object) -> bool:
        return False


def parsed(environment: SandboxedEnvironment, source: str) -> nodes.Template:
    """The tree of a template that is not too deep for a parser. Raises TemplateSyntaxError, in Chinese where it is."""
    tag: list[str] = []  # the tokens of the tag so far, without white space
    brackets = blocks = 0
    for line, kind, value in environment.lex(source):
        if kind in ("whitespace", "data", "raw_begin", "raw_end"):
            continue
        if kind.endswith("_begin"):
            tag, brackets = [], 0
            continue
        if kind == "block_end":
            blocks += _opened(tag)
        brackets += _BRACKETS.get(value, 0) if kind == "operator" else 0
        tag.append(value)
        for wrong, said in (
            (brackets > _DEEP_BRACKETS, "括号套得太深"),
            (blocks > _DEEP_BLOCKS, "if 和 for 套得太深"),
            (len(tag) > _TOKENS, "标签太长"),
            (kind in ("integer", "float") and len(value) > _DIGITS, "数太长"),
        ):
            if wrong:
                raise TemplateSyntaxError(said, line)
    return environment.parse(source)


def _opened(tag: list[str]) -> int:
    """How many blocks a tag opens: -1 where it closes one."""
    word = tag[0] if tag else ""
    opens = word in _OPENERS or (word == "set" and "=" not in tag)
    return 1 if opens else -1 if word.startswith("end") else 0


def refused(environment: SandboxedEnvironment, tree: nodes.Template) -> list[Refusal]:
    """Everything in a template that is not permitted, in the order of its lines."""
    every = _Nodes(tree.find_all(nodes.Node))
    found = [
        *_statements(every),
        *_expressions(every),
        *_filters(environment, every),
        *_kept(every),
        *_loops(tree, None),
    ]
    return sorted(dict.fromkeys(found))


class _Nodes(tuple[nodes.Node, ...]):
    """All of a tree: to walk it takes longer than to look at what was found."""

    def of(self, *kinds: type[_Kind]) -> Iterator[_Kind]:
        return (node for node in self if isinstance(node, kinds))


_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_BLOCKS: dict[type[nodes.Node], str] = {
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.With: "with",
    nodes.Block: "block",
}


def _statements(every: _Nodes) -> Iterator[Refusal]:
    for node in every.of(*_FILES):
        word = {"FromImport": "import"}.get(type(node).__name__, type(node).__name__.lower())
        yield Refusal(node.lineno, "模板里不能引用别的文件", name=word)
    for block in every.of(*_BLOCKS):
        word = _BLOCKS[type(block)]
        yield Refusal(block.lineno, f"模板里不能用 {{% {word} %}}", name=word)


def _expressions(every: _Nodes) -> Iterator[Refusal]:
    for call in every.of(nodes.Call):
        name = getattr(call.node, "attr", getattr(call.node, "name", ""))
        yield Refusal(call.lineno, f"模板里不能调用“{name}()”", name=name)
    for sum_ in every.of(nodes.BinExpr):
        if not isinstance(sum_, nodes.And | nodes.Or):
            sign = sum_.operator
            yield Refusal(sum_.lineno, f"模板里不能使用“{sign}”运算", name=sign)
    for field in every.of(nodes.Getattr, nodes.Const):
        word = str(getattr(field, "attr", getattr(field, "value", "")))
        if _INNER.match(word):
            yield Refusal(field.lineno, f"模板里不能用内部属性“{word}”", name=word)
    for item in every.of(nodes.Getitem):
        if list(item.arg.find_all((nodes.Concat, nodes.Filter))) or isinstance(
            item.arg, nodes.Concat | nodes.Filter
        ):
            yield Refusal(item.lineno, "方括号里只能写名称或数", "写成 行['名称']")


def _filters(environment: SandboxedEnvironment, every: _Nodes) -> Iterator[Refusal]:
    for test in every.of(nodes.Test):
        if test.name not in environment.tests:
            yield Refusal(test.lineno, f"没有名为“{test.name}”的判断", name=test.name)
    for each in every.of(nodes.Filter):
        if each.name not in environment.filters:
            yield Refusal(each.lineno, f"没有名为“{each.name}”的过滤器", name=each.name)
            continue
        grows = each.name in _GROWING
        told = [*each.args, *(pair.value for pair in each.kwargs)]
        if each.dyn_args or each.dyn_kwargs or not all(_is_short(arg, grows) for arg in told):
            hint = f'写成 {each.name}("、")' if grows else _HINT
            yield Refusal(each.lineno, f"{each.name} 里只能写几个字", hint, each.name)
        if grows and _grows(each.node):
            yield Refusal(each.lineno, "join、replace 一处只能用一个", "分开打印", each.name)


def _is_short(told: nodes.Expr, grows: bool) -> bool:
    if not isinstance(told, nodes.Const):
        return not grows and isinstance(told, nodes.Name | nodes.Getattr)
    if isinstance(told.value, str):
        return len(told.value) <= _SIGNS
    return bool(abs(told.value or 0) <= _NUMBER)


def _grows(node: nodes.Node | None) -> bool:
    """Whether what a filter is given was made longer already."""
    return node is not None and any(
        each.name in _GROWING
        for each in (node, *node.find_all(nodes.Filter))
        if isinstance(each, nodes.Filter)
    )


def _kept(every: _Nodes) -> Iterator[Refusal]:
    """Names that keep what was put together: kept once more they would double."""
    joints = (nodes.Concat, nodes.List, nodes.Tuple, nodes.Dict)
    for made in every.of(nodes.Assign, nodes.AssignBlock):
        value = getattr(made, "node", None)
        joined = value is None or isinstance(value, joints) or any(value.find_all(joints))
        if joined or _grows(value):
            yield Refusal(made.lineno, "set 里不能拼接文字", "直接写在正文里", "set")
    for name in every.of(nodes.Name):
        if name.ctx != "load" and name.name == "loop":
            yield Refusal(name.lineno, "loop 是循环自己的名称", "换一个名称", "loop")


def _loops(node: nodes.Node, outer: nodes.For | None) -> Iterator[Refusal]:
    """outer: the loop around the node."""
    for inner in node.iter_child_nodes():
        if not isinstance(inner, nodes.For):
            yield from _loops(inner, outer)
            continue
        if not (root := _root(inner.iter)):
            hint = "写成 {% for 每份 in 材料 %}"
            yield Refusal(inner.lineno, "循环只能用变量", hint, "for")
        elif outer and root not in _targets(outer):
            hint = "里层写成 {% for 项 in 行.名称 %}"
            yield Refusal(inner.lineno, "循环里的循环只能用外层那一项的内容", hint, root)
        body = nodes.Scope(inner.body)
        yield from _loops(body, inner)
        yield from _loops(nodes.Scope(inner.else_), outer)
        for made in body.find_all(nodes.Assign):
            if {name.name for name in _names(made.target)} & _targets(inner):
                yield Refusal(made.lineno, "set 不能改循环的那一项", "换一个名称", "set")


def _root(node: nodes.Node) -> str:
    """The variable that a loop runs over or into; "" where it is none."""
    while isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Filter):
        if isinstance(node, nodes.Filter) and node.name in _GROWING:
            return ""
        assert node.node
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _targets(loop: nodes.For) -> set[str]:
    return {name.name for name in _names(loop.target)}


def _names(node: nodes.Node) -> list[nodes.Name]:
    return [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))

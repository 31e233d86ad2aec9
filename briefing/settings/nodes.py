"""YAML as text with positions: every scalar stays the string it was written as (8:30 and no are text), every place is known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from briefing.errors import SettingsError

# libyaml's parser where the wheel has it: ten times the speed of the Python one, same events and marks.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_DEEPEST = 20  # levels; settings have five
_LONGEST_SHOWN = 40  # characters

Event = Any  # PyYAML's types leave out the anchors and tags of events, and libyaml's marks are of another class
Mark = Any

Key = str | int
KeyPath = tuple[Key, ...]

# A part of what libyaml and PyYAML say, and what a secretary needs to hear. The first that fits counts.
_SYNTAX = (
    ("tab character", "这里用了制表符（Tab）", "缩进和分隔都要用空格"),
    (
        "cannot start any token",
        "文字不能用这个符号开头，缩进不能用制表符（Tab）",
        "文字加引号，缩进用空格",
    ),
    (
        "values are not allowed",
        "这里不该有冒号",
        "检查上一行：冒号要用英文的，后面空一格；含有“: ”的文字要整个加引号",
    ),
    ("unexpected end of stream", "从这里开始的引号没有配对", "补上结尾的引号"),
    ("unknown escape character", "双引号里的反斜杠 \\ 有特殊含义", "改用单引号；路径用 /"),
    (
        "expected ',' or",
        "从这里开始的括号没有合上，或里面少了逗号",
        "各项之间用英文逗号隔开，结尾补上 ] 或 }",
    ),
    (
        "node content",
        "到这里括号还没有合上，或逗号后面缺少内容",
        "补上内容和结尾的 ] 或 }，删去多余的逗号",
    ),
    ("could not find expected ':'", "这一行缺少冒号", "写成“键: 值”，冒号用英文的，后面空一格"),
    ("sequence entries are not allowed", "这里不该有列表的“- ”", "把“- ”放到新的一行"),
    ("key is no text", "键只能是文字", "方括号、花括号里的内容要加引号"),
    ("too deep", "括号或缩进套得太深", "减少层次"),
    (
        "expected",
        "缩进与上面各行不齐，或符号没有配对",
        "同一级的各行从同一列开始，引号和括号要成对",
    ),
)
_OTHER_SYNTAX = ("", "YAML 写法有误", "检查缩进、冒号、引号和括号")
_POINTS_AT_THE_OPENING = ("unexpected end of stream", "expected ',' or")


class Yaml:
    """One YAML file: `data` (dicts, lists and strings), what was wrong with its text, and the place of every path in it.

    data is {} for an empty file and None where the text is no YAML.
    file: what the user calls it, relative to the workspace, with forward slashes.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._problems: list[tuple[int, int, SettingsError]] = []
        self.data: Any = {}
        self._places: dict[KeyPath, tuple[Mark, Mark]] = {}  # of the key and of the value
        self._read(text)

    @classmethod
    def read(cls, path: Path, file: str) -> Yaml:
        """Never fails: a file that cannot be read as text has no data and a problem that says why."""
        data = None
        with suppress(OSError):
            data = path.read_bytes()
        return cls.decoded(data, file)

    @classmethod
    def decoded(cls, data: bytes | None, file: str) -> Yaml:
        """The same for a file's bytes; None: they could not be read."""
        if data is None:
            return cls._unread(
                file,
                "读不了这个文件",
                "看它在不在、是不是文件夹、有没有读取权限、是否被别的程序占用",
            )
        try:
            return cls(data.decode("utf-8-sig"), file)
        except UnicodeDecodeError:
            return cls._unread(file, "不是 UTF-8 编码的文本", "用记事本打开，另存为时编码选 UTF-8")

    @classmethod
    def _unread(cls, file: str, message: str, hint: str) -> Yaml:
        unread = cls("", file)
        unread.data = None
        unread._problems.append((0, 0, SettingsError(message, where=file, hint=hint)))
        return unread

    @property
    def problems(self) -> list[SettingsError]:
        """What is wrong with this file, in its order."""
        return [error for _, _, error in sorted(self._problems, key=lambda problem: problem[:2])]

    def report(self, path: KeyPath, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """Adds a problem at the value of a path (at its key with `at_key`), or at the innermost place that exists."""
        line, column = self.line_and_column(path, at_key=at_key)
        self._add(line, column, path, message, hint)

    def line_and_column(self, path: KeyPath, *, at_key: bool = False) -> tuple[int, int]:
        """The place, from 1, of the value at a path; of the innermost place that exists, where the path does not."""
        while path and path not in self._places:
            path, at_key = path[:-1], True
        mark = self._places[path][0 if at_key else 1] if self._places else None
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def _add(self, line: int, column: int, path: KeyPath, message: str, hint: str) -> None:
        where = f"{self.file}:{line}:{column} {dotted(path)}".rstrip()
        self._problems.append((line, column, SettingsError(message, where=where, hint=hint)))

    def _read(self, text: str) -> None:
        try:
            events: Iterator[Event] = yaml.parse(text, _Loader)
            next(events)  # the stream's start
            if isinstance(next(events), yaml.DocumentStartEvent):
                self.data = self._value(events, next(events), ())
                next(events)  # the document's end
                if isinstance(second := next(events), yaml.DocumentStartEvent):
                    self._problem(
                        second.start_mark, (), "一个文件里只能有一份设置", "删去多余的 ---"
                    )
        except yaml.MarkedYAMLError as error:
            part, message, hint = next(
                (row for row in _SYNTAX if row[0] in (error.problem or "")), _OTHER_SYNTAX
            )
            mark = error.context_mark if part in _POINTS_AT_THE_OPENING else error.problem_mark
            self._problem(mark or error.problem_mark, (), message, hint)
            self.data = None
        except yaml.reader.ReaderError as error:
            line, column = (
                text.count("\n", 0, error.position) + 1,
                error.position - text.rfind("\n", 0, error.position),
            )
            self._add(line, column, (), "含有不可见的控制字符", "删去这里看不见的字符")
            self.data = None

    def _value(self, events: Iterator[Event], event: Event, path: KeyPath) -> Any:
        """The value that begins with this event. References are refused: a few of them can stand for gigabytes."""
        self._places.setdefault(path, (event.start_mark, event.start_mark))
        if len(path) > _DEEPEST:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=event.start_mark)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._problem(
                event.start_mark,
                path,
                "不支持 YAML 的引用（& 和 *）",
                "把内容照写一遍；文字以 & 或 * 开头的要加引号",
            )
        elif event.tag:
            self._problem(
                event.start_mark, path, "不支持 YAML 的标签（!）", "文字以 ! 开头的要加引号"
            )
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self._value(events, item, (*path, len(items))))
            return items
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return event.value if isinstance(event, yaml.ScalarEvent) else ""

    def _mapping(self, events: Iterator[Event], path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise yaml.MarkedYAMLError(problem="key is no text", problem_mark=key.start_mark)
            here = (*path, key.value)
            value = next(events)
            if key.value in found:
                first = self._places[here][0].line + 1
                self._problem(
                    key.start_mark,
                    path,
                    f"重复的键 {shown(key.value)}",
                    f"第 {first} 行已经写过，只留一处",
                )
                self._value(events, value, here)
            else:
                self._places.setdefault(here, (key.start_mark, value.start_mark))
                found[key.value] = self._value(events, value, here)
        return found

    def _problem(self, mark: Mark, path: KeyPath, message: str, hint: str) -> None:
        self._add(mark.line + 1, mark.column + 1, path, message, hint)


def dotted(path: KeyPath) -> str:
    """("outputs", 1, "template") as people write it: outputs[1].template."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{shown(key)}" for key in path).lstrip(
        "."
    )


def shown(text: str) -> str:
    """A text of the user's as an error may repeat it: on one line, visible, not endless."""
    text = text.strip()
    visible = text if text.isprintable() else repr(text)
    return visible if len(visible) <= _LONGEST_SHOWN else visible[:_LONGEST_SHOWN] + "…"


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The valid word nearest to this one, whatever its case, or None where none is near. likeness: 1 for equal words."""
    folded = {name.lower(): name for name in known}
    return (
        folded[found[0]]
        if (found := difflib.get_close_matches(word.lower(), folded, 1, likeness))
        else None
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint that names the closest: 是否指 indicators.yaml？ — or ""."""
    return f"是否指 {found}？" if (found := closest(word, known)) else ""

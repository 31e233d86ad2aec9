"""From plain data to typed settings, with every fault that pydantic finds said in Chinese at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from briefing.settings.nodes import KeyPath, Yaml, nearest, shown

Model = TypeVar("Model", bound=BaseModel)
Details = dict[str, Any]  # one of pydantic's error details: type, loc, input, ctx
Says = Callable[[Details], tuple[str, str]]  # message and hint


def validated(yaml: Yaml, model: type[Model]) -> Model | None:
    """The file as a model, or None with all its faults reported to it."""
    if yaml.data is None:
        return None
    try:
        return model.model_validate(yaml.data)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            if not _follows(dict(details)):
                _report(yaml, model, dict(details))
        return None


def _follows(details: Details) -> bool:
    """A list whose items are all wrong counts as too short as well."""
    return details["type"] == "too_short" and bool(details["input"])


def _report(yaml: Yaml, model: type[BaseModel], details: Details) -> None:
    kind, path = details["type"], _path(yaml.data, details)
    if kind == "extra_forbidden" or details["loc"][-1:] == ("[key]",):
        known = _choices(details) if "ctx" in details else _keys(model, details["loc"][:-1])
        key = str(path[-1])
        yaml.report(path, f"不认识的键 {shown(key)}", _suggestion(key, known), at_key=True)
    elif kind.startswith("union_tag"):
        known = [
            get_args(m.model_fields["kind"].annotation)[0] for m in _models(model, details["loc"])
        ]
        yaml.report((*path, "kind"), *_says_tag(details, known))
    else:
        yaml.report(path, *_SAYS.get(kind, _says_other)(details))


def _path(data: Any, details: Details) -> KeyPath:
    """pydantic's path without what is not in the file: the tag of a union, the mark of a key.

    In `outputs, 1, word, template` the tag `word` is what the item says of its `kind`; in `districts, list, 0` the tag
    stands where the file has no mapping.
    """
    path: list[str | int] = []
    for left, key in zip(range(len(details["loc"]) - 1, -1, -1), details["loc"], strict=True):
        if isinstance(data, dict):
            in_file = key in data or (details["type"] == "missing" and not left)
            if not in_file or (key == data.get("kind") and left):
                continue
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int):
            data = data[key]
        else:
            continue
        path.append(key)
    return tuple(path)


def _models(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[type[BaseModel]]:
    """The models that may stand at a path of pydantic's: several before a union's tag, one after it."""
    models = [model]
    for key in loc:
        fields = [field.annotation for m in models if (field := m.model_fields.get(str(key)))]
        tagged = [
            m
            for m in models
            if (kind := m.model_fields.get("kind")) and key in get_args(kind.annotation)
        ]
        models = list(_inside(fields[0])) if fields else tagged or models
    return models


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _inside(part)


def _keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    return [key for m in _models(model, loc) for key in m.model_fields]


def _choices(details: Details) -> list[str]:
    return re.findall(r"'([^']*)'", details["ctx"]["expected"])


def _suggestion(word: str, known: list[str]) -> str:
    return nearest(word, known) or f"可写 {'、'.join(known)}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return shown(value) or "空的"
    return "列表" if isinstance(value, list | tuple) else "一组“键: 值”"


def _wants(what: str, hint: str = "") -> Says:
    return lambda details: (f"应写{what}，这里是{_gap(_shown(details['input']))}", hint)


def _gap(text: str) -> str:
    """A space between Chinese and what is not."""
    return text if text[:1] > "⺀" else f" {text}"


def _limit(word: str, key: str) -> Says:
    return lambda details: (
        f"{word} {details['ctx'][key]}，这里是{_gap(_shown(details['input']))}",
        "",
    )


def _says_choice(details: Details) -> tuple[str, str]:
    return f"不能写{_gap(_shown(details['input']))}", _suggestion(
        str(details["input"]), _choices(details)
    )


def _says_tag(details: Details, known: list[str]) -> tuple[str, str]:
    if details["type"] == "union_tag_not_found":
        return "缺少这一项", f"可写 {'、'.join(known)}"
    tag = details["ctx"]["tag"]
    return f"不能写{_gap(_shown(tag))}", _suggestion(tag, known)


def _says_other(details: Details) -> tuple[str, str]:
    return f"不能写{_gap(_shown(details['input']))}", "写法见 docs/settings.md"


_GROUP = _wants("一组“键: 值”", "冒号用英文的，后面空一格")

_SAYS: dict[str, Says] = {
    "missing": lambda details: ("缺少这一项", ""),
    "string_type": _wants("文字"),
    "string_too_short": lambda details: ("不能是空的", ""),
    "value_error": lambda details: (str(details["ctx"]["error"]), ""),
    "int_parsing": _wants("整数"),
    "int_type": _wants("整数"),
    "int_parsing_size": _wants("整数"),
    "bool_parsing": _wants(" true 或 false"),
    "bool_type": _wants(" true 或 false"),
    "greater_than": _limit("要大于", "gt"),
    "greater_than_equal": _limit("不能小于", "ge"),
    "less_than_equal": _limit("不能大于", "le"),
    "literal_error": _says_choice,
    "too_short": lambda details: ("至少要写一项", ""),
    "tuple_type": _wants("列表", "写成 [甲, 乙]，或者每项一行、以“- ”开头"),
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "model_attributes_type": _GROUP,
}

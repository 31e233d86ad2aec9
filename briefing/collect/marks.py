"""Files of marks that review pages save: read, checked, made into the store's marks."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from briefing import periods
from briefing.errors import BriefingError, SourceError
from briefing.model import Measure, Stage, Status
from briefing.store import Mark

MOST_BYTES = 20 * 1024 * 1024
_VERDICTS = ("right", "changed", "wrong", "missed")
_FIELDS = {
    "indicator": {"name", "id", "value", "unit", "measure", "status", "period", "area"},
    "project": {"name", "stage", "status", "period", "count", "investment", "area"},
    "duty": {"name", "lead", "responsible", "period"},
}
_WORDS: dict[str, Collection[str]] = {
    "measure": get_args(Measure),
    "status": get_args(Status),
    "stage": get_args(Stage),
}


def read_marks(path: Path, indicators: Collection[str]) -> list[Mark]:
    """The marks of a file that a review page saved.

    indicators: the configured ids. Raises SourceError, which names the file, the mark and what to do; then nothing of it counts.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError("文件太大，不是校核网页保存的文件", where=path.name)
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise SourceError(
            "读不了，不是校核网页保存的文件", where=path.name, hint="在网页上再点一次“保存为文件”"
        ) from None
    if not isinstance(told, dict) or told.get("format") != "briefing-marks":
        raise SourceError("不是校核网页保存的文件", where=path.name)
    if told.get("version") != 1 or not isinstance(told.get("marks"), list):
        raise SourceError("由别的版本保存，认不得", where=path.name, hint="用这个版本重做网页")
    by = _text(told.get("by"))
    if not by:
        raise SourceError("没有写校核人", where=path.name, hint="在网页下方写上科室或岗位，再保存")
    return [
        mark_of(each, f"{path.name} 第{number}条", by, path.name, indicators)
        for number, each in enumerate(told["marks"], 1)
    ]


def mark_of(told: Any, where: str, by: str, file: str, indicators: Collection[str]) -> Mark:
    """A mark as a review page tells it. where: what messages call it. Raises SourceError."""
    try:
        kind, verdict = told["kind"], told["verdict"]
        start, end = int(told["start"]), int(told["end"])
        at = datetime.fromisoformat(str(told["at"]).replace("Z", "+00:00"))
        document, quote = _text(told["document"]), _text(told["quote"])
        was, now = dict(told.get("was") or {}), dict(told.get("now") or {})
    except (KeyError, TypeError, ValueError):
        raise SourceError("内容不全或被改动过", where=where, hint="重新从网页保存") from None
    if kind not in _FIELDS or verdict not in _VERDICTS or not 0 <= start < end or not at.tzinfo:
        raise SourceError("内容不全或被改动过", where=where, hint="重新从网页保存")
    fields = _checked(kind, now, verdict, where, indicators)
    return Mark(
        kind=kind,
        document=document,
        start=start,
        end=end,
        verdict=verdict,
        quote=quote,
        sentence=_text(told.get("sentence")) or quote,
        was={str(key): _text(value) for key, value in was.items()},
        now=fields,
        by=by,
        note=_text(told.get("note")),
        file=file,
        at=at,
    )


def _checked(
    kind: str, now: Mapping[str, Any], verdict: str, where: str, indicators: Collection[str]
) -> dict[str, str]:
    """The fields a mark sets, each something the fact can be."""
    fields = {key: _text(value) for key, value in now.items() if key in _FIELDS[kind]}
    needed = {"indicator": ("name", "value", "period"), "project": ("name", "period")}
    lacking = [key for key in needed.get(kind, ("name",)) if not fields.get(key)]
    if verdict == "missed" and lacking:
        raise SourceError("漏了的一条没有写全名称、数值和时期", where=where, hint="在网页上补全")
    for key, value in fields.items():
        _check(key, value, where, indicators)
    return fields


def _check(key: str, value: str, where: str, indicators: Collection[str]) -> None:
    if key in _WORDS and value not in _WORDS[key]:
        raise SourceError(f"{value} 不是可用的值", where=where, hint="在网页上从列表里选")
    if key == "id" and value and value not in indicators:
        raise SourceError(
            f"没有规范指标 {value}", where=where, hint="见 config/indicators.yaml 里的 id，或留空"
        )
    if key == "value" and not _is_number(value):
        raise SourceError(f"“{value}”不是数", where=where, hint="只写数字，单位写在单位里")
    if key == "period" and value:
        try:
            periods.parse(value)
        except (ValueError, BriefingError):
            raise SourceError(
                f"“{value}”不是时期", where=where, hint="写 2024、2024Q1、2024M01-M05、2021-2025"
            ) from None


def _is_number(value: str) -> bool:
    try:
        return len(value) < 40 and Decimal(value).is_finite() and value.isascii()
    except InvalidOperation:
        return False


def _text(value: Any) -> str:
    return str(value).strip() if value is not None else ""

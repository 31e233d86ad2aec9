"""Packs, rows, figures and findings as plain data for JSON: decimals as text, sources with their quotes. docs/analysis.md has the fields."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from briefing.analysis import derived as working_out
from briefing.analysis import wording
from briefing.model import Derived, Finding, Observation, Pack, Source, TargetRow, Verdict

Plain = dict[str, Any]


def pack(whole: Pack) -> Plain:
    """Every field of a Pack. Outside internal papers confidence is left out."""
    return _dataclass(whole, confidence=whole.audience == "internal")


def target(row: TargetRow) -> Plain:
    """A target row, flat, with the sources of its figures."""
    named = (("target", row.target), ("actual", row.actual), ("next_target", row.next_target))
    flat: Plain = {"id": row.indicator, "name": row.name, "headline": row.headline}
    for name, o in named:
        flat |= {
            name: wording.number(o.value) if o else None,
            f"{name}_unit": o.unit if o else None,
            f"{name}_measure": o.measure if o else None,
            f"{name}_bound": o.bound if o else None,
            f"{name}_period": o.period if o else None,
        }
    return flat | {
        "actual_status": row.actual.status if row.actual else None,
        **verdict(row.verdict),
        "others": [observation(o) for o in row.others],
        "sources": {name: source(o.source) for name, o in named if o},
    }


def verdict(found: Verdict) -> Plain:
    """Flat: the gap's number and unit stand beside the kind."""
    gap, share = found.gap, found.share
    return {
        "verdict": found.kind,
        "basis": found.basis,
        "doubt": found.doubt,
        "difference": wording.number(gap.value) if gap else None,
        "difference_unit": gap.unit if gap else "",
        "difference_bound": gap.bound if gap else "",
        "share": wording.number(share.value) if share else None,
        "stated": observation(found.stated) if found.stated else None,
        "question": found.question,
        "growth": derived(found.derived) if found.derived else None,
    }


def finding(found: Finding) -> Plain:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "area": found.area,
        "period": found.period,
        "message": found.message,
        "figures": [observation(o) for o in found.observations],
        "quotes": [each.quote for each in found.sources],
        "sources": [source(each) for each in found.sources],
    }


def derived(found: Derived) -> Plain:
    return {
        "key": found.key,
        "indicator": found.indicator,
        "name": found.name,
        "area": found.area,
        "period": found.period,
        "measure": found.measure,
        "low": wording.number(found.low),
        "high": wording.number(found.high),
        "unit": found.unit,
        "shown": working_out.shown(found),
        "method": found.method,
        "confirmed": found.confirmed,
        "inputs": [observation(o) for o in found.inputs],
    }


def observation(o: Observation, confidence: bool = True) -> Plain:
    plain = {
        "key": o.key,
        "id": o.indicator,
        "name": o.name,
        "area": o.area,
        "measure": o.measure,
        "value": wording.number(o.value),
        "unit": o.unit,
        "bound": o.bound,
        "bound_text": o.bound_text,
        "status": o.status,
        "period": o.period,
        "vintage": o.vintage,
        "source": source(o.source),
        "correction": _dataclass(o.correction, confidence) if o.correction else None,
    }
    return plain | {"confidence": o.confidence} if confidence else plain


def source(found: Source) -> Plain:
    return {
        "document": found.document,
        "title": found.title,
        "file": found.file,
        "section": list(found.section),
        "place": found.place,
        "start": found.start,
        "end": found.end,
        "quote": found.quote,
    }


def _plain(value: Any, confidence: bool) -> Any:
    if isinstance(value, Observation):
        return observation(value, confidence)
    if isinstance(value, Source):
        return source(value)
    if isinstance(value, Derived):
        return derived(value)
    if isinstance(value, Finding):
        return finding(value)
    if isinstance(value, Decimal):
        return wording.number(value)
    if isinstance(value, tuple):
        return [_plain(each, confidence) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each, confidence) for key, each in value.items()}
    return _dataclass(value, confidence) if is_dataclass(value) else value


def _dataclass(value: Any, confidence: bool) -> Plain:
    return {field.name: _plain(getattr(value, field.name), confidence) for field in fields(value)}

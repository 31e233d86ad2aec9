"""Why a figure was read as it was: the parts of its sentence that each field came from.

for explanation in explain(document, lexicon, "57.1"):
    print(explanation.sentence)
    for part in explanation.parts:
        print(explanation.sentence[part.start : part.end], part.field)
    for reason in explanation.reasons:
        print(reason.field, reason.value, reason.why)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from briefing import lazy as re
from briefing.amounts import Bound
from briefing.extraction.lexicon import Lexicon
from briefing.extraction.observations import observation_of
from briefing.extraction.predicates import Predicate
from briefing.extraction.readings import Reading, readings
from briefing.extraction.rules import RULES
from briefing.extraction.tables import read_tables
from briefing.model import Document, Measure, Observation, Status, UnreadCell

Field = Literal["name", "predicate", "number", "unit", "bound", "period"]

_MEASURES: dict[Measure, str] = {
    "level": "数量",
    "yoy": "比上年增减（%）",
    "cagr": "年均增减（%）",
    "ratio": "比重、比率（%）",
    "pp": "相差百分点",
    "rank": "位次",
    "multiple": "倍数",
}
_PARTS = {"review": "回顾", "tasks": "任务", "outlook": "展望", "other": "未分部分"}
_STATUSES: dict[Status, str] = {"actual": "实际", "estimate": "预计", "target": "目标"}
_BOUNDS: dict[Bound, str] = {"exact": "准确数", "approx": "约数", "min": "下限", "max": "上限"}


_DIGITS = re.compile(r"[-−－]?[0-9０-９][0-9０-９,，.．]*")
_UNIT = re.compile(r"[余多]|[^余多]+")


class Part(NamedTuple):
    """A piece of the sentence that says one field. Offsets in `Explanation.sentence`."""

    field: Field
    start: int
    end: int


class Reason(NamedTuple):
    """One field in Chinese: what it is and why."""

    field: str
    value: str
    why: str


class Explanation(NamedTuple):
    observation: Observation
    sentence: str
    parts: tuple[Part, ...]  # in text order; of a table's row its name, number and unit
    reasons: tuple[Reason, ...]


def explain(document: Document, lexicon: Lexicon, find: str) -> tuple[Explanation, ...]:
    """The figures whose number (with its unit and bound: 约16%, 16%左右) or name has `find` in it, in text order, each with its reasons."""
    find = "".join(find.split())
    read = read_tables(document, lexicon)
    prose = [
        _of_reading(document, reading)
        for reading in readings(document, lexicon, read.spans)
        if _meant(document, reading, find)
    ]
    tables = [
        _of_cell(document, observation)
        for observation in read.observations
        if _holds(document, observation, find)
    ]
    return tuple(
        sorted([*prose, *tables], key=lambda explanation: explanation.observation.source.start)
    )


def unread(document: Document, lexicon: Lexicon, find: str) -> tuple[UnreadCell, ...]:
    """The numbers of tables that have `find` in them and gave no figure, each with why."""
    find = "".join(find.split())
    return tuple(
        cell
        for table in read_tables(document, lexicon).unread
        for cell in table.cells
        if find in "".join(cell.text.split())
    )


def _meant(document: Document, reading: Reading, find: str) -> bool:
    quantity = reading.quantity
    start, end = _bound_at(document.text, reading) or (quantity.start, quantity.end)
    said = document.text[min(start, quantity.start) : max(end, quantity.end)]
    return find in "".join(said.split()) or find in reading.name


def _holds(document: Document, observation: Observation, find: str) -> bool:
    source = observation.source
    said = (
        document.reading.text[source.start : source.end].strip()
        + observation.unit
        + observation.bound_text
    )
    return find in said or find in observation.name


def _of_reading(document: Document, reading: Reading) -> Explanation:
    observation = observation_of(document, reading)
    start, end = reading.sentence
    text = document.text[start:end]
    parts = sorted(_parts(document.text, reading), key=lambda part: part.start)
    inside = tuple(
        Part(part.field, part.start - start, part.end - start)
        for part in parts
        if start <= part.start < part.end <= end
    )
    return Explanation(
        observation, text.rstrip("\n"), inside, tuple(_reasons(document, reading, observation))
    )


def _parts(text: str, reading: Reading) -> Iterator[Part]:
    quantity, predicate = reading.quantity, reading.predicate
    low, high = reading.named_at
    if text.startswith(reading.name, low):
        high = low + len(reading.name)
    if low < high and (high <= quantity.start or low >= quantity.end):
        yield Part("name", low, high)
    bound = _bound_at(text, reading)
    said = min(quantity.start, bound[0]) if bound else quantity.start
    if reading.how in ("left", "subject", "attribute") and predicate.start < said:
        yield Part("predicate", predicate.start, said)
    if bound:
        yield Part("bound", *bound)
    digits = _DIGITS.match(text, quantity.start, quantity.end)
    digits_end = digits.end() if digits else quantity.end
    yield Part("number", quantity.start, digits_end)
    for piece in _UNIT.finditer(text, digits_end, quantity.end):
        yield Part("bound" if piece[0] in "余多" else "unit", *piece.span())
    if reading.time.at:
        yield Part("period", *reading.time.at)


def _bound_at(text: str, reading: Reading) -> tuple[int, int] | None:
    quantity, word = reading.quantity, reading.quantity.bound_text
    if not word or quantity.bound == "exact":
        return None
    if text.startswith(word, quantity.end):
        return quantity.end, quantity.end + len(word)
    if text.endswith(word, 0, quantity.start):
        return quantity.start - len(word), quantity.start
    return None


def _reasons(document: Document, reading: Reading, observation: Observation) -> Iterator[Reason]:
    yield Reason("名称", reading.name, f"{RULES[reading.rule].does}，规则 {reading.rule}")
    yield Reason(
        "指标",
        reading.indicator or "—",
        "指标表中的名称" if reading.indicator else _why_no_indicator(reading),
    )
    yield Reason(
        "度量",
        _MEASURES[reading.measure],
        _why_measure(reading.measure, reading.predicate, observation.unit),
    )
    yield Reason(
        "数值",
        f"{format(reading.value, 'f')}{observation.unit}",
        "原文数字，正负随“增长”“下降”等词",
    )
    yield Reason(
        "界限",
        _BOUNDS[observation.bound],
        f"原文“{observation.bound_text}”" if observation.bound_text else "原文没有约、超、以上等词",
    )
    yield _frame(document, reading)
    yield Reason("状态", _STATUSES[observation.status], reading.time.reason)
    yield Reason("时期", observation.period, "原文写明" if reading.time.at else reading.time.reason)
    yield Reason(
        "范围", observation.area, "句中所说的片区或上级地区" if reading.area else "文件所属地区"
    )
    yield Reason("把握", f"{observation.confidence:.2f}", "同样读法在人工标注数据中全对的可能")


def _frame(document: Document, reading: Reading) -> Reason:
    """Of what the sentence speaks by its place, and by how much that was decided."""
    section = document.section_at(reading.sentence[0])
    margin = document.margin_at(reading.sentence[0])
    part = _PARTS[section.part] if section else "未分部分"
    years = "—".join(str(year) for year in dict.fromkeys(section.years or ())) if section else ""
    why = "文件类型和标题" if margin is None else f"标题、段首和用词，领先次优判断{margin:.1f}"
    return Reason("语境", f"{part}{years and f'（{years}年）'}", why)


def _why_no_indicator(reading: Reading) -> str:
    if reading.area:
        return "不是全区域的数"
    return "指标表中没有这个名称，或它只是其中一部分"


def _why_measure(measure: Measure, predicate: Predicate, unit: str) -> str:
    if measure in ("yoy", "cagr") and predicate.verb:
        return f"“{'年均' if predicate.annual else ''}{predicate.verb}”"
    if measure == "ratio" and predicate.to:
        return "达到的比率，不是增减"
    return f"单位“{unit}”" if unit else "没有单位"


def _of_cell(document: Document, observation: Observation) -> Explanation:
    source = observation.source
    said = document.reading.text[source.start : source.end].strip()
    row = source.sentence
    found: list[Part] = []
    for field, words in (("name", observation.name), ("number", said), ("unit", observation.unit)):
        at = row.find(words) if words else -1
        if at >= 0 and not any(part.start < at + len(words) and at < part.end for part in found):
            found.append(Part(field, at, at + len(words)))  # type: ignore[arg-type]
    where = f"（{source.place}）" if source.place else ""
    reasons = (
        Reason("名称", observation.name, f"表格的行{where}"),
        Reason(
            "指标",
            observation.indicator or "—",
            "指标表中的名称"
            if observation.indicator
            else "指标表中没有这个名称，或它只是其中一部分",
        ),
        Reason("度量", _MEASURES[observation.measure], "表格的列"),
        Reason(
            "数值",
            f"{format(observation.value, 'f')}{observation.unit}",
            f"单元格里的“{said}”，单位见表头、表题或同一行",
        ),
        Reason(
            "界限",
            _BOUNDS[observation.bound],
            f"原文“{observation.bound_text}”" if observation.bound_text else "",
        ),
        Reason("状态", _STATUSES[observation.status], "表格的列或表题"),
        Reason("时期", observation.period, "表格的列或表题"),
        Reason("范围", observation.area, "表格的行、列或文件所属地区"),
        Reason("把握", f"{observation.confidence:.2f}", "同样读法在人工标注数据中全对的可能"),
    )
    return Explanation(observation, row, tuple(sorted(found, key=lambda part: part.start)), reasons)

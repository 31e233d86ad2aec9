"""How sure a reading is: the chance that it is wholly right (value, unit, measure, status, period, bound, indicator and name).

A sum of weights over what is known of a reading, as a chance: how its name was found and from how far it was carried on, whether it
is a known indicator's, what it is made of, what kind of thing is counted, what decided its time, and by how much the frame of its
sentence was decided. The weights stand in confidence.json; tools/learn_confidence.py learnt them from the labelled figures of
huaiyin-2025-report, tianqiao-2024-report, huaiyin-2024-plan, laiyuan-2025-report, huaiyin-15th-plan, chifeng-2026-budget and
baoding-2026-report; in the other labelled documents a random wrong figure ranks below a random right one with a chance of 0.87.
The weights of the frame's margin are set by hand, since too few labelled figures have a wrong frame.

Papers for leaders and the public print nothing below `LEAST_PRINTED`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

from briefing import lazy as re
from briefing.extraction.readings import Reading
from briefing.extraction.timing import ALREADY
from briefing.model import Document

LEAST_PRINTED = 0.6

_VERB = re.compile(
    r"加快|推动|推进|建立|开展|完成|实施|改造|提升|开工|签约|落地|引入|引进|吸引|落实|支持|招引|包装|策划|压减|封顶|通过|投入|规定|纳入|取得|用"
    r"|招商|储备|谋划|注册|打造|建设|建成|培育|服务|发放|争取|组织|举办|办理|承接|新开工|支付|安排|筹措|拨付|累计"
)
_ODD = re.compile(r"从|用于|通过|基础|之一|其余|[的和、以等为中上]")
_GENERIC = re.compile(
    r"项目|企业|片区|道路|产量|资金|工程|群众|居民|人员|设施|平台|机构|事项|领域|小区|支出|收入|投资|总投资|面积"
)
_PROJECT = re.compile(r"项目|工程|片区")
_MEASURE = re.compile(r"公里|平方米|吨|亩|斤|立方米|公顷|千瓦")
_MARGINS = (4.0, 12.0)  # of a frame
_MARGIN_NAMES = ("margin 0", "margin 1", "margin 2")
_FEWEST = 3  # characters of a name that says what is counted


@cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = json.loads(
        Path(__file__).with_name("confidence.json").read_text("utf-8")
    )
    return found


def confidence(document: Document, reading: Reading) -> float:
    """In (0, 1), three decimals."""
    weigh = _weights().get
    said = sum([weigh(feature, 0.0) for feature in features(document, reading)])
    return round(1 / (1 + math.exp(-said)), 3)


def features(document: Document, reading: Reading) -> list[str]:
    """What is known of a reading, as the weights name it."""
    found = ["", "how " + reading.how]
    _of_name(reading, found)
    _of_time(document, reading, found)
    start = reading.sentence[0]
    if reading.how == "subject" and reading.named_at[0] < start:
        found.append("carried far")
    if document.text.find("其中", start, reading.quantity.start) >= 0:
        found.append("其中")
    return found


def _of_name(reading: Reading, found: list[str]) -> None:
    name, known = reading.name, reading.indicator is not None
    kind = _kind(reading.quantity.unit)
    found.append(kind)
    if _PROJECT.search(name):
        found.append("project known" if known else "project")
    if known:
        found.append("known")
        return
    if kind == "money":
        found.append("other money")
    if _VERB.match(name):
        found.append("verb")
    if _ODD.search(name):
        found.append("odd")
    if len(name) < _FEWEST or _GENERIC.fullmatch(name):
        found.append("generic")


def _of_time(document: Document, reading: Reading, found: list[str]) -> None:
    time, start = reading.time, reading.sentence[0]
    margin, section = document.margin_at(start), document.section_at(start)
    if margin is not None:
        found.append(_MARGIN_NAMES[bisect_right(_MARGINS, margin)])
    years = section.years if section and section.part == "review" else None
    if years and years[0] != years[1]:
        found.append("several")
    if time.status == "target":
        found.append("target")
    if time.reason == ALREADY:
        found.append("already")


@lru_cache(maxsize=1024)
def _kind(unit: str) -> str:
    if unit.endswith("元"):
        return "money"
    if unit in ("%", "个百分点", "倍"):
        return "share"
    return "measure" if _MEASURE.search(unit) else "count"

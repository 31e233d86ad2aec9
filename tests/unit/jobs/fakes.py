"""A reader and a renderer small enough to see through, for tests of the run around them. Workers import them by name.

A source is a line `area year kind`, then lines `indicator value`. Words in a source or a template make trouble on purpose.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import time
from decimal import Decimal
from pathlib import Path

from briefing.errors import EmptyPaperError, PaperError, SettingsError, SourceError
from briefing.jobs.work import PaperOrder, SourceFile
from briefing.model import DocumentInfo, Facts, Observation, Pack, Source
from briefing.settings import Settings
from briefing.settings.schema import Output
from briefing.store import DocumentFacts, FileInfo


def read_source(settings: Settings, source: SourceFile) -> bytes:
    data = source.path.read_bytes()
    text = data.decode()
    if "乱码" in text:
        raise SourceError("读不懂", where=source.path.name)
    if "崩溃" in text:
        os._exit(1)
    head, *lines = text.split("\n")
    area, year, kind = head.split(" ")
    id = hashlib.sha256(text.encode()).hexdigest()
    sha = hashlib.sha256(data).hexdigest()
    name = source.path.name
    info = DocumentInfo(
        id,
        name,
        f"{area}{kind}",
        kind,
        area,
        f"{int(year) + 1}-01-08",
        int(year),
        int(year) + 1,
        sha,
    )  # type: ignore[arg-type]
    found = []
    for at, line in enumerate(line for line in lines if line):
        indicator, value = line.split(" ")
        where = Source(id, name, info.title, at, at + 1, line, line)
        found.append(
            Observation(
                indicator,
                indicator,
                area,
                "level",
                Decimal(value),
                "亿元",
                "actual",
                year,
                "exact",
                where,
            )
        )
    district = settings.district(area)
    warnings = ("有一页没有文字",) if "空页" in name else ()
    file = FileInfo(sha, (name,), "txt", source.extraction_key, warnings)
    return pickle.dumps(
        (file, [DocumentFacts(info, district.code if district else None, Facts(tuple(found)))])
    )


def check_template(output: Output, path: Path) -> list[SettingsError]:
    return (
        [SettingsError("模板损坏", where=output.template)]
        if "损坏" in path.read_text(encoding="utf-8")
        else []
    )


def render_paper(settings: Settings, order: PaperOrder) -> bytes:
    template = order.request.template.data.decode()
    pack: Pack = pickle.loads(order.pack)
    if "拒绝" in template and pack.scope.name == "天桥区":
        raise PaperError("模板缺少变量", where=order.request.template.name)
    if "崩溃" in template and pack.scope.name == "天桥区":
        os._exit(1)
    if "只要表" in template and pack.scope.department != "finance":
        raise EmptyPaperError("没有可以列入表格的数据")
    if "稍等" in template:
        time.sleep(0.2)
    if "慢" in template:
        time.sleep(60)
    figures = [(o.name, str(o.value), o.source.file) for o in pack.observations]
    said = {
        "kind": order.kind,
        "area": pack.scope.name,
        "office": pack.scope.office,
        "rows": [row.indicator for row in pack.indicators],
        "compared": [
            [
                row.indicator,
                {
                    figure.area: str(figure.observation and figure.observation.value)
                    for figure in row.areas
                },
                str(row.whole and row.whole.value),
            ]
            for row in pack.comparison
        ],
        "period": pack.period,
        "as_of": pack.as_of,
        "figures": figures,
        "template": template,
    }
    return pickle.dumps((json.dumps(said, ensure_ascii=False).encode(), {}))

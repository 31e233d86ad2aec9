"""Facts from a few words of YAML: what documents say, sentence by sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from briefing.extraction.marks import marked
from briefing.model import Correction, DocumentInfo, Observation, ProjectMention, Source
from briefing.store import ScopeFacts

AREA = "云湖区"
Case = dict[str, Any]


def facts_of(case: Case) -> ScopeFacts:
    """`documents`: each with kind, date, reviewed, planned and `says`, a list of sentences with their `figures`, and `projects`."""
    documents, observations, mentions = [], [], []
    for i, said in enumerate(case["documents"]):
        info = _info(said, f"d{i}")
        documents.append(info)
        at = 0
        for sentence in said.get("says", ()):
            for figure in sentence.get("figures", ()):
                at += 1
                observations.append(_observation(figure, sentence, info, at * 10))
        for project in said.get("projects", ()):
            at += 1
            source = _source(info, project["name"], project["name"], at * 10, ())
            mentions.append(
                ProjectMention(
                    "named",
                    project["name"],
                    project["stage"],
                    project.get("status", "actual"),
                    str(project["period"]),
                    AREA,
                    source,
                )
            )
    return ScopeFacts(tuple(documents), tuple(observations), tuple(mentions), ())


def _info(said: Case, id: str) -> DocumentInfo:
    reviewed = said.get("reviewed", 2024)
    planned = said.get("planned", reviewed + 1)
    title = said.get("title", "政府工作报告")
    return DocumentInfo(
        id,
        f"{id}.txt",
        title,
        said.get("kind", "work_report"),
        AREA,
        str(said.get("date", f"{planned}-01-10")),
        reviewed,
        planned,
        id,
    )


def _observation(figure: Case, sentence: Case, info: DocumentInfo, at: int) -> Observation:
    text = sentence["text"]
    status = figure.get("status", sentence.get("status", "actual"))
    found = Observation(
        name=figure["name"],
        indicator=figure.get("id"),
        area=figure.get("area", AREA),
        measure=figure.get("measure", "level"),
        value=Decimal(str(figure["value"])),
        unit=figure.get("unit", "%"),
        status=status,
        period=str(figure.get("period", sentence.get("period", info.year_reviewed))),
        bound=figure.get("bound", "exact"),
        source=_source(
            info,
            figure.get("quote", text.rstrip("。")),
            text,
            at,
            tuple(sentence.get("section", ("一、回顾",))),
        ),
        bound_text=figure.get("bound_text", ""),
        vintage="preliminary" if status == "actual" else None,
        correction=_correction(figure["corrected"]) if "corrected" in figure else None,
    )
    return marked(found)


def _correction(corrected: Case) -> Correction:
    """Without a value: the department supplied the figure, no source states it."""
    return Correction(
        **corrected | {"value": Decimal(corrected["value"]) if "value" in corrected else None}
    )


def _source(
    info: DocumentInfo, quote: str, sentence: str, at: int, section: tuple[str, ...]
) -> Source:
    return Source(info.id, info.file, info.title, at, at + 5, quote, sentence, section)

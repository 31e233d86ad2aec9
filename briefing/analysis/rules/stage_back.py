"""A project's stage goes backwards: finished in one year, under way or only planned in a later one.

Passes: 2023年医院开工 … 2024年医院竣工
Fails: 2023年医院竣工 … 2024年医院开工
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from briefing.analysis.index import Index
from briefing.analysis.rules.base import FactRule, Seen
from briefing.model import STAGES, ProjectMention

_WORDS = {
    "reserved": "谋划储备",
    "preparing": "前期工作",
    "signed": "签约落地",
    "started": "开工",
    "building": "在建",
    "completed": "竣工投用",
}


def check(index: Index) -> Iterator[Seen]:
    for project in index.projects:
        happened = [mention for mention in project.mentions if mention.status == "actual"]
        for earlier, later in pairwise(happened):
            if earlier.period < later.period and _back(earlier, later):
                yield Seen(
                    f"“{project.name}”阶段倒退：{earlier.period}年“{_WORDS[earlier.stage]}”，{later.period}年“{_WORDS[later.stage]}”。",
                    sources=(earlier.source, later.source),
                    area=project.area,
                    period=later.period,
                )


def _back(earlier: ProjectMention, later: ProjectMention) -> bool:
    """By more than the step between 开工 and 在建, which reports use for the same thing."""
    before, after = STAGES.index(earlier.stage), STAGES.index(later.stage)
    return after < before and {earlier.stage, later.stage} != {"started", "building"}


RULE = FactRule("stage_back", "medium", "项目阶段倒退", check)

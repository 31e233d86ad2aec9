"""A project's stage goes backwards: finished in one year, under way or only planned in a later one; or to be begun after it is finished.

Passes: 2023年医院开工 … 2024年医院竣工
Fails: 2023年医院竣工 … 2024年医院开工; 2023年医院竣工 … 2024年计划开工
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        for earlier, later in (*pairwise(happened), *_begun_again(happened, project.mentions)):
            if earlier.period < later.period and _back(earlier, later):
                aim = "计划" if later.status == "target" else ""
                yield Seen(
                    f"“{project.name}”阶段倒退：{earlier.period}年“{_WORDS[earlier.stage]}”，{later.period}年{aim}“{_WORDS[later.stage]}”。",
                    sources=(earlier.source, later.source),
                    area=project.area,
                    period=later.period,
                )


def _begun_again(
    happened: Sequence[ProjectMention], mentions: Sequence[ProjectMention]
) -> Iterator[tuple[ProjectMention, ProjectMention]]:
    """What was finished as the last that happened, and is to be begun in a year to come."""
    if happened and happened[-1].stage == "completed":
        aims = (m for m in mentions if m.status == "target" and m.stage == "started")
        yield from ((happened[-1], aim) for aim in aims)


def _back(earlier: ProjectMention, later: ProjectMention) -> bool:
    """By more than the step between 开工 and 在建, which reports use for the same thing."""
    before, after = STAGES.index(earlier.stage), STAGES.index(later.stage)
    return after < before and {earlier.stage, later.stage} != {"started", "building"}


RULE = FactRule("stage_back", "medium", "项目阶段倒退", check)

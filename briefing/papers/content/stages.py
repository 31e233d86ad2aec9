"""How far papers say that a project is: its stage, 竣工投用 only where its source's words name it."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.model import STAGES, Project, ProjectMention, Stage
from briefing.papers.content.words import IN_USE
from briefing.settings.schema import Wording


def heading(mention: ProjectMention, words: Wording) -> str:
    """What a project is counted under: 竣工投用, 加快建设; what was 打造 or 提升, or of which a part is through, under 完成提升."""
    return words.finished if _merely_finished(mention) else words.stages[mention.stage]


def by_heading(
    mentions: Iterable[ProjectMention], words: Wording
) -> list[tuple[Stage, str, list[ProjectMention]]]:
    """Stage, what it is called, its projects: the furthest first, a stage without a project too."""
    found = list(mentions)
    groups: list[tuple[Stage, str, list[ProjectMention]]] = [
        (stage, words.stages[stage], [m for m in found if heading(m, words) == words.stages[stage]])
        for stage in reversed(STAGES)
    ]
    if finished := list(filter(_merely_finished, found)):
        groups.insert(1, ("completed", words.finished, finished))
    return groups


def reached(project: Project, period: str) -> ProjectMention | None:
    """The furthest that a period's documents say a project got, of equals the last: one's 支持建设 takes nothing from another's 建成."""
    happened = [m for m in project.mentions if m.status == "actual" and m.period == period]
    return max(reversed(happened), key=_rank, default=None)


def standing(project: Project, period: str) -> ProjectMention:
    """Where a project stood in a period: the furthest it got in it; else before it; else what is said of it at all."""
    return reached(project, period) or project.standing(period)


def _merely_finished(mention: ProjectMention) -> bool:
    words = mention.stage_words
    return mention.stage == "completed" and bool(words) and not IN_USE.search(words)


def _rank(mention: ProjectMention) -> int:
    return STAGES.index("building" if _merely_finished(mention) else mention.stage)

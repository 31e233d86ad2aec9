"""From a paper's figures to their places on the review pages.

Links are relative, so that a copied output folder works, and look like the text around them: a printed paper shows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from briefing.model import Observation, Pack, ProjectMention, Source, Task
from briefing.papers import Request, filters
from briefing.papers.page import link


def links_of(pack: Pack, request: Request) -> dict[str, str]:
    """Where the figure or name of a key leads to, by the key; nothing for a paper that is not to have links."""
    if not request.links:
        return {}
    files = {document.id: document.sha256 for document in pack.documents}
    return {
        key: request.links + link(files[source.document], source.start, source.end)
        for key, source in _facts(pack)
        if source.document in files
    }


def _facts(pack: Pack) -> Iterator[tuple[str, Source]]:
    """Every fact a paper may print, by the key it is printed with."""
    mentions = (mention for project in pack.projects for mention in project.mentions)
    facts: chain[Observation | ProjectMention] = chain(
        pack.series, pack.next_targets, pack.observations, pack.portfolios, mentions
    )
    for fact in facts:
        yield fact.key, fact.source
    for row in pack.comparison:
        for observation in (row.whole, *(area.observation for area in row.areas)):
            if observation:
                yield observation.key, observation.source
    tasks: chain[Task] = chain(pack.tasks, pack.goals)
    for task in tasks:
        yield task.key, task.source
        yield filters.source_key(task.source), task.source

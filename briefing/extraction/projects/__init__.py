"""Projects: their mentions in running text, and the projects that mentions make over time.

mentions = project_mentions(document)
for project in link(mentions):
    print(project.name, [(mention.period, mention.stage) for mention in project.mentions])
"""

from __future__ import annotations

from briefing.extraction.projects.linking import link, near_names, normalised
from briefing.extraction.projects.mentions import project_mentions
from briefing.extraction.projects.rows import mention_row, source_row
from briefing.extraction.projects.tables import table_mentions

__all__ = [
    "link",
    "mention_row",
    "near_names",
    "normalised",
    "project_mentions",
    "source_row",
    "table_mentions",
]

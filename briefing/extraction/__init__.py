"""From documents to facts: observations, project mentions, tasks. No I/O: a document in, facts out.

lexicon = Lexicon.from_indicators(indicators)
for document in documents(read_file(path)):
    facts = extract(document, lexicon)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from briefing.extraction.lexicon import Lexicon
from briefing.extraction.observations import observation_row, observations
from briefing.extraction.projects import mention_row, project_mentions, table_mentions
from briefing.extraction.tables import read_tables
from briefing.extraction.tables.unread import lines as unread_lines
from briefing.extraction.tasks import task_row, tasks
from briefing.model import Document, Facts, Observation, ProjectMention, Task

__all__ = ["Lexicon", "extract", "facts_as_rows", "facts_as_rows_of", "unread_lines"]


def extract(document: Document, lexicon: Lexicon) -> Facts:
    """All facts of a document, each kind in text order."""
    tables = read_tables(document, lexicon)
    return Facts(
        observations=observations(document, lexicon, tables),
        unread=tables.unread,
        mentions=(*project_mentions(document), *table_mentions(document)),
        tasks=tasks(document),
    )


def facts_as_rows(document: Document, facts: Facts) -> Iterator[dict[str, Any]]:
    """The JSON objects `briefing extract` prints for one document, by kind and in text order."""
    for observation in facts.observations:
        yield observation_row(observation)
    for mention in facts.mentions:
        yield mention_row(mention)
    for task in facts.tasks:
        yield task_row(task)


def facts_as_rows_of(
    facts: Iterable[Observation | ProjectMention | Task],
) -> Iterator[dict[str, Any]]:
    """The same for facts of any documents, each row with its Source under `source`."""
    for fact in facts:
        if isinstance(fact, Observation):
            row = observation_row(fact)
        elif isinstance(fact, ProjectMention):
            row = mention_row(fact)
        else:
            row = task_row(fact)
        yield row | {"source": fact.source}

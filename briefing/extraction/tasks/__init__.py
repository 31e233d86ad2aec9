"""Tasks: duties with their units, commitments of a report, livelihood items, and the problems a report names.

for task in tasks(document):
    print(task.kind, task.number, task.title, task.lead, task.responsible, task.goal)
"""

from __future__ import annotations

from briefing.extraction.tasks.commitments import commitments
from briefing.extraction.tasks.duties import duties
from briefing.extraction.tasks.forms import form_tasks
from briefing.extraction.tasks.livelihood import livelihood
from briefing.extraction.tasks.problems import problems
from briefing.extraction.tasks.rows import task_row
from briefing.extraction.tasks.units import resolve
from briefing.extraction.tasks.worded import worded_goals
from briefing.model import Document, Task

__all__ = [
    "commitments",
    "duties",
    "form_tasks",
    "livelihood",
    "problems",
    "resolve",
    "task_row",
    "tasks",
    "worded_goals",
]


def tasks(document: Document) -> tuple[Task, ...]:
    """All tasks of a document: duties in the text and in tables, commitments, livelihood items, problems, targets in words."""
    return (
        *duties(document),
        *form_tasks(document),
        *commitments(document),
        *livelihood(document),
        *problems(document),
        *worded_goals(document),
    )

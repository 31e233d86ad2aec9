"""The contract's JSON objects of tasks."""

from __future__ import annotations

from typing import Any

from briefing.extraction.projects.rows import source_row
from briefing.model import Task


def task_row(task: Task) -> dict[str, Any]:
    """A duty, commitment, livelihood item or problem as the contract prints it: `fact` is its kind."""
    row = {
        "fact": task.kind,
        **source_row(task.source, task.area),
        "number": task.number,
        "title": task.title,
        "period": task.period,
    }
    if task.kind == "duty" or task.lead or task.responsible:
        row |= {"lead": list(task.lead), "responsible": list(task.responsible)}
    if task.kind != "duty":
        row["text"] = task.text
    if task.kind != "problem":
        row |= {"goal": task.goal, "deadline": task.deadline}
    return row

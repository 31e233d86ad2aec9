"""The sheets of a workbook, one module a sheet: what each takes from the Pack."""

from __future__ import annotations

from collections.abc import Callable

from briefing.model import Pack
from briefing.papers import Request
from briefing.papers.excel.sheets.comparison import amount_overview, comparison, growth_overview
from briefing.papers.excel.sheets.findings import findings
from briefing.papers.excel.sheets.fiscal import fiscal
from briefing.papers.excel.sheets.forms import form_indicators, form_projects, form_tasks
from briefing.papers.excel.sheets.indicators import indicators
from briefing.papers.excel.sheets.plan import plan
from briefing.papers.excel.sheets.projects import projects
from briefing.papers.excel.sheets.series import series
from briefing.papers.excel.sheets.sources import sources
from briefing.papers.excel.sheets.targets import targets
from briefing.papers.excel.sheets.tasks import livelihood, tasks
from briefing.papers.excel.table import Table

SHEETS: dict[str, Callable[[Pack, Request], Table]] = {
    "indicators": indicators,
    "targets": targets,
    "plan": plan,
    "series": series,
    "projects": projects,
    "livelihood": livelihood,
    "fiscal": fiscal,
    "tasks": tasks,
    "sources": sources,
    "findings": findings,
    "growth_overview": growth_overview,
    "amount_overview": amount_overview,
    "comparison": comparison,
    "form_indicators": form_indicators,
    "form_tasks": form_tasks,
    "form_projects": form_projects,
}

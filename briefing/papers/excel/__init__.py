"""Excel workbooks: flat tables whose every figure carries, in a hidden column of its row, the key of its fact."""

from briefing.papers.excel.book import render
from briefing.papers.excel.own import check, lost_parts
from briefing.papers.excel.package import has_proposals, seal_of
from briefing.papers.excel.readback import (
    BoundFigure,
    Mismatch,
    bound_figures,
    stale_values,
    verify,
)
from briefing.papers.excel.recalculation import recalculated

__all__ = [
    "BoundFigure",
    "Mismatch",
    "bound_figures",
    "check",
    "has_proposals",
    "lost_parts",
    "recalculated",
    "render",
    "seal_of",
    "stale_values",
    "verify",
]

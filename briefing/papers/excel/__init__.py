"""Excel workbooks: flat tables whose every figure carries, in a hidden column of its row, the key of its fact."""

from briefing.papers.excel.book import render
from briefing.papers.excel.readback import BoundFigure, bound_figures

__all__ = ["BoundFigure", "bound_figures", "render"]

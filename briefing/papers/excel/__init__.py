"""Excel indicator sheets: a workbook of flat tables whose every figure carries, in a hidden column of its row, the key of its fact."""

from briefing.papers.excel.book import bound_figures, render

__all__ = ["bound_figures", "render"]

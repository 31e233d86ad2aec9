"""Wholes whose parts are known by their ids or names: the rule of parts and the papers' doubts go by them."""

from __future__ import annotations

# The whole's id: its parts, ids or what the name of a figure without one ends in.
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("general_budget_revenue", ("tax_revenue", "nontax_revenue")),
    ("gdp", ("gdp_primary", "gdp_secondary", "gdp_tertiary")),
    ("government_debt", ("一般债务余额", "专项债务余额")),
    ("key_projects", ("续建项目", "新建项目", "储备项目")),
)

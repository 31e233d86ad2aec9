"""What installed packages add, through entry points: docs/hooks.md says how.

Groups: `briefing.indicators` (a list of mappings as in indicators.yaml), `briefing.rules` (a FactRule or TextRule), `briefing.charts`
(a module or object with `make(context)`, under the name templates call it by), `briefing.papers` (a title and a function that gives the
bytes of a Word template, under the name `briefing template new` calls it by).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import metadata
from typing import Any, Literal, get_args

from briefing.errors import SettingsError

Group = Literal["indicators", "rules", "charts", "papers"]


@lru_cache(maxsize=4)
def added(group: Group) -> dict[str, Any]:
    """What is added to a group, by name. Raises SettingsError naming the package that cannot be loaded."""
    found: dict[str, Any] = {}
    for entry in sorted(metadata.entry_points(group=f"briefing.{group}"), key=lambda e: e.name):
        try:
            found[entry.name] = entry.load()
        except Exception as error:
            package = entry.dist.name if entry.dist else entry.value
            raise SettingsError(
                f"扩展包 {package} 的 {entry.name} 装不上：{type(error).__name__}：{error}",
                where=entry.value,
                hint="改好它，或用 pip uninstall 去掉这个包",
            ) from None
    return found


def packages() -> dict[str, str]:
    """The versions of the packages that add something, by name: results depend on them."""
    groups = [f"briefing.{group}" for group in get_args(Group)]
    entries = [entry for group in groups for entry in metadata.entry_points(group=group)]
    return {entry.dist.name: entry.dist.version for entry in entries if entry.dist}

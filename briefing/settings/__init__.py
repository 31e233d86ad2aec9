"""YAML -> typed settings: every fault with its file, line, column and a hint, all of them at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefing.settings.defaults import defaults_root
    from briefing.settings.loader import (
        SettingsErrors,
        check_workspace,
        job_path,
        job_paths,
        load_indicators,
        load_job,
        load_settings,
    )
    from briefing.settings.lookup import (
        Settings,
        names_of_department,
        office_name,
        short_office,
        title_in,
    )
    from briefing.settings.nodes import Yaml, nearest
    from briefing.settings.validation import validated
    from briefing.settings.workspace import find_workspace, init_workspace

__all__ = [
    "Settings",
    "SettingsErrors",
    "Yaml",
    "check_workspace",
    "defaults_root",
    "find_workspace",
    "init_workspace",
    "job_path",
    "job_paths",
    "load_indicators",
    "load_job",
    "load_settings",
    "names_of_department",
    "nearest",
    "office_name",
    "short_office",
    "title_in",
    "validated",
]
_MODULES = ("defaults", "nodes", "validation", "workspace", "lookup", "loader")


def __getattr__(name: str) -> Any:
    """Imported when first used: YAML and its checks take longer to load than a small file takes to read."""
    if name in __all__:
        for module in _MODULES:
            found = import_module(f"briefing.settings.{module}")
            if name in vars(found):
                return vars(found)[name]
    raise AttributeError(f"module 'briefing.settings' has no attribute {name!r}")

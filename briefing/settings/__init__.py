"""YAML -> typed settings: every fault with its file, line, column and a hint, all of them at once."""

from briefing.settings.loader import (
    SettingsErrors,
    check_workspace,
    job_path,
    job_paths,
    load_indicators,
    load_job,
    load_settings,
)
from briefing.settings.lookup import Settings, names_of_department, office_name
from briefing.settings.nodes import Yaml, nearest
from briefing.settings.validation import validated
from briefing.settings.workspace import defaults_root, find_workspace, init_workspace

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
    "validated",
]

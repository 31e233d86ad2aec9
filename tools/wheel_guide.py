"""A step of building the wheel: the guide as HTML goes in where `make docs` has made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SITE = "build/site"


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatch's name for a project's own step."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the pages to what the wheel holds; an editable install finds them in the checkout."""
        made = Path(self.root, SITE, "index.html").is_file()
        if version == "standard" and made:
            build_data["force_include"][SITE] = "briefing/_defaults/guide"

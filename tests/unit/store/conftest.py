"""Stores on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import Server, server

__all__ = ["server"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store: every test that asks for it runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'briefing.db').as_posix()}"
    running: Server = request.getfixturevalue("server")
    return running.database()

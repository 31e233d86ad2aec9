"""Stores with what the forms are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from briefing.collect.importing import Outcome, import_files
from briefing.store import Store, migrate
from tests.unit.collect.forms import AT, fill_store, settings
from tests.unit.store.conftest import server, url

__all__ = ["server", "url"]

Import = Callable[..., Outcome]


@pytest.fixture
def store() -> Iterator[Store]:
    """All with one secret, so that forms with the same figures are the same."""
    with patch.object(migrate.secrets, "token_hex", lambda size: "5a" * size):
        opened = Store.open("sqlite://")
    with opened:
        fill_store(opened)
        yield opened


def importing(store: Store) -> Import:
    def take(path: Path, at: datetime = AT, **options: Any) -> Outcome:
        (outcome,) = import_files([path], store, settings(), at, **options)
        return outcome

    return take


@pytest.fixture
def take(store: Store) -> Import:
    """Imports one file."""
    return importing(store)

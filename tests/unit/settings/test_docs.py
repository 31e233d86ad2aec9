"""A setting that is not in docs/settings.md fails, and so does one there that no longer exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from briefing.settings import mail, schedule, schema
from briefing.settings.loader import FILES

DOCS = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
MODELS: dict[str, list[type[BaseModel]]] = {
    "config/jobs/*.yaml": [
        schema.Job,
        schema.WordOutput,
        schema.ExcelOutput,
        schema.PdfOutput,
        schedule.Schedule,
        schedule.Inbox,
        mail.Mail,
        mail.Server,
        mail.Letter,
    ],
    "config/districts.yaml": [schema.District],
    "config/indicators.yaml": [schema.Indicator],
    "config/departments.yaml": [schema.Department],
    "config/wording.yaml": [schema.Wording],
    "config/lights.yaml": [schema.Lights, schema.Band],
}


def section(file: str) -> str:
    return DOCS.read_text(encoding="utf-8").split(f"\n## {file}\n")[1].split("\n## ")[0]


def documented(file: str) -> set[str]:
    return set(re.findall(r"^\| `([a-z_]+)` \|", section(file), re.MULTILINE))


def choices(annotation: Any) -> set[str]:
    """The words of every Literal inside an annotation."""
    parts = get_args(annotation)
    return {part for part in parts if isinstance(part, str)} | {
        word for part in parts for word in choices(part)
    }


@pytest.mark.parametrize("file", MODELS)
def test_every_setting_is_documented_and_no_other(file: str) -> None:
    assert documented(file) == {field for model in MODELS[file] for field in model.model_fields}


@pytest.mark.parametrize("file", MODELS)
def test_every_choice_is_documented(file: str) -> None:
    words = {
        word
        for model in MODELS[file]
        for field in model.model_fields.values()
        for word in choices(field.annotation)
    }
    assert sorted(word for word in words if word not in section(file)) == []


def test_every_file_is_documented() -> None:
    assert {f"config/{name}" for name in FILES} <= MODELS.keys()

"""What docs/deploy ships agrees with the program: commands, options, exit codes and folders."""

from __future__ import annotations

import configparser
import re
import shlex

import pytest
import yaml

from briefing.cli import run
from briefing.cli.app import app
from tests.conftest import ROOT

DEPLOY = ROOT / "docs" / "deploy"


def test_the_service_and_the_timer_are_well_formed() -> None:
    for name, section, key in (
        ("briefing.service", "Service", "ExecStart"),
        ("briefing.timer", "Timer", "OnCalendar"),
    ):
        parser = configparser.ConfigParser(interpolation=None, strict=True)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read(DEPLOY / name, encoding="utf-8")
        assert parser[section][key]


def test_commands_in_recipes_exist_with_their_options() -> None:
    found = 0
    for path in sorted(DEPLOY.iterdir()):
        for command in re.findall(
            r'briefing(?:\.exe")? ((?:run|store|init|check)\b[^\n`&>，。；]*)',
            path.read_text(encoding="utf-8"),
        ):
            words = shlex.split(command.split("  #")[0])
            chosen = app.get_command(None, words[0])  # type: ignore[arg-type]
            assert chosen
            known = {
                option
                for each in [chosen, *getattr(chosen, "commands", {}).values()]
                for p in each.params
                for option in p.opts
            }
            assert {word for word in words if word.startswith("--")} <= known, (path.name, command)
            found += 1
    assert found >= 8


def test_the_batch_file_has_no_characters_that_a_chinese_console_would_garble() -> None:
    assert (DEPLOY / "briefing.bat").read_text(encoding="utf-8").isascii()


def test_the_image_installs_from_files_that_are_there() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "requirements.lock > constraints.txt" in text
    assert "-c constraints.txt" in text
    assert (ROOT / "requirements.lock").is_file()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not {"briefing", "config", "templates", "pyproject.toml", "README.md", "LICENSE"} & set(
        ignored
    )


def test_the_compose_file_is_what_the_page_says() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["briefing"]["command"] == ["schedule", "run"]
    store = services["briefing"]["environment"]["BRIEFING_STORE"]
    database = services["database"]["environment"]
    assert store == f"postgresql://{database['POSTGRES_USER']}@database/{database['POSTGRES_DB']}"
    assert (ROOT / services["briefing"]["build"]["context"].replace("../..", ".")).is_dir()


def test_the_version_says_of_when_the_data_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"行政区划 截至 \d{4}-\d{2}\n放假安排 chinesecalendar \d", said)

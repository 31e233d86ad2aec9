"""briefing explain: which words of a sentence each field of a figure came from."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH

if TYPE_CHECKING:
    from briefing.extraction.explain import Explanation
    from briefing.extraction.projects.explaining import Told

# field: (colour, what it is)
_FIELDS = {
    "name": ("cyan", "名称"),
    "predicate": ("yellow", "谓语"),
    "number": ("green", "数字"),
    "unit": ("magenta", "单位"),
    "bound": ("red", "界限"),
    "period": ("blue", "时间"),
}


@click.command()
@click.argument("file", type=PATH, metavar="文件")
@click.option("--find", required=True, metavar="文字", help="要查的数字或文字，如 57.1")
def explain(file: Path, find: str) -> int:
    """说明一个数字或项目是怎样读出来的：原句中哪些字给出了名称、谓语、数字、单位、界限和时间；项目为什么是项目、处在什么阶段。"""
    from briefing.errors import SettingsError
    from briefing.extraction import Lexicon
    from briefing.extraction.explain import explain as explain_in
    from briefing.extraction.explain import unread as unread_in
    from briefing.extraction.projects.explaining import explain_projects
    from briefing.sources import documents, read_file

    if not find.strip():
        raise SettingsError(
            "没有写要查什么", where="--find", hint="写一个数字或名称，如 --find 57.1"
        )
    lexicon = Lexicon.own()
    found = unread = 0
    projects: list[Told] = []
    for document in documents(read_file(file)):
        for cell in unread_in(document, lexicon, find):
            unread += 1
            click.echo(f"{cell.place or '表格'}的“{cell.text}”没有读出：{cell.reason}")
        for explanation in explain_in(document, lexicon, find):
            if not found:
                said = [
                    click.style(what, fg=colour, bold=True) if _in_colour() else what
                    for colour, what in _FIELDS.values()
                ]
                click.echo("图例：" + " ".join(said))
            found += 1
            _show(explanation)
        projects.extend(explain_projects(document, "".join(find.split())))
    any_read = found or unread or find.strip()[0].isdigit() or any(told.read for told in projects)
    shown = [told for told in projects if told.read or not any_read]
    for told in shown:
        _tell(told)
    found += len(shown)
    if not found and not unread:
        click.echo(f"{file.name}：没有读出与“{find}”有关的数字或项目", err=True)
    return 0 if found or unread else 1


def _in_colour() -> bool:
    """Whether the terminal shows colours, and its user wants them (see no-color.org)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def _tell(told: Told) -> None:
    """A project with its reasons, or a clause that gave none."""
    click.echo(f"\n{told.sentence}")
    for field, value, why in told.reasons:
        click.echo(f"  {field}：{value}（{why}）" if why else f"  {field}：{value}")


def _show(explanation: Explanation) -> None:
    observation = explanation.observation
    click.echo()
    click.echo(f"《{observation.source.title}》{' / '.join(observation.source.section)}")
    click.echo(_coloured(explanation))
    for reason in explanation.reasons:
        click.echo(
            f"  {reason.field}：{reason.value}（{reason.why}）"
            if reason.why
            else f"  {reason.field}：{reason.value}"
        )


def _coloured(explanation: Explanation) -> str:
    """The sentence with its parts in colour; without colours the parts stand in brackets with what they are."""
    plain = not _in_colour()
    text, at = "", 0
    for part in sorted(explanation.parts, key=lambda part: part.start):
        if part.start < at:
            continue
        colour, what = _FIELDS[part.field]
        said = explanation.sentence[part.start : part.end]
        text += explanation.sentence[at : part.start] + (
            f"[{said}|{what}]" if plain else click.style(said, fg=colour, bold=True)
        )
        at = part.end
    return text + explanation.sentence[at:]

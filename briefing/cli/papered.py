"""briefing verify, doctor, template and lint-docx: finished papers, templates, and what this machine has to make them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.errors import BriefingError
    from briefing.model import Audience


@click.command()
@click.argument("folder", type=PATH, metavar="文件夹")
@click.option(
    "--job",
    "job_file",
    type=PATH,
    metavar="任务文件",
    help="当时用的任务文件；默认在 config/jobs 里按任务名找",
)
@click.option(
    "--recalculate",
    is_flag=True,
    help="工作簿的公式用 LibreOffice 重算一遍，与文件里存的结果比对（每份要几秒）",
)
@store_option
@workspace_option
def verify(
    folder: Path,
    job_file: Path | None,
    recalculate: bool,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """核对一个文件夹里的材料：每个数字都要与数据库里的数据一致、有出处。

    有一处不符，退出码就是 1，并写明在哪份材料、哪一段（哪一页、哪一格）。
    """
    from briefing.artifacts import memory
    from briefing.errors import SettingsError
    from briefing.jobs import places
    from briefing.jobs.verify import manifests, verify_folder
    from briefing.settings import load_job, load_settings
    from briefing.store import Store
    from briefing.store import store_url as store_address

    if not folder.is_dir():
        why = "这是文件，不是文件夹" if folder.exists() else "找不到这个文件夹"
        raise SettingsError(
            why, where=str(folder), hint="写输出文件夹，如 output 或 output/annual/2024"
        )
    soffice = (shutil.which("soffice") or "") if recalculate else ""
    if recalculate and not soffice:
        raise SettingsError(
            "这台机器没有 LibreOffice，不能重算",
            where="--recalculate",
            hint="安装 LibreOffice，或不写 --recalculate",
        )
    root = _workspace_of(folder, workspace)
    settings = load_settings(root)
    job = load_job(settings, job_file) if job_file else None
    made = manifests(folder)[0]
    output = made.output
    if job:
        url = places.of_job(job, root, output, store_url)
    else:
        beside = store_address(output.resolve() / places.FILE, root)
        known = memory.store(output, made.job) or (
            beside if (output / places.FILE).is_file() else ""
        )
        url = places.given(store_url) or known or places.of_workspace(root)
    papers = figures = wrong = 0
    with Store.open(url, create=False) as store:
        for checked in verify_folder(folder, settings, store, job, soffice):
            papers, figures, wrong = (
                papers + 1,
                figures + checked.figures,
                wrong + len(checked.problems),
            )
            for place, text, problem in checked.problems:
                click.echo(f"{checked.path} {place}{f'“{text}”' if text else ''}：{problem}")
    click.echo(
        f"核对了 {papers} 份材料、{figures} 处数据：{f'{wrong} 处不符' if wrong else '全部相符'}",
        err=True,
    )
    return 1 if wrong else 0


def _workspace_of(folder: Path, workspace: Path | None) -> Path:
    """The workspace of the current folder; of the papers' folder where the command is given outside of any."""
    from briefing.errors import SettingsError
    from briefing.settings import find_workspace

    try:
        return find_workspace(Path.cwd(), workspace)
    except SettingsError:
        if workspace:
            raise
        return find_workspace(folder)


@click.command()
@click.option("--mail", is_flag=True, help="连一下各任务的邮件服务器并登录，不发信")
@store_option
@workspace_option
def doctor(mail: bool, store_url: str | None, workspace: Path | None) -> int:
    """看看这台机器缺什么：字体、可选程序、数据库、设置。"""
    from briefing.cli.send import real_time
    from briefing.cli.tables import table
    from briefing.jobs.doctor import examine

    url = lambda root: store_url_or_default(store_url, root)  # noqa: E731
    found = examine(Path.cwd(), workspace, url, real_time() if mail else None)
    click.echo(
        table(
            ["项目", "情况", "说明"],
            [
                [item.what, "正常" if item.well else "缺" if item.optional else "有问题", item.says]
                for item in found
            ],
        )
    )
    return 0 if all(item.well or item.optional for item in found) else 1


@click.group()
def template() -> None:
    """模板：列出 Word 模板可用的变量、检查、新建。"""


@template.command()
@click.option("--district", metavar="地区", help="用哪个地区的数据举例；默认为数据库里的第一个")
@click.option("--period", default="", metavar="时期", help="用哪个时期的数据举例；默认为最新的")
@click.option("--internal", is_flag=True, help="连同只有校核单能用的")
@store_option
@workspace_option
def vars(
    district: str | None, period: str, internal: bool, store_url: str | None, workspace: Path | None
) -> None:
    """列出模板能用的全部变量：名称、种类、含义、例子。"""
    from briefing.cli.tables import cut, table
    from briefing.jobs.example import example_pack
    from briefing.papers import Request, Template
    from briefing.papers.word.check import variables
    from briefing.settings import find_workspace, load_settings

    root = find_workspace(Path.cwd(), workspace)
    settings = load_settings(root)
    audience: Audience = "internal" if internal else "leader"
    pack = example_pack(store_url_or_default(store_url, root), settings, district, period, audience)
    request = Request("区情简报", audience, Template("", b""), settings.wording)
    rows = [
        [each.name, each.kind, cut(each.meaning, 60), cut(each.example, 40)]
        for each in variables(pack, request)
    ]
    click.echo(table(["名称", "种类", "含义", "例子"], rows))


@template.command("check")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="模板...")
@click.option("--internal", is_flag=True, help="按校核单检查：可以用内部变量")
def check_(files: tuple[Path, ...], internal: bool) -> int:
    """检查 Word 模板（.docx）和信的模板（.txt、.html）：每个写错、不许用的标签在哪一段、应该怎么写。"""
    from briefing.errors import BriefingError

    found: list[BriefingError] = []
    for file in files:
        try:
            found += _faults(file, "internal" if internal else None)
        except BriefingError as error:
            found.append(error)
    for problem in found:
        click.echo(str(problem))
    click.echo(
        f"检查了 {len(files)} 个模板：{f'{len(found)} 个问题' if found else '没有问题'}", err=True
    )
    return 2 if found else 0


def _faults(file: Path, audience: Audience | None) -> Sequence[BriefingError]:
    """Raises BriefingError."""
    from briefing.errors import SettingsError

    if file.suffix.lower() in (".txt", ".html", ".htm"):
        from briefing.post.templates import check_file

        return check_file(file)
    if file.suffix.lower() in (".xlsx", ".yaml", ".yml"):
        hint = "工作簿和图表的模板由 briefing check 同任务一起检查"
        raise SettingsError("不是 Word 模板，也不是信的模板", where=str(file), hint=hint)
    from briefing.papers.word.check import check_template

    return check_template(str(file), _bytes(file), audience)


@template.command(short_help="新建一个 Word 模板。")
@click.argument("kind", metavar="种类")
@click.argument("file", type=PATH, metavar="文件")
def new(kind: str, file: Path) -> None:
    """新建一个 Word 模板。种类：briefing、notice、projects、reminder、letter、comparison、review。"""
    from briefing.errors import SettingsError
    from briefing.files import write_whole
    from briefing.hooks import added
    from briefing.papers.word.new_template import KINDS, new_template

    own = added("papers")
    if kind not in (known := KINDS | own):
        hint = "可用：" + "、".join(f"{key}（{name}）" for key, (name, _) in known.items())
        raise SettingsError(f"没有“{kind}”这种模板", hint=hint)
    data = own[kind][1]() if kind in own else new_template(kind)
    if file.suffix.lower() != ".docx":
        raise SettingsError("模板的文件名要以 .docx 结尾", where=str(file))
    if file.exists():
        raise SettingsError(
            "已经有这个文件，没有动它", where=str(file), hint="换一个文件名，或先移走它"
        )
    write_whole(file, data)
    click.echo(f"已建好模板 {file}", err=True)


@click.command("lint-docx")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="文件...")
@click.option(
    "--fix", is_flag=True, help="另存一份改好的：页边、字体、行距、缩进、页码、半角标点，并列出改动"
)
def lint_docx(files: tuple[Path, ...], fix: bool) -> int:
    """逐条对照 GB/T 9704—2012 检查 Word 文件的版式；任何 .docx 都行，包括人改过的。"""
    from briefing.errors import BriefingError

    wrong = 0
    for file in files:
        try:
            checked = _mended(file) if fix else file
            wrong += _linted(checked)
        except BriefingError as error:
            click.echo(f"错误：{error}", err=True)
            wrong += 1
    return 1 if wrong else 0


def _linted(file: Path) -> int:
    """Print the verdicts. Returns how many are wrong. Raises BriefingError."""
    from briefing.cli.tables import table
    from briefing.papers.word.lint import VERDICTS
    from briefing.papers.word.lint import lint_docx as lint

    clauses = lint(_bytes(file), file.name)
    click.echo(f"{file}")
    rows = [[VERDICTS[clause.verdict], clause.clause, clause.message] for clause in clauses]
    click.echo(table(["结论", "条款", "说明"], rows))
    return sum(clause.verdict == "wrong" for clause in clauses)


def _mended(file: Path) -> Path:
    """A mended copy beside the file, its changes listed; the file itself where there is nothing to mend. Raises BriefingError."""
    from briefing.errors import SettingsError
    from briefing.files import write_whole
    from briefing.papers.word.mending import mend_docx

    copy = file.with_name(f"{file.stem}（改）.docx")
    if copy.exists():
        hint = "先移走它"
        raise SettingsError("已经有改过的一份，没有动它", where=str(copy), hint=hint)
    data, changes = mend_docx(_bytes(file), file.name)
    for change in changes:
        click.echo(change)
    if not changes:
        click.echo(f"{file}：没有能自动改的", err=True)
        return file
    write_whole(copy, data)
    click.echo(f"改了 {len(changes)} 处，另存为 {copy}；原文件没有动", err=True)
    return copy


def _bytes(file: Path) -> bytes:
    """Raises SettingsError."""
    from briefing.errors import SettingsError, system_words

    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"读不出来：{system_words(error)}",
            where=str(file),
            hint="检查路径，关闭正在使用它的程序",
        ) from None

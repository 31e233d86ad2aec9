"""briefing check, briefing init and briefing guide."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, workspace_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.errors import SettingsError
    from briefing.settings.mail import Mail
    from briefing.settings.schema import Output


@click.command()
@workspace_option
def check(workspace: Path | None) -> int:
    """检查配置和模板，一次列出全部问题；不生成任何东西。"""
    from briefing.papers.check import check_template, notices
    from briefing.settings import check_workspace, find_workspace

    root = find_workspace(Path.cwd(), workspace)
    lacking: dict[str, None] = {}

    def look(output: Output, template: Path) -> list[SettingsError]:
        lacking.update(dict.fromkeys(notices(output, template)))
        return check_template(output, template)

    problems = check_workspace(root, look, _mail_faults)
    if not problems:
        lacking.update(dict.fromkeys(_letters(root)))
    for notice in lacking:
        click.echo(f"提醒：{notice}", err=True)
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"{root}：{f'{len(problems)} 个问题' if problems else '没有问题'}", err=True)
    return 2 if problems else 0


def _mail_faults(mail: Mail, root: Path) -> list[SettingsError]:
    """Imports the post only where the templates of mails are not known to be all right."""
    from briefing import kept

    def look() -> list[SettingsError]:
        from briefing.post.templates import check_mail

        return check_mail(mail, root)

    try:
        texts = [(root / name).read_bytes() for name in mail.templates if (root / name).is_file()]
    except OSError:
        return look()
    return kept.faults([b"mail", str(mail).encode(), *texts], look)


def _letters(root: Path) -> Iterator[str]:
    """What keeps the letters of the jobs from going out."""
    from briefing.settings import job_paths, load_job, load_settings

    settings = load_settings(root)
    for job in (load_job(settings, path) for path in job_paths(root)):
        if not job.mail:
            continue
        from briefing.post.addresses import read_addresses
        from briefing.post.recipients import strangers, unreachable

        book = read_addresses(root, job.mail.address_book)
        yield from unreachable(job, job.mail, settings, book)
        if unknown := strangers(job, job.mail, settings, book):
            yield f"{job.mail.address_book}：{job.name} 没有信发给 {'、'.join(unknown)}（单位写全称，如 槐荫区财政局）"


@click.command()
@click.argument("folder", type=PATH, metavar="文件夹")
@click.option(
    "--area", default="", metavar="地区", help="为这个省、市、县配置好，如 高阳县、保定市"
)
def init(folder: Path, area: str) -> None:
    """新建一个工作区：配置和模板的副本，供修改。

    写了 --area，地区表和各任务就按这个地区（及其下辖的地区）写好。
    """
    from briefing.settings import init_workspace

    made = init_workspace(folder, area)
    click.echo(f"已建好工作区 {made}" + (f"，已按{area}配置" if area else ""), err=True)
    then = (
        "看一下 config/districts.yaml 里的地区；"
        if area
        else "在 config/jobs/annual.yaml 的 districts 里写上要做的地区；"
    )
    click.echo(f"接下来：1. 把资料放进 sources 文件夹；2. {then}", err=True)
    click.echo(
        "3. 在工作区里运行 briefing check，再运行 briefing run annual。设置和命令的说明在 docs 文件夹里。",
        err=True,
    )


@click.command()
@click.option("--print", "printed", is_flag=True, help="只写出指南在哪里，不打开")
def guide(printed: bool) -> None:
    """打开使用指南（网页，不用联网）；写出它在哪里。"""
    from briefing.settings.defaults import guide_page

    page = guide_page()
    click.echo(str(page))
    if page.suffix != ".html":
        click.echo("提醒：没有网页版的指南（make docs 生成），这是文字版", err=True)
    elif not printed and not webbrowser.open(page.as_uri()):
        click.echo("提醒：没有找到浏览器，请自己打开上面的文件", err=True)

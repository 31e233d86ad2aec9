"""The commands and where they are. A command's module is imported when the command is called: start-up stays short."""

from __future__ import annotations

import difflib
from importlib import import_module

import click

from briefing import __version__
from briefing.cli.messages import ChineseHelp

# command: (module, what it does)
COMMANDS = {
    "run": ("run", "按任务生成各区的成果"),
    "schedule": ("schedule", "按任务里写的时间自动运行"),
    "inbox": ("schedule", "把收件文件夹里的文件归到各区的资料里"),
    "check": ("workspace", "检查配置和模板，不生成任何东西"),
    "init": ("workspace", "新建一个工作区（配置和模板的副本）"),
    "guide": ("workspace", "打开使用指南"),
    "extract": ("extract", "从文件抽取指标、项目和责任事项，逐行输出 JSON"),
    "diff": ("diff", "两份报告、两个数据库之间有什么不同"),
    "explain": ("explain", "说明一个数字是怎样从原句读出来的"),
    "review": ("review", "写校核网页：逐个核对读出的数字"),
    "ingest": ("stored", "读取文件，把抽取结果存入数据库"),
    "facts": ("stored", "列出数据库中的指标数据"),
    "store": ("store", "维护数据库：备份、检查"),
    "targets": ("analysed", "一个地区一年的目标与完成情况"),
    "findings": ("analysed", "勾稽和校对发现的问题"),
    "pack": ("analysed", "输出一份材料所用的全部数据（JSON）"),
    "send": ("send", "把材料发给各单位，每份只发一次"),
    "history": ("history", "什么时候把什么发给了谁"),
    "verify": ("papered", "核对材料里的每个数字"),
    "template": ("papered", "模板：列出变量、检查、新建"),
    "lint-docx": ("papered", "按公文格式国家标准检查 Word 文件"),
    "doctor": ("papered", "看看这台机器缺什么：字体、程序、数据库"),
    "confirm": ("analysed", "列出推算数，确认后才用于对外材料"),
    "collect": ("collect", "回收部门填报表：导入、应报已报未报、催报"),
    "corrections": ("corrections", "部门核定值和校核标记：列出、收进、撤销"),
    "labels": ("labels", "把校核过的事实写成标注文件"),
}


class Commands(click.Group):
    """A group that imports its commands on demand and names the nearest command for a mistyped one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command = getattr(
            import_module(f"briefing.cli.{COMMANDS[name][0]}"), name.replace("-", "_")
        )
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            raise click.UsageError(
                f"没有命令 {args[0]}" + (f"（是否指 {near[0]}？）" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table, so that --help imports nothing.
        with formatter.section("命令"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


click.Context.formatter_class = ChineseHelp


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """The program's version, and of when the data is that it carries."""
    if not asked or ctx.resilient_parsing:
        return
    from importlib import metadata

    from briefing.settings.divisions import DATE

    click.echo(f"briefing {__version__}")
    click.echo(f"行政区划 截至 {DATE}")
    for package, what in (("chinesecalendar", "放假安排"), ("holidays", "法定节日")):
        click.echo(f"{what} {package} {metadata.version(package)}")
    ctx.exit()


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="程序的版本和所带数据的日期",
)
def app() -> None:
    """从政府工作报告到简报、指标表和图表册：每个数字都能追溯到原文。"""

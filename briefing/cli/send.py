"""briefing send: the papers of a job's last run to everybody they are for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.options import PATH, store_option, workspace_option

if TYPE_CHECKING:
    from briefing.post.mailing import Result, Row
    from briefing.post.smtp import Time
    from briefing.settings import Settings
    from briefing.settings.schema import Job
    from briefing.store import Store

_STATES = {
    "sent": "已发",
    "ready": "待发",
    "nothing": "不用发",
    "held": "没有发",
    "failed": "失败",
    "waiting": "下次再发",
    "uncertain": "不确定",
}
_ANSWERS = {"sent": "sent", "again": "failed"}
_EMPTY = "没有内容，不发"
_NAMED = 12  # units that a line names; the rest are counted


@click.command()
@click.argument("job", metavar="任务")
@click.option(
    "--dry-run", is_flag=True, help="不发，把每封信写成 .eml 文件放进发件箱文件夹，并列表"
)
@click.option(
    "--by-folder", is_flag=True, help="不发邮件，每个单位一个文件夹，另有发送清单.xlsx，供上传 OA"
)
@click.option(
    "--only", multiple=True, metavar="部门", help="只发给这些部门、单位或邮箱（可写多次）"
)
@click.option("--test-to", default="", metavar="邮箱", help="全部改发到这个邮箱看效果，不记入台账")
@click.option("--period", default="", metavar="时期", help="发这个时期的材料；默认为上次运行做的")
@click.option(
    "--resolve",
    multiple=True,
    metavar="编号=sent|again",
    help="说明一封不确定的信：sent 对方已收到，again 没收到、要再发",
)
@click.option("--owner", is_flag=True, help="只把上次运行的情况发给任务负责人")
@click.option("--output", type=PATH, metavar="DIR", help="材料在这个文件夹；默认为任务里写的")
@store_option
@workspace_option
def send(
    job: str,
    dry_run: bool,
    by_folder: bool,
    only: tuple[str, ...],
    test_to: str,
    period: str,
    resolve: tuple[str, ...],
    owner: bool,
    output: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """把任务上次运行的材料发给各单位：同一份材料对同一个单位只发一次，有变化的注明更正再发。

    退出码：0 该发的都发了；1 有没发出的；2 配置有误，没有开始；3 另一个发送正在进行。
    """
    from briefing.errors import SettingsError
    from briefing.jobs import places
    from briefing.post import send as post
    from briefing.settings import find_workspace, load_job, load_settings
    from briefing.store import Store

    if (by_folder and test_to) or (owner and (by_folder or dry_run or only or test_to)):
        raise SettingsError(
            "这些选项不能一起写",
            where="briefing send",
            hint="--by-folder 不和 --test-to 一起写，--owner 单独写",
        )
    _check_address(test_to)
    as_path = Path(job)
    settings = load_settings(
        find_workspace(as_path.resolve().parent if as_path.is_file() else Path.cwd(), workspace)
    )
    chosen = load_job(settings, as_path if as_path.is_file() else job)
    folder = output or settings.root / chosen.output
    url = places.of_job(chosen, settings.root, folder, store_url)
    with Store.open(url, create=False) as store:
        if resolve:
            return _resolve(resolve, store)
        if owner:
            return _report(_to_owner(chosen, settings, store, folder))
        options = post.Options(period, only, test_to, dry_run, by_folder, _told)
        return _report(post.send(chosen, settings, store, folder, real_time(), options))


def _told(done: int, of: int, row: Row) -> None:
    """A line a unit while mails go out: a few hundred take minutes."""
    click.echo(f"[{done}/{of}] {row.unit} {_STATES[row.state]}", err=True)


def real_time() -> Time:
    """The real one; mails are dated by our users' clocks."""
    import time

    from briefing.jobs.clock import system_clock
    from briefing.periods import ZONE
    from briefing.post.smtp import Time

    return Time(
        lambda: system_clock().astimezone(ZONE),
        time.monotonic,
        time.sleep,
        lambda said: click.echo(said, err=True),
    )


def _check_address(address: str) -> None:
    from briefing.errors import SettingsError

    if address and not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", address
    ):
        raise SettingsError(
            f"{address} 不像邮箱地址", where="--test-to", hint="例：me@example.invalid"
        )


def _to_owner(job: Job, settings: Settings, store: Store, output: Path) -> Result:
    from briefing.jobs.forms import owed_and_late
    from briefing.post.report import report_to_owner

    time = real_time()
    owed, late = owed_and_late(job, settings, output, store, time.clock())
    return report_to_owner(job, settings, store, output, time, owed=owed, late=late)


def _resolve(items: tuple[str, ...], store: Store) -> int:
    from briefing.errors import SettingsError
    from briefing.post import send as post

    for item in items:
        number, _, answer = item.partition("=")
        if not number.isdigit() or answer not in _ANSWERS:
            raise SettingsError(
                f"看不懂 {item}",
                where="--resolve",
                hint="写成 12=sent（对方已收到）或 12=again（没收到，要再发）",
            )
        post.resolve(store, int(number), _ANSWERS[answer], real_time())  # type: ignore[arg-type]
        click.echo(f"{number}：{'记为已发' if answer == 'sent' else '下次再发'}", err=True)
    return 0


def _report(result: Result) -> int:
    from briefing.cli.tables import cut, table

    rows = []
    for row in result.rows:
        said = row.said
        if row.state == "uncertain" and row.entries:
            said += f"；问清后运行 briefing send 任务 --resolve {row.entries[0]}=sent（收到了）或 {row.entries[0]}=again（没收到）"
        if row.state != "nothing":
            shown = cut("、".join(row.files), 60)
            rows.append(
                [
                    row.unit,
                    "" if row.recipient == row.unit else row.recipient,
                    shown,
                    _STATES[row.state],
                    said,
                ]
            )
    if rows:
        click.echo(table(["单位", "收件人", "材料", "结果", "说明"], rows))
    nothing = [(row, _reason(row.said)) for row in result.rows if row.state == "nothing"]
    for reason in dict.fromkeys(why for _, why in nothing):
        units = dict.fromkeys(row.unit for row, why in nothing if why == reason)
        named = "" if reason.endswith(_EMPTY) else f"：{_named(list(units))}"
        click.echo(f"{reason}（{len(units)} 个单位）{named}")
    counts = [
        f"{word} {count}"
        for state, word in _STATES.items()
        if (count := result.count(state))  # type: ignore[arg-type]
    ]
    click.echo("，".join(counts) or "没有要发的材料", err=True)
    if result.folder:
        click.echo(f"写在 {result.folder}", err=True)
    if result.stopped:
        click.echo(f"错误：{result.stopped}", err=True)
    return result.exit_code


def _reason(said: str) -> str:
    """Papers that say nothing are one reason, whatever their names."""
    return f"{_EMPTY}" if said.endswith(_EMPTY) else said


def _named(units: list[str]) -> str:
    more = "等，用 --only 单位 可逐个查看" if len(units) > _NAMED else ""
    return "、".join(units[:_NAMED]) + more

"""briefing targets, findings, pack and confirm: what the analysis makes of the stored facts."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from briefing.cli.listing import Column, Listing, listing_options
from briefing.cli.options import store_option, store_url_or_default, workspace_option

if TYPE_CHECKING:
    from briefing.model import Derived, Pack, Scope, TargetRow
    from briefing.settings import Settings
    from briefing.settings.schema import Department, District
    from briefing.store import ScopeFacts, Store

_DISTRICT = click.option("--district", metavar="地区", required=True, help="地区的名称或代码")
_PERIOD = click.option(
    "--period", metavar="时期", required=True, help="如 2024、2024Q1、2024M01-M05"
)


@click.command()
@_DISTRICT
@click.option(
    "--year", metavar="年份", required=True, type=click.IntRange(1949, 2100), help="如 2024"
)
@listing_options("json")
@store_option
@workspace_option
def targets(
    district: str,
    year: int,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出一个地区一年的目标、完成数、差距和判断，以及下一年的目标。"""
    from briefing.analysis.index import Index
    from briefing.analysis.targets import target_rows
    from briefing.cli import columns

    listing = Listing(format_, out)
    settings, root = _settings(workspace)
    facts = _facts(store_url, root, _district(settings, district))
    rows = target_rows(Index(facts, settings), str(year))
    listing.write(rows, columns.targets(settings), {"json": _json})


def _json(rows: Iterable[TargetRow], out: TextIO) -> int:
    from briefing.cli import columns

    found = [columns.target_row(row) for row in rows]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2), file=out)
    return len(found)


@click.command()
@click.option("--district", metavar="地区", help="地区的名称或代码；不写时列出数据库中的全部地区")
@click.option("--period", metavar="时期", help="如 2024")
@click.option("--severity", type=click.Choice(["high", "medium", "low"]), help="重要、一般或提示")
@listing_options()
@store_option
@workspace_option
def findings(
    district: str | None,
    period: str | None,
    severity: str | None,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """列出勾稽和校对发现的问题：规则、轻重、说明和原文。"""
    from briefing.cli import columns
    from briefing.jobs.review import findings_of

    listing = Listing(format_, out)
    settings, root = _settings(workspace)
    _check_period(period)
    chosen = _district(settings, district) if district else None
    with _store(store_url, root) as store:
        documents = store.documents(district=chosen.code if chosen else None)
        _say_if_unknown(documents, chosen)
        found = [
            finding
            for finding in findings_of(store, settings, documents)
            if (not severity or finding.severity == severity)
            and (not period or finding.period.startswith(period))
        ]
    listing.write(found, columns.findings(settings))


@click.command()
@_DISTRICT
@_PERIOD
@click.option("--department", metavar="部门", help="部门的名称或代号")
@click.option(
    "--audience",
    type=click.Choice(["internal", "leader", "department", "public"]),
    default="internal",
    help="给谁看的材料",
)
@click.option("--format", "format_", type=click.Choice(["json"]), default="json", help="输出格式")
@store_option
@workspace_option
def pack(
    district: str,
    period: str,
    department: str | None,
    audience: str,
    format_: str,
    store_url: str | None,
    workspace: Path | None,
) -> None:
    """输出一个地区（或它的一个部门）一个时期的材料所用的全部数据；写市名则输出各区县的比较。"""
    from briefing.analysis import plain
    from briefing.analysis.pack import build_pack, for_audience

    settings, root = _settings(workspace)
    _check_period(period)
    place = _district(settings, district)
    if place.kind == "city":
        made = _city_pack(store_url, root, settings, place, period)
    else:
        scope = _scope(place, _department(settings, department) if department else None)
        made = build_pack(_facts(store_url, root, place), scope, period, settings)
    click.echo(json.dumps(plain.pack(for_audience(made, audience)), ensure_ascii=False, indent=2))  # type: ignore[arg-type]


def _city_pack(
    store_url: str | None, root: Path, settings: Settings, city: District, period: str
) -> Pack:
    """The districts and counties of a city side by side."""
    from briefing.analysis.pack import build_comparison
    from briefing.model import Scope

    areas = [
        each
        for each in settings.districts
        if each.city == city.city and each.kind in ("district", "county")
    ]
    with _store(store_url, root) as store:
        facts = {area.name: store.scope_facts(area.code) for area in areas}
        return build_comparison(
            facts,
            Scope("districts", city.code, city.name),
            period,
            settings,
            store.scope_facts(city.code),
        )


@click.command()
@click.argument("keys", nargs=-1, metavar="[代号...]")
@click.option("--district", metavar="地区", help="列出哪个地区的推算数")
@click.option("--year", metavar="年份", type=click.IntRange(1949, 2100), help="列出哪一年的推算数")
@click.option("--by", metavar="科室", help="由谁确认：写科室或岗位")
@click.option("--note", metavar="说明", default="", help="确认的依据")
@click.option("--revoke", is_flag=True, help="撤销确认")
@click.option("--tasks", is_flag=True, help="不是推算数，而是没有点名单位的任务和拟定的单位")
@click.option("--matches", is_flag=True, help="不是推算数，而是叫法不同的完成数：是不是某项目标的")
@click.option("--no", "denied", is_flag=True, help="与 --matches 一起用：不是")
@click.option(
    "--unit", metavar="部门", default="", help="与 --tasks 一起用：不用拟定的单位，由这个部门牵头"
)
@listing_options()
@store_option
@workspace_option
def confirm(
    keys: tuple[str, ...],
    district: str | None,
    year: int | None,
    by: str | None,
    note: str,
    revoke: bool,
    tasks: bool,
    matches: bool,
    denied: bool,
    unit: str,
    format_: str,
    out: Path | None,
    store_url: str | None,
    workspace: Path | None,
) -> int:
    """列出推算数；写出代号就确认。原文没有的数，确认后才出现在对外材料里。

    推算所用的任何一个数变了，代号就变，要重新确认。加 --tasks 列出没有点名单位的任务，确认拟定的单位。
    加 --matches 列出叫法不同、可能是某项目标完成数的数，回答是或 --no。
    """
    from briefing.errors import SettingsError

    listing = Listing(format_, out)
    settings, root = _settings(workspace)
    if unit and not tasks:
        raise SettingsError("--unit 只用于任务", where="--unit", hint="加上 --tasks")
    if keys and not revoke and not by:
        raise SettingsError(
            "没有写由谁确认", where="--by", hint="写科室或岗位，如 --by 区统计局综合科"
        )
    if tasks:
        return _confirm_tasks(
            listing,
            store_url,
            root,
            settings,
            keys,
            district,
            year,
            unit,
            by or "",
            note,
            revoke=revoke,
        )
    if matches and not revoke:
        return _answer(
            listing, store_url, root, settings, keys, district, year, by or "", note, yes=not denied
        )
    with _store(store_url, root) as store:
        if keys and revoke:
            _refuse(keys, [each.key for each in store.confirmations.all()], "没有确认过，撤销不了")
            click.echo(f"撤销了 {store.confirmations.revoke(keys)} 项确认", err=True)
            return 0
        waiting = _derived(store, settings, district, year)
        if not keys:
            listing.write((each for each, _ in waiting.values()), _derived_columns())
            return 0
        _refuse(keys, waiting, "没有这个推算数")
        _confirm(store, {key: waiting[key] for key in keys}, by or "", note)
    return 0


def _confirm_tasks(
    listing: Listing, store_url: str | None, root: Path, settings: Settings, keys: tuple[str, ...], district: str | None, year: int | None, unit: str, by: str,
    note: str, *, revoke: bool,
) -> int:  # fmt: skip
    from briefing.cli import proposals

    with _store(store_url, root) as store:
        found = proposals.open_tasks(
            store,
            settings,
            [_district(settings, district)] if district else settings.districts,
            year,
        )
        if not keys:
            listing.write(found.values(), proposals.COLUMNS)
            return 0
        _refuse(keys, found, "没有这项任务", "不带代号运行 briefing confirm --tasks 可列出全部代号")
        chosen = {key: found[key] for key in keys}
        if revoke:
            click.echo(f"撤销了 {proposals.revoke(store, settings, chosen)} 项确认", err=True)
        else:
            proposals.confirm(store, settings, chosen, unit, by, note)
    return 0


def _answer(
    listing: Listing, store_url: str | None, root: Path, settings: Settings, keys: tuple[str, ...], district: str | None, year: int | None, by: str,
    note: str, *, yes: bool,
) -> int:  # fmt: skip
    from briefing.cli import matches

    with _store(store_url, root) as store:
        chosen = [_district(settings, district)] if district else settings.districts
        found = matches.questions(store, settings, chosen, year)
        if not keys:
            listing.write(found.values(), matches.COLUMNS)
            return 0
        _refuse(
            keys, found, "没有这个问题", "不带代号运行 briefing confirm --matches 可列出全部代号"
        )
        matches.answer(store, {key: found[key] for key in keys}, by, note, yes=yes)
    return 0


def _refuse(
    keys: Iterable[str],
    known: Container[str],
    why: str,
    hint: str = "不带代号运行 briefing confirm 可列出全部代号",
) -> None:
    from briefing.errors import SettingsError

    if unknown := [key for key in keys if key not in known]:
        raise SettingsError(f"{why}：{'、'.join(unknown)}", hint=hint)


def _confirm(store: Store, found: Mapping[str, tuple[Derived, str]], by: str, note: str) -> None:
    from briefing.analysis import derived
    from briefing.jobs.clock import system_clock

    now = system_clock()
    for district in dict.fromkeys(code for _, code in found.values()):
        own = [each for each, code in found.values() if code == district]
        things = {
            each.key: f"{each.area}{each.period}年{each.name} {derived.shown(each)}" for each in own
        }
        store.confirmations.add(things, by=by, at=now, note=note, district=district)
    click.echo(f"确认了 {len(found)} 项", err=True)


def _derived(
    store: Store, settings: Settings, district: str | None, year: int | None
) -> dict[str, tuple[Derived, str]]:
    """Everything that is worked out for the configured districts, or for one of them, by its key: what, and its district's code."""
    from briefing.analysis import derived
    from briefing.analysis.executions import executions
    from briefing.analysis.index import Index

    chosen = [_district(settings, district)] if district else list(settings.districts)
    found: dict[str, tuple[Derived, str]] = {}
    for place in chosen:
        index = Index(store.scope_facts(place.code), settings)
        for period in [str(year)] if year else index.years:
            for row in executions(index, period):
                if row.goal:
                    found[row.goal.key] = row.goal, place.code
            for indicator in index.indicators:
                found |= {
                    each.key: (each, place.code)
                    for each in derived.of_period(index, indicator.id, period)
                }
    return found


def _derived_columns() -> tuple[Column, ...]:
    from briefing.analysis import derived, wording

    words = {"yoy": "增速", "level": "总量", "ratio": "占比"}

    def inputs(each: Derived) -> list[str]:
        return [f"{o.period}年{wording.figure(o)}" for o in each.inputs]

    return (
        Column("key", "代号", lambda e: e.key),
        Column("area", "地区", lambda e: e.area),
        Column("period", "时期", lambda e: e.period),
        Column("name", "指标", lambda e: e.name),
        Column("measure", "类型", lambda e: e.measure, lambda e: words.get(e.measure, e.measure)),
        Column("shown", "推算数", derived.shown),
        Column("method", "怎样推算", lambda e: e.method, most=80),
        Column("inputs", "所用的数", inputs, type="texts", most=120),
        Column("confirmed", "确认", lambda e: "已确认" if e.confirmed else ""),
    )


# What the commands share


def _settings(workspace: Path | None) -> tuple[Settings, Path]:
    from briefing.settings import find_workspace, load_settings

    root = find_workspace(Path.cwd(), workspace)
    return load_settings(root), root


def _store(store_url: str | None, root: Path) -> Store:
    from briefing.store import Store

    return Store.open(store_url_or_default(store_url, root), create=False)


def _facts(store_url: str | None, root: Path, district: District) -> ScopeFacts:
    with _store(store_url, root) as store:
        found = store.scope_facts(district.code)
    _say_if_unknown(found.documents, district)
    return found


def _say_if_unknown(documents: Collection[object], district: District | None) -> None:
    """That there is nothing of a district is no fault, but an empty table does not say it."""
    if district and not documents:
        click.echo(
            f"提醒：数据库里没有{district.name}的资料（用 briefing ingest 读入；读入过的，看资料里写的是不是这个地区）",
            err=True,
        )


def _district(settings: Settings, text: str) -> District:
    from briefing.errors import SettingsError
    from briefing.settings import nearest

    known = next(
        (district for district in settings.districts if district.code == text), None
    ) or settings.district(text)
    if known is None:
        raise SettingsError(
            f"没有配置这个地区：{text}",
            where="--district",
            hint=nearest(text, [d.name for d in settings.districts]),
        )
    return known


def _department(settings: Settings, text: str) -> Department:
    from briefing.errors import SettingsError
    from briefing.settings import names_of_department, nearest

    known = next(
        (department for department in settings.departments if department.id == text), None
    ) or settings.department(text)
    if known is None:
        names = [
            name for department in settings.departments for name in names_of_department(department)
        ]
        raise SettingsError(
            f"没有配置这个部门：{text}", where="--department", hint=nearest(text, names)
        )
    return known


def _scope(district: District, department: Department | None) -> Scope:
    from briefing.model import Scope

    if department:
        return Scope("department", district.code, district.name, department.id)
    return Scope("district", district.code, district.name)


def _check_period(period: str | None) -> None:
    from briefing import periods
    from briefing.errors import SettingsError

    try:
        if period:
            periods.parse(period)
    except ValueError as error:
        raise SettingsError(str(error), where="--period") from None

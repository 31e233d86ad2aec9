"""Tables that departments fill in: the ledger of key projects, and how any such form is read by its headings.

The columns are those of papers.md, known by synonyms; what a form adds of its own is kept under its own heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from briefing import lazy as re
from briefing.model import (
    CELL_BREAK,
    Cell,
    Document,
    Source,
    Table,
    row_of,
    squeeze,
)


def by_synonym(columns: Mapping[str, str]) -> dict[str, str]:
    """Each column's name by each of its synonyms."""
    return {synonym: name for name, synonyms in columns.items() for synonym in synonyms.split()}


_COLUMNS: dict[str, str] = {
    "序号": "序号 编号 项目编号",
    "项目名称": "项目名称 项目名 建设项目名称 建设项目 工程项目 工程项目名称 工程名称 重点项目名称 项目 名称",
    "级别": "级别 项目级别 项目层级 层级 重点项目级别 列入级别 项目等级",
    "类别": "类别 项目类别 建设性质 项目性质 性质 建设类型 项目类型 类型 建设阶段 项目状态 建设状态",
    "建设单位": "建设单位 项目单位 业主单位 项目业主 建设主体 实施主体 项目法人 法人单位 投资主体 投资单位 实施单位 建设单位(业主) 企业名称 投资方 投资企业 投资人 引资企业 投资商",
    "建设内容及规模": "建设内容及规模 建设规模及内容 建设规模及主要内容 主要建设内容及规模 主要建设内容 建设规模和内容 建设内容 建设规模 项目内容 项目概况 规模及内容",
    "建设地点": "建设地点 建设地址 项目地点 项目位置 所在街道 所属街道 所在镇街 所属镇街 所在区域 落户地点 落户地 落地园区 落户园区 选址",
    "起止年限": "起止年限 建设起止年限 建设年限 建设工期 建设周期 起止时间 起止年月 建设起止时间 开竣工时间 建设期限",
    "总投资": "总投资 计划总投资 项目总投资 总投资额 投资总额 投资规模 估算总投资 协议投资额 协议投资 合同投资额 合同投资 概算总投资 概算投资",
    "年度计划投资": "年度计划投资 年计划投资 年度投资计划 计划投资 本年计划投资 当年计划投资 年度投资 年度计划完成投资 年度目标投资",
    "本月完成": "本月完成 本月完成投资 当月完成投资 当月完成 本期完成投资 本月投资",
    "累计完成": "累计完成 累计完成投资 年内累计完成投资 本年累计完成投资 月完成投资 完成投资 年度累计完成投资 截至目前完成投资 年度完成投资 实际完成投资",
    "占年度计划%": "占年度计划 占年度计划比例 完成率 投资完成率 年度计划完成率 完成年度计划比例 完成年度计划 完成比例 占年度计划百分比 占年计划",
    "年度目标": "年度目标 年度建设目标 年度建设内容 年度主要建设内容 年度建设任务 形象进度目标 工程进度目标 年度形象进度 年度形象进度目标 工程形象进度目标 年度进度目标 建设目标 年度工作目标",
    "较序时": "较序时 较序时进度 序时进度 与序时进度相比",
    "形象进度": "形象进度 工程进度 工程形象进度 项目进展 进展情况 目前进展 建设进展 工作进展 当前进度 项目进度 建设进度 进展 最新进展 推进情况 目前进度",
    "存在问题": "存在问题 存在的问题 存在困难 困难问题 需协调解决问题 需协调问题 问题 存在问题及原因 制约因素",
    "下步措施": "下步措施 下一步措施 下步工作 下一步工作 下步计划 下一步计划 下步打算 下步工作计划 下一步工作计划 下一步打算",
    "牵头单位": "牵头单位 牵头部门 牵头区领导单位 主管部门 行业主管部门 主管单位 牵头责任单位",
    "责任单位": "责任单位 责任部门 配合单位 属地责任单位 推进单位",
    "包挂领导": "包挂领导 包保领导 责任领导 分管领导 包联领导 挂包领导 区级领导 县级领导 包抓领导 帮扶领导",
    "亮灯": "亮灯 亮灯情况 预警 状态灯",
}
COLUMNS = by_synonym(_COLUMNS)
_TOTALS = re.compile(r"(?:全[省市州县区旗])?(?:合计|小计|总计|共计|总\s*计|合\s*计)")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_AHEAD = re.compile(r"(?:项目|工程|实事|签约|招商|目前|当前|截至目前)(?=.{2})")  # 项目进展情况
# 一、续建项目（2个）, with the sums of its projects beside it.
_PART = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.]")
_NOT_HEADING = re.compile(r"20\d\d年?度?|[\s\d\-—~%％/、,，:：*#]+")
_DEEPEST_HEADER = 12  # rows from the top in which a header is looked for

Row = Mapping[int, Cell]  # by column


@dataclass(frozen=True)
class Form:
    """A table with a header: for each known column its place, for every column its heading."""

    table: Table
    first: int  # row below the header
    key: str  # the column that every entry fills
    places: Mapping[str, int]
    headings: Mapping[int, str]

    @cached_property
    def entries(self) -> list[tuple[Row, str]]:
        """The rows of cells without totals and titles, each with the title of the part it stands in (一、续建项目)."""
        grid = _grid(self.table, range(self.first, self.table.rows))
        found: list[tuple[Row, str]] = []
        key, block = self.places[self.key], ""
        for r in range(self.first, self.table.rows):
            row = {c: grid[r, c] for c in self.headings if (r, c) in grid}
            if part := _part(row, key, self.places.get("序号", -1)):
                block = part
            elif _is_entry(row, key, self.table):
                found.append((row, block))
            else:
                block = _title(row) or block
        return found

    def text(self, row: Row, column: str) -> str:
        """What a row says in a known column, without white space; "" where the form or the row has none."""
        cell = row.get(self.places[column]) if column in self.places else None
        return squeeze(cell.text) if cell else ""


def read_form(table: Table, columns: Mapping[str, str], key: str) -> Form | None:
    """The table as a form whose header has the column `key`, or None where it has none.

    columns: each column's name by its synonyms. A header may be several rows deep (as deep as the key's merged cell) and stand
    below a title. Merged cells speak for every row and column they cover. Rows without a key, totals and section titles are left out.
    """
    head = next(
        (
            c
            for c in table.cells
            if c.row < _DEEPEST_HEADER and c.column_span < 3 and _known(c.text, columns) == key
        ),
        None,
    )
    if head is None:
        return None
    header = range(head.row, head.row + head.row_span)
    grid = _grid(table, header)
    headings: dict[int, str] = {}
    places: dict[str, int] = {}
    for column in range(table.columns):
        cells = dict.fromkeys(grid[row, column] for row in header if (row, column) in grid)
        texts = [squeeze(cell.text) for cell in cells if cell.text.strip()]
        headings[column] = "".join(texts)
        name = next(
            filter(None, (_known(t, columns) for t in ("".join(texts), *reversed(texts)))), ""
        )
        if name and name not in places:
            places[name] = column
    return Form(table, header.stop, key, places, headings)


def _grid(table: Table, rows: range) -> dict[tuple[int, int], Cell]:
    """The cells of these rows by each row and column they cover."""
    found: dict[tuple[int, int], Cell] = {}
    height = max((cell.row for cell in table.cells), default=0) + 1  # a cell may claim to be larger
    width = max((cell.column for cell in table.cells), default=0) + 1
    for cell in table.cells:
        last = min(cell.row + cell.row_span, height, rows.stop)
        for row in range(max(cell.row, rows.start), last):
            for column in range(cell.column, min(cell.column + cell.column_span, width)):
                found[row, column] = cell
    return found


def _part(row: Row, key: int, number: int) -> str:
    """What heads the rows below it though sums stand beside it: its own number is part of its name."""
    said = squeeze(row[key].text) if key in row else ""
    counted = number in row and row[number].text.strip() and squeeze(row[number].text) != said
    return said if number >= 0 and not counted and _PART.match(said) else ""


def _known(heading: str, names: Mapping[str, str]) -> str:
    """The known column that a heading is of; "" for none."""
    plain = _plain(heading)
    return names.get(plain) or names.get(_AHEAD.sub("", plain, count=1), "")


def _title(row: Row) -> str:
    """What a row says that is nothing but a title of the rows below it."""
    said = dict.fromkeys(squeeze(cell.text) for cell in row.values() if cell.text.strip())
    if len(said) != 1 or _TOTALS.search(text := next(iter(said))):
        return ""
    return text


def _plain(heading: str) -> str:
    """A heading without unit, year, numbers and signs: 2024年计划投资（万元） is 计划投资."""
    return _NOT_HEADING.sub("", _BRACKETS.sub("", squeeze(heading)))


def _is_entry(row: Row, key: int, table: Table) -> bool:
    cell = row.get(key)
    if cell is None or not cell.text.strip() or cell.row in table.hidden_rows:
        return False
    across = cell.column_span > 2 or len({id(c) for c in row.values() if c.text.strip()}) < 2
    said = (_BRACKETS.sub("", squeeze(c.text)) for c in row.values())
    return not across and not any(map(_TOTALS.fullmatch, said))


def row_source(document: Document, row: Row, cell: Cell) -> Source:
    """The Source of a cell, with its whole row as quote and sentence."""
    own = [c for c in row.values() if c.row_span == 1 and c.row == cell.row] or [cell]
    span = (min(c.start for c in [*own, cell]), max(c.end for c in [*own, cell]))
    source = document.source_in_reading((cell.start, cell.end), span, span, ())
    apart = row_of(
        c.text for c in sorted({c.start: c for c in own}.values(), key=lambda c: c.start)
    )
    return (
        replace(source, sentence=apart) if apart.replace(CELL_BREAK, "") == source.quote else source
    )


# ---- The ledger of key projects -------------------------------------------------------------------------------------


_LIST = re.compile(
    r"(?:重点|重大|建设|投资|产业|民生|储备|续建|新建|开工)[^，。；]{0,6}(?:项目|工程)[^，。；]{0,6}(?:名单|清单|台账|一览表|计划表|安排表|进展表|汇总表|目录)"
)
_BUDGET = re.compile("收支|收入|支出|预算|决算|资金|债券|债务|补助|绩效")
_CALLED = re.compile("(?:项目|工程)名称?$|建设项目$")


def is_ledger(form: Form, title: str = "") -> bool:
    """Whether a form is about projects that are built: it says who builds, what, or for how much, or its title is a list of projects'."""
    called = form.headings.get(form.places.get("项目名称", -1), "")
    named = (
        _CALLED.search(_plain(called))
        and _LIST.search(title)
        and not _BUDGET.search(title + "".join(form.headings.values()))
    )
    return bool(named) or (
        len(
            {
                "总投资",
                "年度计划投资",
                "建设单位",
                "建设内容及规模",
                "形象进度",
                "起止年限",
                "建设地点",
            }
            & set(form.places)
        )
        >= 2
    )

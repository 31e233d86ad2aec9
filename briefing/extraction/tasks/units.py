"""Units that a document makes responsible: from the words in its parentheses, and to the departments they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from briefing import lazy as re
from briefing.model import squeeze

if TYPE_CHECKING:
    from briefing.settings.schema import Department

LEAD = "牵头单位 牵头部门 牵头责任单位 牵头 主责单位 主责部门 主办单位 主管单位 第一责任单位 总牵头单位"
RESPONSIBLE = """责任单位 责任部门 配合单位 配合部门 协办单位 协同单位 协作单位 参与单位 参加单位 落实单位 实施单位 承办单位 责任主体 承担单位 协助单位 配合责任单位
    主要责任单位 责任单位及责任人 责任 配合"""
PERSONS = "督办单位 督办部门 督办科室 督查单位 督办领导 网址 备注 牵头领导 责任领导 分管领导 包挂领导 包保领导 分管区领导 责任人 联系人"
DEADLINE = "完成时限 完成时间 时限要求 办结时限 完成期限 时间节点 时间要求 时限"

_LABELS = {
    label: role
    for role, labels in (
        ("lead", LEAD),
        ("responsible", RESPONSIBLE),
        ("person", PERSONS),
        ("deadline", DEADLINE),
    )
    for label in labels.split()
}
_LABEL = re.compile(rf"(?P<label>{'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*[：:]")
_VERB = re.compile(
    r"(?P<lead>共?同?牵头(?:负责|组织|落实|实施)?)|(?P<responsible>(?:分别|共同|分工|(?:按照?|根据)(?:各自)?(?:职责|分工|职能)(?:分工)?)?(?:负责|落实|配合|参与|协助|承办|实施)(?:落实|配合|实施)?)"
)
_DATE = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末)?前?|20\d\d年(?:底|末)?前?|持续推进|长期坚持|全年"
)
_OR_OTHERS = re.compile(r"等(?=(?:各|有关|相关|其他|区直|县直|市直))")
_BREAK = re.compile(
    r"[、，,；;。]|(?<=[局委办部院会处室心门位府])(?:和|以及|及)(?=[区县市各省镇街])"
)
_BY_DUTIES = re.compile(
    r"(?<=.)(?:分别|共同|(?:按照?|根据)(?:各自)?(?:职责|分工|职能)(?:分工)?)(?:负责|落实|配合|实施)?$"
)
_OFFICE = re.compile(r"[省市区县州旗委].*(?:局|委|办|办公室|部|处|中心|公司|集团|院|会)$|^各")
_NO_UNIT = re.compile(r"(?:按照?|根据)?(?:各自|职责|分工|职能)*(?:负责|配合|落实|参与)?")
# A remark among units: 排在第一位的为牵头单位, 按职责分工负责, 网址：http…
_REMARK = re.compile(
    r"[排列]在?(?:第一|首|前)|[为是]牵头|的为|下同|网址|http|[：:]|按照?.{0,6}(?:职责|分工)|(?:持续|长期)(?:推进|坚持)|完成$|前$"
)
_UNIT = re.compile(
    r"(?:局|委|办|办公室|部|院|会|处|室|科|队|站|所|中心|公司|集团|街道|街道办|镇|乡|镇街|部门|单位|政府|组|联|馆|校|园|行|社|厅|署|机构|企业|[区县市])"
    r"(?:[（(][^（）()]*[）)])?$|^各.{1,12}$"
)
_WITH = re.compile(r"^[，,；;]?(?:由|会同|联合|商)|(?<=[局委办部院会处室心])会同(?=.)")
_AS_LEAD = re.compile(r"[（(]牵头(?:单位)?[）)]$")


class Units(NamedTuple):
    """Who leads and who else is responsible, in the order they are named, and by when."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    deadline: str = ""


def read_units(text: str) -> Units | None:
    """The units of `牵头单位：A，责任单位：B、C` or `A牵头，B、C配合` (without the parentheses), or None where it names none."""
    text = squeeze(text)
    labels = list(_LABEL.finditer(text))
    if (
        labels and labels[0].start() and _LABELS[labels[0]["label"]] == "deadline"
    ):  # A负责，完成时限：2024年12月
        told = _told(text[: labels[0].start()].rstrip("，,；;。"))
        if told is None or not (told.lead or told.responsible):
            return None
        return told._replace(deadline=text[labels[0].end() :].strip("，,；;。"))
    units = _labelled(text, labels) if labels else _told(text)
    return units if units and (units.lead or units.responsible) else None


def _labelled(text: str, labels: list[re.Match[str]]) -> Units | None:
    if labels[0].start() > 0:
        return None
    said: dict[str, list[str]] = {"lead": [], "responsible": [], "person": [], "deadline": []}
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        value = text[label.end() : end].strip("，,；;。、")
        role = _LABELS[label["label"]]
        for unit in split_units(value) if role in ("lead", "responsible") else [value]:
            said["lead" if _AS_LEAD.search(unit) else role].append(_AS_LEAD.sub("", unit))
    return Units(tuple(said["lead"]), tuple(said["responsible"]), "".join(said["deadline"][:1]))


def _told(text: str) -> Units | None:
    """`A、B牵头，C配合`, `A负责`: each verb speaks of the units before it. It must end with a verb and name nothing but units."""
    lead: list[str] = []
    responsible: list[str] = []
    at = 0
    for verb in _VERB.finditer(text):
        (lead if verb.lastgroup == "lead" else responsible).extend(
            split_units(text[at : verb.start()])
        )
        at = verb.end()
    rest = text[at:].strip("，,；;。")
    if (
        not at
        or (rest and not _DATE.fullmatch(rest))
        or not all(_UNIT.search(unit) for unit in (*lead, *responsible))
    ):
        return None
    return Units(tuple(lead), tuple(responsible), rest)


def bare_units(text: str) -> Units | None:
    """The units of a list that says no more than who they are (县财政局、县教育局), or None where one of them is no unit."""
    units = split_units(text)
    sure = (
        units
        and all(_UNIT.search(unit) and len(unit) > 2 for unit in units)
        and _OFFICE.search(units[0])
    )
    return Units(responsible=tuple(units)) if sure else None


def split_units(text: str) -> list[str]:
    """The units of a list, groups such as 各街道 and 有关部门 among them; a bare 等 at its end says nothing."""
    text = _WITH.sub("、", _OR_OTHERS.sub("、", squeeze(text)))
    units = []
    for part in _BREAK.split(text):
        part = _BY_DUTIES.sub("", re.sub(r"等(?:部门|单位)?$", "", part.strip("：: ")))
        if (
            len(part) > 1
            and not _NO_UNIT.fullmatch(part)
            and not _DATE.fullmatch(part)
            and not _REMARK.search(part)
        ):
            units.append(part)
    return units


# ---- Departments ----------------------------------------------------------------------------------------------------

_AREA = re.compile(r"^(?:.{2,8}?[省市区县])?[省市区县](?=.{2})|^.{2,4}[市区县](?=.{3})")


def resolve(unit: str, departments: Iterable[Department]) -> Department | None:
    """The department a unit is, by any of its names, short and former ones too, whatever area is written before it.

    None for groups (各街道, 区直有关部门) and for units that are no configured department.
    """
    wanted = {unit, _plain(unit)}
    for department in departments:
        names = (department.name, department.full_name, *department.aliases, *department.former)
        if any(name and (name in wanted or _plain(name) in wanted) for name in names):
            return department
    return None


def _plain(name: str) -> str:
    """A name without the area before it: 发展改革局 of 区发展改革局."""
    return _AREA.sub("", name, count=1)

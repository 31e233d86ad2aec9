"""From mentions in many documents to projects over time."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from briefing import lazy as re
from briefing import periods
from briefing.model import Project, ProjectMention, squeeze

_LEFT_OUT = re.compile(r"[“”\"'‘’《》·•\-—()（）\s]")
_KIND = re.compile(r"(?:道路)?(?:建设项目|建设工程|工程项目|项目|工程|建设)+$")
# 省立医院南地块 is 省立医院南地块城市更新项目: the works on a plot of land are named by the plot.
_PLOT = re.compile(r"(?<=地块|片区)(?:城市更新|更新|改造|开发)+$")
_LEVEL = re.compile(r"^([省市区县旗])级")
_PROVINCES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
]
_NAMED_AREA = re.compile(r"([\u4e00-\u9fff]{2,4}?)([省市区县旗州盟])")
_PLACE = 2  # characters at its beginning that say where
_SHORTEST = 5  # characters that are a name of their own, without a place before them
# Names that differ in these alone are two projects on purpose: 一期 and 二期, 北延 and 南延, 4号线 and 6号线, A1地块 and A4地块.
_TELLS_APART = re.compile(
    r"[0-9一二三四五六七八九十东西南北中上下左右内外新老甲乙丙丁A-Za-z期段号线]+"
)


def normalised(name: str) -> str:
    """What two spellings of one name share: 树兰(济南)医院项目 and 树兰（济南）医院."""
    plain = _LEFT_OUT.sub("", squeeze(unicodedata.normalize("NFKC", name)))
    plain = _LEVEL.sub(r"\1", plain)
    for kind in (_KIND, _PLOT):
        plain = kind.sub("", plain) or plain
    return plain


def link(mentions: Iterable[ProjectMention]) -> tuple[Project, ...]:
    """The projects that the named mentions of any number of documents make, by area and normalised name.

    Each has its mentions oldest first, a year's target before its actual, and the shortest of its names. Projects come in
    the order of their first mentions. Portfolios are left out. Names that are only alike are never merged: see `near_names`.
    """
    named = [mention for mention in mentions if mention.kind == "named"]
    known = {(mention.area, normalised(mention.name)) for mention in named}
    places = _places(named)
    grouped: dict[tuple[str, str], list[ProjectMention]] = defaultdict(list)
    for mention in named:
        grouped[_key(mention, known, places)].append(mention)
    return tuple(
        Project(
            name=min((m.name for m in of_one), key=lambda name: (len(name), name)),
            area=area,
            mentions=tuple(sorted(of_one, key=_age)),
        )
        for (area, _), of_one in grouped.items()
    )


def _places(mentions: Sequence[ProjectMention]) -> frozenset[str]:
    """What may stand before a name that is known without it: the provinces, and the areas and their cities as titles name them."""
    found = {*_PROVINCES, *(m.area for m in mentions)}
    for text in {text for m in mentions for text in (m.area, m.source.title[:20])}:
        for stem, suffix in _NAMED_AREA.findall(text):
            found |= {stem, stem + suffix, suffix}
    return frozenset(found)


def _key(
    mention: ProjectMention, known: set[tuple[str, str]], places: frozenset[str]
) -> tuple[str, str]:
    """Its area and its name, without a place before it where it is known without one: 济南西客站TOD综合体 is 西客站TOD综合体."""
    name = normalised(mention.name)
    for length in range(4, 0, -1):
        rest = name[length:]
        if name[:length] in places and len(rest) >= _SHORTEST and (mention.area, rest) in known:
            return mention.area, rest
    return mention.area, name


def _age(mention: ProjectMention) -> tuple[tuple[int, int], bool, str, int]:
    try:
        period = periods.parse(mention.period)
        last = (period.last_year, period.last_month)
    except ValueError:
        last = (0, 0)
    return last, mention.status == "actual", mention.source.file, mention.source.start


def near_names(projects: Iterable[Project]) -> tuple[tuple[Project, Project], ...]:
    """Pairs of one area whose names are so alike that one may be a slip of the other: 凡知智造产业园, 凡知制造产业园.

    Alike: one character differs, or one name holds the other but for up to three characters. Phases, directions and numbers
    tell projects apart on purpose.
    """
    by_area: dict[str, dict[str, Project]] = defaultdict(dict)
    for project in projects:
        by_area[project.area][normalised(project.name)] = project
    found = []
    for of_area in by_area.values():
        for one, other in _candidates(of_area):
            if _alike(one, other):
                found.append((of_area[one], of_area[other]))
    return tuple(found)


def _candidates(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs that share a beginning or an end of two characters, in order: all others differ in too much."""
    order = {name: i for i, name in enumerate(names)}
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in order:
        if len(name) >= 4:
            for key in {"^" + name[:2], name[-2:] + "$"}:
                buckets[key].append(name)
    pairs = {pair for bucket in buckets.values() for pair in combinations(bucket, 2)}
    return sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    head = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    tail = next(
        (
            i
            for i, (a, b) in enumerate(
                zip(reversed(short[head:]), reversed(long[head:]), strict=False)
            )
            if a != b
        ),
        len(short) - head,
    )
    mine, others = short[head : len(short) - tail], long[head : len(long) - tail]
    if len(mine) > 1 or len(others) > (3 if not mine else 1):
        return False
    if mine and head < _PLACE:
        return False  # 腊山 and 匡山 are two places, whatever is done there
    return not (
        _TELLS_APART.fullmatch(others) and (not mine or _TELLS_APART.fullmatch(mine))
    ) and not others.endswith(("期", "段"))

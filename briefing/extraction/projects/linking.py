"""From mentions in many documents to projects over time."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from briefing import lazy as re
from briefing import periods
from briefing.extraction.projects.kinds import SHOPS, is_kind, is_no_entry, is_service
from briefing.extraction.projects.names import is_building
from briefing.model import Project, ProjectMention, squeeze

_LEFT_OUT = re.compile(r"[“”\"'‘’《》·•\-—()（）\s]")
_KIND = re.compile(r"(?:道路)?(?:建设项目|建设工程|工程项目|项目|工程|建设)+$")
# 省立医院南地块 is 省立医院南地块城市更新项目: the works on a plot of land are named by the plot.
_PLOT = re.compile(r"(?<=地块|片区)(?:城市更新|更新|改造提升|改造|开发)+$")
# 福音里片区改造提升 and 福音里城市更新 are works at one place, 上新街片区更新 is 上新街项目.
_RENEWAL = re.compile(
    r"(?<=..)(?:片区)?(?:城市更新|更新改造|改造更新|更新|片区开发|片区改造提升|片区保护提升)+$"
)
# 城市更新项目二期 and 周边片区二期 are the second phase of one project.
_BEFORE_PHASE = re.compile(
    r"(?:周边)?(?:片区)?(?:城市更新)?(?:建设)?(?:项目|工程)?(?=[一二三四五六首]期)"
)
_BEHIND_PHASE = re.compile(
    r"(?<=[一二三四五六首]期)(?:城市更新|更新|改造)?(?:建设)?(?:项目|工程)?$"
)
_MOTTO = re.compile(r"^“[^”]{2,6}工程”(?=..)")
_CLASSES = re.compile(r"\d+班(?=幼儿园|小学|中学)")
_WORKS_GROW = re.compile(r"(?<=综合整治|综合治理)(?:改造|提升|及|和|生态|修复)+$")
_SECTION = re.compile(r"[（(][^（）()]{1,20}段[）)]")
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
_LETTERS = re.compile("[A-Z]+")
_MOST_MORE = 3  # characters that one name may have more than one that is alike
_NICKNAME = 3  # characters that name a place beside its quarter
_LONG = 8  # characters of a name that a common word inside does not change
_OWNERS = ("大学", "学院", "公司", "集团", "研究院", "片区", "街道", "镇")
_TOLD_APART = re.compile("[0-9一二三四五六七八九十期号段东西南北新老ABCD]")
# Names that differ in these alone are two projects on purpose: 一期 and 二期, 北延 and 南延, 4号线 and 6号线, A1地块 and A4地块.
_TELLS_APART = re.compile(
    r"[0-9一二三四五六七八九十东西南北中上下左右内外新老甲乙丙丁A-Za-z期段号线]+"
)


@lru_cache(maxsize=16_384)  # asked for a name by each step of the linking
def normalised(name: str) -> str:
    """What two spellings of one name share: 树兰(济南)医院项目 and 树兰（济南）医院."""
    whole = _MOTTO.sub("", squeeze(name)).replace("（", "").replace("）", "")
    plain = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", whole))
    plain = _LEVEL.sub(r"\1", plain)
    for kind in (_CLASSES, _BEFORE_PHASE, _BEHIND_PHASE, _KIND, _RENEWAL, _PLOT, _WORKS_GROW):
        plain = kind.sub("", plain) or plain
    return plain


def link(mentions: Iterable[ProjectMention]) -> tuple[Project, ...]:
    """The projects that the named mentions of any number of documents make, by area and normalised name.

    Each has its mentions oldest first, a year's target before its actual, and the shortest of its names. Projects come in
    the order of their first mentions. Portfolios are left out, and what a ledger could not tell apart (`is_no_entry`). One name
    that holds the other but for its owner, its place or a common word is the same project; phases, directions and numbers are
    not. Names that are only alike are never merged: see `near_names`.
    """
    named = [m for m in mentions if m.kind == "named" and (m.details or _is_entry(m))]
    known = {(mention.area, normalised(mention.name)) for mention in named}
    places = _places(named)
    grouped: dict[tuple[str, str], list[ProjectMention]] = defaultdict(list)
    for mention in named:
        grouped[_key(mention, known, places)].append(mention)
    for long, short in _longer(grouped, places):
        grouped[short] = [*grouped[short], *grouped.pop(long)]
    return tuple(
        Project(
            name=min((m.name for m in of_one), key=lambda name: (len(name), name)),
            area=area,
            mentions=tuple(sorted(of_one, key=_age)),
        )
        for (area, _), of_one in grouped.items()
    )


def _is_entry(mention: ProjectMention) -> bool:
    own = mention.area[:-1]  # 天桥 of 天桥区 is no bridge in 天桥医院迁建
    named_so = len(own) > 1 and own in mention.name and not is_service(mention.name)
    return (named_so or not is_no_entry(mention.name)) and mention.part_of not in SHOPS


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
    whole = normalised(_SECTION.sub("", mention.name))
    if whole != name and len(whole) >= _SHORTEST and (mention.area, whole) in known:
        return mention.area, whole  # …河（甲路至乙路段）综合整治
    for length in range(4, 0, -1):
        rest = name[length:]
        if name[:length] in places and len(rest) >= _SHORTEST and (mention.area, rest) in known:
            return mention.area, rest
    return mention.area, name


def _longer(
    grouped: dict[tuple[str, str], list[ProjectMention]], places: frozenset[str]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Keys with the one shorter key each that is the same project: 龙湖济南西城天街, 龙湖西城天街."""
    by_area: dict[str, list[str]] = defaultdict(list)
    for area, name in grouped:
        by_area[area].append(name)
    for area, names in by_area.items():
        shorter: dict[str, set[str]] = defaultdict(set)
        for one, other in _candidates(names, least=_NICKNAME):
            short, long = _by_length(one, other)
            if len(short) < len(long) and _only_longer(short, long, places):
                shorter[long].add(short)
        longer = Counter(short for of_one in shorter.values() for short in of_one)
        for long, of_one in shorter.items():
            (short, *more) = sorted(of_one)
            if not more and longer[short] == 1 and short not in shorter:
                yield (area, long), (area, short)


def _only_longer(short: str, long: str, places: frozenset[str]) -> bool:
    """Whether the longer name says no more than the shorter but for an owner, a place or a common word."""
    if len(short) >= _LONG and sorted(short) == sorted(_LETTERS.sub("", long)):
        return True  # 轨道交通市立五院综合体, 市立五院轨道交通TOD综合体
    head = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    tail = len(short) - head
    if tail and not long.endswith(short[head:]):
        return False
    more = long[head : len(long) - tail]
    if not head and more.endswith("片区") and len(short) >= _NICKNAME:
        return True  # 老商埠片区福音里
    if more.endswith("段") and more[:-1] in places:
        return True  # 济郑高铁槐荫段
    if len(short) < _SHORTEST:
        return False
    if more in places:
        return True
    if _TOLD_APART.search(more):
        return False
    if not tail:
        return more == "产业园" and short.endswith(("谷", "港", "城", "广场"))
    if not head:
        named = 1 < len(more) <= _PLACE + 2 and len(short) > _SHORTEST
        return (more.endswith(_OWNERS) or named) and not is_kind(short)
    common = is_kind(more) and not is_building(f"某{more}")
    return (common and len(short) >= _LONG) or short.endswith(more)


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


def _candidates(names: Iterable[str], least: int = 4) -> list[tuple[str, str]]:
    """Pairs that share a beginning or an end of two characters, in order: all others differ in too much."""
    order = {name: i for i, name in enumerate(names)}
    known = {place: name for name, place in order.items()}
    buckets: dict[str, list[int]] = defaultdict(list)
    for name, place in order.items():
        if len(name) >= least:
            for key in {"^" + name[:2], name[-2:] + "$"}:
                buckets[key].append(place)
    pairs = {pair for bucket in buckets.values() for pair in combinations(bucket, 2)}
    return [(known[one], known[other]) for one, other in sorted(pairs)]


def _by_length(one: str, other: str) -> tuple[str, str]:
    """The shorter first; of two of one length, the one that comes first."""
    return (one, other) if len(one) <= len(other) else (other, one)


def _alike(one: str, other: str) -> bool:
    short, long = _by_length(one, other)
    if len(long) - len(short) > _MOST_MORE:
        return False
    if short[:_PLACE] != long[:_PLACE] and not (
        len(short) < len(long) and long.endswith(short[1:])
    ):
        return False  # two places, as most pairs are
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
    if len(mine) > 1 or len(others) > (_MOST_MORE if not mine else 1):
        return False
    if mine and head < _PLACE:
        return False  # 腊山 and 匡山 are two places, whatever is done there
    return not (
        _TELLS_APART.fullmatch(others) and (not mine or _TELLS_APART.fullmatch(mine))
    ) and not others.endswith(("期", "段"))

"""Names that say a kind of thing and not one of it: 智慧养老院, 雨水管网改造, 地下水超采综合治理."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from briefing import lazy as re
from briefing.extraction.projects import words
from briefing.extraction.projects.names import Named, is_numbered_school
from briefing.extraction.projects.patterns import Endings, any_of
from briefing.extraction.projects.patterns import words as listed
from briefing.extraction.wordlists import alternation, lengths_by

_WORDS = frozenset(
    listed(
        words.KIND_WORDS,
        words.KIND_GLUE,
        words.GENERIC,
        words.SECTORS,
        words.FACILITIES,
        words.WORKS,
        words.FIELDS,
        words.ABSTRACT,
        words.GROUPS,
        words.COMPOUNDS,
        words.SHARED,
        words.CAMPAIGNS,
        "项目 工程 建设 小屋 器械 建筑 专网 小微",
    )
) - {"供水一体化"}
_LENGTHS = lengths_by(0, _WORDS)
_ONE = Endings(words.ONE_OF_A_KIND)
_BUILT = Endings(words.FACILITIES)
_DRESSED_UP = any_of(words.DRESSED_UP)
_LEVEL = re.compile(alternation(listed(words.LEVEL_WORDS)))
_AREA = frozenset(words.OF_ITS_AREA.split())
_WORK = Endings(words.WORKS)
_PLACED = re.compile(
    r".{2}(?:大街|大道)|(?:中心城区|主城区|老城区|城区|县城)(?!“)..|[东西南北]站..|(?:火车站|高铁站|车站|机场|医院|学校)(?:片区|周边)"
)
_SIZED = re.compile(r"\d(?:[余多]?[万千])?(?:平方米|平米|亩|公里|千米)的?$")
_QUOTED = re.compile("“[^“”]+”")
_SUFFIX = re.compile(r"(?:新建|建设|改造|扩建|改扩建)?(?:项目|工程)$")
_ROADS = re.compile(r"(?:[城县老主]?城?区)?(?:“(?:断头|瓶颈|卡脖子|丁字|四好农村)路”)+")
_OWN_ROAD = re.compile(
    "(?:绕城|环城|外环|内环|滨河|滨江|沿河|沿江|站前|迎宾|机场|车站|学府|医院|体育|科技|园区|公园|文化|工业)(?:路|街|公路|高速|大道)"
)


@lru_cache(maxsize=8192)
def is_kind(name: str) -> bool:
    """Whether all of a name is made of common words. One that begins with 区 or 县 is its area's own (县博物馆)."""
    if _ROADS.fullmatch(name):
        return True
    if _PLACED.match(name) or _OWN_ROAD.fullmatch(name):
        return False
    reached = {0}
    for start in range(len(name)):
        if start in reached:
            for length in _LENGTHS.get(name[start], ()):  # most characters begin no common word
                word = name[start : start + length]
                if word in _WORDS and (start or word not in _AREA):
                    reached.add(start + len(word))
    return len(name) in reached


def is_one(name: str) -> bool:
    """A kind that an area has one of: 全民健身中心, 体育公园, 公交枢纽综合体项目."""
    plain = _SUFFIX.sub("", name)
    if is_numbered_school(plain):
        return True
    if _LEVEL.match(plain):
        return bool(_ONE.of(plain))
    return len(plain) >= 4 and bool(_ONE.of(plain)) and not _DRESSED_UP.search(plain)


def without_kinds(
    text: str,
    named: Sequence[Named],
    *,
    opened: bool,
    funded: bool,
    listed_so: bool,
    groups: int = 0,
) -> list[Named]:
    """The names in a clause without those that only say a kind. One whose size is given is one (52万平方米老旧小区改造).

    opened: the clause says that something is complete, so it is one (人工智能教育基地投入使用); funded: it gives its investment;
    listed_so: it calls them projects (A、B等项目); groups: how many it counts beside them. In a list most of whose names are names its kinds are meant so too.
    """
    kinds = [is_kind(item.name) for item in named]
    among = sum(kinds) * 2 < len(kinds) + groups
    return [
        item
        for item, kind in zip(named, kinds, strict=True)
        if not kind
        or funded
        or (_may_be_sized(item.name) and _SIZED.search(text, 0, item.start) is not None)
        or is_one(item.name)
        or (opened and (is_built(item.name) or item.name.endswith("项目")))
        or (listed_so and (is_built(item.name) or _QUOTED.fullmatch(item.name) is not None))
        or (listed_so and bool(_WORK.of(item.name)))
        or (among and item.name not in _WORDS - _PLAIN)
    ]


def _may_be_sized(name: str) -> bool:
    return bool(_WORK.of(name)) or (is_built(name) and not name.endswith("区"))


SHOPS = ("首店项目", "品牌首店项目", "门店项目")  # what these lists name are shops

# A service, a training, a motto: no ledger of projects has them, whatever the report calls them.
_SERVICE = re.compile(
    r"(?:服务|公益|关爱保护|救助|帮扶|培养|培训|管理|美育提升|学校”建设)项目$|服务标准化|救助$|养老服务$|民生工程$"
    r"|^“[^“”期]{2,10}”(?:项目|工程)?$"
)
_FIELDS = frozenset(listed(words.FIELDS, words.MANY))
_MANY = Endings(words.MANY)
_QUOTED_PLACE = re.compile("“[^“”]*(?:园|区|城|谷|港|(?<!工)厂|馆|中心|广场|基地|大厦|公寓|平台)”")


def is_service(name: str) -> bool:
    """Nothing is built: “红领医养”项目, whatever area its motto names."""
    return _SERVICE.search(name) is not None and not _QUOTED_PLACE.search(name)


def is_no_entry(name: str) -> bool:
    """Whether a ledger could not tell it apart: a service (“红领医养”项目), a kind (老旧小区改造), a field (轨道交通)."""
    plain = _SUFFIX.sub("", name)
    if _QUOTED_PLACE.search(name):
        return False
    if is_service(name):
        return True
    many = _WORK.of(plain) or _MANY.of(plain)
    return plain in _FIELDS or (bool(many) and is_kind(plain))


def ends_as_one(name: str) -> bool:
    """Counted once it is named: 1处数字智能体育公园."""
    return len(name) >= 4 and bool(_ONE.of(name))


def is_built(name: str) -> bool:
    """It is called by a building, road or park, with something before it."""
    return len(name) >= 4 and bool(_BUILT.of(_SUFFIX.sub("", name)))


_PLAIN = frozenset(listed(words.FACILITIES))

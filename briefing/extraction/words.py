"""The words figures are told by: one file a kind in lists/, words separated by white space.

A new wording of the genre is a word in one of these files, with a case in the tests (`make words` lists the words that no case needs).
What reads them: `predicates.py` (what stands between a name and its number),
`names.py` (where a name begins and ends), `readings.py` (what a sentence carries on), `areas.py` and `exclusions.py`.
"""

from __future__ import annotations

from typing import Literal

from briefing.extraction.wordlists import table

# ---- Between a name and its number, read from the number backwards ----

Role = Literal[
    "up",
    "down",
    "to",
    "from",
    "base",
    "annual",
    "mean",
    "respectively",
    "each",
    "total",
    "bound",
    "estimate",
    "target",
    "skip",
    "stop",
]

UP = table("up")
DOWN = table("down")
CHANGES = table("changes")
TO = table("to")
BOUND = table("bound")
SKIP = table("skip")
BASE = table("base")
MORE_OR_LESS = table("more_or_less")
FROM = table("from")
ANNUAL = table("annual")
ESTIMATE = table("estimate")
TARGET = table("target")
STOP = table("stop")

ROLES: dict[str, Role] = {
    **dict.fromkeys(SKIP.split(), "skip"),
    **dict.fromkeys(BOUND.split(), "bound"),
    **dict.fromkeys(TO.split(), "to"),
    **dict.fromkeys(BASE.split(), "base"),
    **dict.fromkeys(UP.split(), "up"),
    **dict.fromkeys(DOWN.split(), "down"),
    **dict.fromkeys(ANNUAL.split(), "annual"),
    **dict.fromkeys(FROM.split(), "from"),
    **dict.fromkeys(ESTIMATE.split(), "estimate"),
    **dict.fromkeys(TARGET.split(), "target"),
    **dict.fromkeys(("均", "都", "各", "皆", "双双"), "each"),
    **dict.fromkeys(("累计", "累计达", "累计达到", "累计为"), "total"),
    "分别": "respectively",
    "平均": "mean",
    **dict.fromkeys(STOP.split(), "stop"),
    **{base + "多": "up" for base in MORE_OR_LESS.split()},
    **{base + "少": "down" for base in MORE_OR_LESS.split()},
    **{change + ending: "to" for change in CHANGES.split() for ending in "至到为在"},
}

# ---- At the head of a clause, before the name ----

HEADS = table("heads")
PLANNING = table("planning")
ADVERBS = table("adverbs")
BRINGING = table("bringing")
NOUNS = table("nouns")
# Of these a clause is an estimate of the period reviewed.
ESTIMATES = ("预计", "可望", "有望", "预测")
KEPT = table("kept")
INNER = table("inner")
CARRIED = table("carried")
NEUTRAL = table("neutral")
MODIFIERS = table("modifiers")
NEWNESS = table("newness")
CAUSING = table("causing")

# ---- Behind the number ----

BEHIND = table("behind")
CUTS = table("cuts")
NOUN_ENDS = table("noun_ends")
GENERIC = table("generic")
PLACES = table("places")
TRAILING = table("trailing")
LEVELS = table("levels")

# ---- Names that lean on others ----

ATTRIBUTES = table("attributes")
ACCOUNTS = table("accounts")
AMOUNTS = table("amounts")
ENDINGS = table("endings")
# Names told in one that stand for several: 存贷款余额分别增长 is 存款余额 and 贷款余额.
EXPANSIONS = {
    "城乡居民": ("城镇居民", "农村居民"),
    "城乡常住居民": ("城镇常住居民", "农村常住居民"),
    "城乡低保": ("城市低保", "农村低保"),
    "存贷款": ("存款", "贷款"),
    "内外资": ("内资", "外资"),
    "三次产业": ("第一产业", "第二产业", "第三产业"),
    "一二三产业": ("第一产业", "第二产业", "第三产业"),
    "三次产": ("一产", "二产", "三产"),
    "一二三产": ("一产", "二产", "三产"),
    "二三产业": ("第二产业", "第三产业"),
    "二三产": ("二产", "三产"),
    "进出口": ("进口", "出口"),
}
# Names that are an indicator only where they grow: 经济增长5%, 规上工业增长8%.
GROWING = ("经济", "规上工业", "规模以上工业", "规模工业", "对外贸易", "外贸")
# Names that the words before them tell apart: 断面水质达标率、|优良率.
TOLD_BY = {"优良率": (("水质", "断面", "地表水", "水体"), "water_quality_good")}
# Names that are those of the whole area wherever they stand.
SIGNED_AS_A_WHOLE = ("签约项目", "累计签约项目")
# Indicators of the whole area whose names parts of it use too: their sentence or heading must speak of this.
CONTEXTS = {"signed_projects": ("招商", "招引", "招强", "引资", "招大引强", "签约引进")}

# ---- Areas ----

SUB_AREAS = table("sub_areas")
NOT_SUB_AREAS = table("not_sub_areas")
NO_SUB_AREA = table("no_sub_area")
VENUES = table("venues")
OPENED = table("opened")
DRAWING = table("drawing")

# ---- Figures that are none ----

POLICY = table("policy")
CLASS_BEFORE = table("class_before")
LIMITED = table("limited")
DURATIONS = table("durations")

# ---- Differences ----

ABOVE = table("above")
BELOW = table("below")
COMPARED = table("compared")

# ---- What was done ----

DONE = table("done")

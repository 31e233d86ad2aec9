"""Which figures speak of the same thing: their names without what only decorates them, and what narrows them.

Two figures are of one quantity if they have one canonical id and one scope (省级 and 市级重点项目 are two, so are 新增 and all
“四上”企业), or, without an id, one core name (举办各类展会 and 重要展会 are both 展会; 引进各类展会 are those that came from elsewhere).
"""

from __future__ import annotations

import re
from functools import lru_cache

# Verbs before a name that say nothing of what is counted. 开工 and 储备 do: they are another stage.
_VERBS = (
    "全年", "全区", "全市", "全省", "全县", "年内", "累计", "成功", "力争", "确保", "实现", "完成", "达到", "推动", "推进", "加快", "加快推进", "开展", "举办",
    "举行", "承办", "承接", "引进", "引入", "新引进", "新引入", "打造", "建设", "建成", "建立", "新建", "新建成", "新增", "新培育", "培育", "组织", "实施",
    "筹集", "完工", "的",
)  # fmt: skip
# Adjectives that may narrow what is counted: a figure with another one may be of a part.
_ADJECTIVES = (
    "各类",
    "各级",
    "各种",
    "重要",
    "重点",
    "重大",
    "优质",
    "精准",
    "高品质",
    "高端",
    "大型",
    "多层次",
    "系列",
    "新型",
    "规范提升",
    "改造提升",
    "提升",
)
_EVERY = frozenset({"各类", "各级", "各种", "系列", "新型", "提升", "改造提升", "规范提升"})
# Too general to be recognised without their verbs and adjectives.
_GENERAL = {
    "项目",
    "企业",
    "活动",
    "投资",
    "资金",
    "人才",
    "平台",
    "基地",
    "公园",
    "面积",
    "工程",
    "学校",
    "岗位",
    "产业",
    "支出",
    "收入",
    "人员",
    "机构",
}
_AFTER = ("数量", "总数", "总量", "建设", "工作", "活动", "任务", "总额")
_MARKS = re.compile(r"[“”\"'‘’《》·\s（）()、，,]")
# Who attracts something has not yet done it: 引进展会 is not 举办展会.
_ATTRACTED = re.compile("(?:全年|年内|力争|计划)*(?:新?引[进入]|招引)")
# What narrows an indicator to a part of it. Longest first, each found at most once.
_SCOPES = {
    "省级以上": "省以上", "省级及以上": "省以上", "市级以上": "市以上", "市级及以上": "市以上",
    "国家级": "国家", "国家": "国家", "省、市级": "省市", "省市级": "省市", "省级": "省", "市级": "市", "区级": "区",
    "县级": "县", "市本级": "市本级", "市区两级": "市区", "小巨人": "小巨人", "瞪羚": "瞪羚", "独角兽": "独角兽", "单项冠军": "单项冠军", "过亿元": "过亿元",
    "亿元以上": "过亿元", "优质": "优质", "绿色低碳": "绿色低碳", "同口径": "同口径", "建议": "建议", "提案": "提案", "老旧小区": "老旧小区", "实体": "实体", "候选": "候选",
    "完成率": "完成率", "拉动": "拉动", "预期": "计划", "计划": "计划", "指标": "计划", "人代会": "计划",
}  # fmt: skip
# The budget of an area's own level is the area's budget.
_OWN_PURSE = re.compile(r"[省市区县]级(?=一般公共预算|税收|非税|财政|三公)")
# Whose figure it is, before the indicator's name.
_WHOSE = re.compile("城乡居民|城镇居民|农村居民|居民|(?:城镇)?职工|学生|常住人口|户籍人口")
_FLOW = re.compile(r"新增|净增|新[培认纳入登设引落签建开]|增长额|增加|减少")
_SHARE_OF = re.compile(
    "占(?:[全本][省市区县]|[省市区县]级)?(?P<whole>[^占]{2,20}?)的?(?:比重|比例|百分比)?$"
)
_STAGES = ("对接", "洽谈", "签约", "引进", "落户", "落地")  # an agreement signed is no project yet
# Of firms that registered some have closed since: 新增 is less.
_ENTRIES = re.compile("(?P<how>新登记|新增|净增)(?:各类)?(?:经营|市场)主体")
# What an indicator is by definition does not narrow it.
_INHERENT = {
    "hightech_enterprises": {"国家"},
    "hightech_enterprises_new": {"国家"},
    "tech_smes": {"国家"},
    "innovation_platforms": {"国家", "省", "市", "省市", "省以上", "市以上"},
}
_STOCK_OR_FLOW = {
    "four_above_enterprises",
    "innovation_platforms",
    "tech_smes",
    "hightech_enterprises",
    "talent_total",
    "special_bonds",
}


@lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """The name without verbs: 各类展会 for 引进各类展会, 教育设施 for 建成教育设施."""
    return _stripped(_MARKS.sub("", name), _VERBS)


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """What is counted, without verbs and adjectives: 展会 for 引进各类展会."""
    whole = _MARKS.sub("", name)
    text = _stripped(whole, _VERBS + _ADJECTIVES)
    for word in _AFTER:
        if text.endswith(word) and len(text) - len(word) >= 2:
            text = text[: -len(word)]
    return whole if text in _GENERAL else text


@lru_cache(maxsize=65536)
def is_general(name: str) -> bool:
    """Whether a name says nothing without what stands around it: 引进项目, 企业, 重点项目."""
    return _stripped(_MARKS.sub("", name), _VERBS + _ADJECTIVES) in _GENERAL


@lru_cache(maxsize=65536)
def adjectives(name: str) -> frozenset[str]:
    """What narrows the thing that is counted: {高品质} for 新建高品质公园; 各类 narrows nothing."""
    text = _stripped(_MARKS.sub("", name), _VERBS)
    return frozenset(word for word in _ADJECTIVES if text.startswith(word)) - _EVERY


def _stripped(text: str, words: tuple[str, ...]) -> str:
    found = True
    while found:
        found = False
        for word in words:
            if text.startswith(word) and len(text) - len(word) >= 2:
                text, found = text[len(word) :], True
    return text


@lru_cache(maxsize=65536)
def scope(name: str, indicator: str | None = None) -> frozenset[str]:
    """What narrows a canonical indicator: {省} for 省级重点项目, {新增} for 新增“四上”企业, empty for the indicator itself."""
    text = _OWN_PURSE.sub("", _MARKS.sub("", name))
    found = set()
    for word, meaning in _SCOPES.items():
        if (said := _MARKS.sub("", word)) in text:
            found.add(meaning)
            text = text.replace(said, "　")
    if indicator in _STOCK_OR_FLOW and _FLOW.search(text):
        found.add("新增")
    return frozenset(found - _INHERENT.get(indicator or "", set()))


@lru_cache(maxsize=65536)
def basis(name: str) -> str:
    """What a share is of, how far counted projects are, how firms were counted: 占总支出, 签约落地, 新登记; "" where the name does not say."""
    if share := _SHARE_OF.search(name):
        return f"占{share['whole']}"
    if entry := _ENTRIES.match(name):
        return entry["how"]
    return "".join(stage for stage in _STAGES if stage in name) if "项目" in name else ""


@lru_cache(maxsize=65536)
def of_some(name: str, configured: str) -> bool:
    """Whether a name says of whom where the indicator's does not: 居民医保参保率 is not everybody's 医保参保率."""
    return bool(configured) and _WHOSE.fullmatch(name.removesuffix(configured)) is not None


@lru_cache(maxsize=65536)
def quantity(name: str, indicator: str | None) -> tuple[str, frozenset[str]]:
    """What a figure speaks of: equal for figures of the same thing."""
    if indicator:
        return indicator, scope(name, indicator)
    return core(name), frozenset({"引进"} if attracted(name) else ())


def attracted(name: str) -> bool:
    """Whether what is counted came from elsewhere: 引进各类展会."""
    return _ATTRACTED.match(_MARKS.sub("", name)) is not None

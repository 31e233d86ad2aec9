"""What a sentence says of its figures besides the numbers: what they are measured against, where they stand, how settled they are.

A fact keeps it in fields of its own, so that nobody reads the sentence a second time.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from briefing import lazy as re
from briefing.model import Against, Nature, Observation

# What a completion rate or a distance is measured against, by the words between the verb and the number. The first that fits.
_AGAINST: tuple[tuple[Against, re.Pattern[str]], ...] = (
    ("adjusted", re.compile(r"调整后?的?(?:收入|支出)?预算|预算调整数|调整预算")),
    ("plan", re.compile(r"人代会|人大|年度计划|计划")),
    ("budget", re.compile(r"预算")),
    ("target", re.compile(r"预期|目标|任务|指标")),
)
# The clause that sets a figure against something, up to its number: 完成全年指标的147.8%, 高于人代会计划0.7个百分点, 为预算的94.5%.
_COMPLETES = re.compile(
    r"(?:完成|达到?|占|为|是)(?P<of>[^，。；、：]{0,14}?(?:预算(?!收入|支出)|计划|预期|目标|任务|指标)[^，。；、：\d]{0,6})\d*$"
)
_DISTANT = re.compile(
    r"(?:高于|低于|高出|超出|超过?|好于|快于|慢于|高|低)(?P<of>[^，。；、：]{0,10}?(?:计划|预期|目标|任务|预算|指标)[^，。；、：\d]{0,6})\d*$"
)
_LAST_NUMBER = re.compile(r"[-−]?\d[\d.,]*\s*(?:%|％|个百分点)[^\d%％]*$")
# The paragraph that states the year's main expected targets: by its own words, or by the heading it stands under.
_HEADLINE = re.compile(
    r"(?:预期|主要|发展|工作|奋斗|总体)(?:发展)?(?:目标|指标)(?:任务)?(?:建议|初步)?(?:安排|考虑|确定)?(?:是|为|：|:)"
)
_HEADLINE_SECTION = re.compile(r"(?:预期|主要)目标")
_NATURE = re.compile(r"约束性|预期性")
_PROVISIONAL = re.compile("初步核算|初步统计|初步测算|初步预计|快报")
_LIKE_FOR_LIKE = re.compile(r"可比|同口径|不变价|扣除|剔除|实际增长|还原")


def marked(found: Observation) -> Observation:
    """The figure with its marks; the same object where there are none."""
    source = found.source
    headline, nature, provisional, like = _of_sentence(source.sentence)
    headline = found.status == "target" and (headline or _under_headline(source.section))
    against = _against(found)
    if not (headline or nature or provisional or like or against):
        return found
    return replace(
        found,
        against=against,
        headline=headline,
        nature=nature,
        provisional=provisional and found.status == "actual",
        like_for_like=like and found.measure in ("yoy", "cagr"),
    )


@lru_cache(maxsize=4096)
def _of_sentence(sentence: str) -> tuple[bool, Nature, bool, bool]:
    natures = set(_NATURE.findall(sentence))
    nature: Nature = natures.pop() if len(natures) == 1 else ""
    return (
        _HEADLINE.search(sentence) is not None,
        nature,
        _PROVISIONAL.search(sentence) is not None,
        _LIKE_FOR_LIKE.search(sentence) is not None,
    )


def _under_headline(section: tuple[str, ...]) -> bool:
    return bool(section and _HEADLINE_SECTION.search(section[-1]))


def _against(found: Observation) -> Against:
    if found.measure not in ("pp", "ratio"):
        return ""
    head = _LAST_NUMBER.sub("", found.source.quote)
    pattern = _DISTANT if found.measure == "pp" else _COMPLETES
    clause = pattern.search(head)
    if clause is None:
        return ""
    return next((kind for kind, words in _AGAINST if words.search(clause["of"])), "")

"""The words a paper is filed and found under: TF-IDF of what its facts' sentences say.

One tokenizer with jieba's own dictionary and no words added: what other papers a process made must not show in this one.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from briefing.model import Pack, Source

_MOST = 6_000  # characters, about: more do not change what is frequent
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
# Frequent in every report, so they tell nothing.
_COMMON = frozenset(
    _HAN.findall(
        """
        增长 下降 左右 以上 以下 达到 完成 实现 突破 超过 新增 推进 推动 加快 全面 持续 深入 不断 进一步 有效
        积极 项目 工作 建设 发展 亿元 万元 万人 万户 万家 百分点 平方米 同比 预计 力争 确保 目标 总量 累计
        先后 其中 全区 全市 我区 我市 全年 以来 方面 提升 提高 加强 开展 实施 打造 完善 落实 做好 坚持 强化
        促进 支持 引进 获批 入选 荣获 启动 建成 竣工 开工 改造 服务 单位 责任 牵头 部门
        """
    )
)


def keywords(pack: Pack, most: int = 8) -> list[str]:
    """The most telling words, the weightiest first; [] where the Pack has no sentences."""
    sentences = list(dict.fromkeys(source.sentence for source in _sources(pack)))
    step = 1 + sum(map(len, sentences)) // _MOST  # every document has its say
    return list(_extracted("".join(sentences[::step]), most))


def _sources(pack: Pack) -> Iterator[Source]:
    yield from (observation.source for observation in (*pack.observations, *pack.series))
    yield from (mention.source for project in pack.projects for mention in project.mentions)
    yield from (mention.source for mention in pack.portfolios)
    yield from (task.source for task in pack.tasks)


@lru_cache(maxsize=8)  # the papers of a Pack share them
def _extracted(text: str, most: int) -> tuple[str, ...]:
    if not text:
        return ()
    rarity, usual = _rarity()
    counts = Counter(word for word in _tokenizer().cut(text) if _HAN.fullmatch(word))
    weights = [
        (-count * rarity.get(word, usual), word)
        for word, count in counts.items()
        if word not in _COMMON
    ]
    return tuple(word for _, word in sorted(weights)[:most])


@cache
def _tokenizer() -> Any:
    """jieba takes a while to load: only papers with keywords pay for it, once a process."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


@cache
def _rarity() -> tuple[dict[str, float], float]:
    """How rare each word is (its inverse document frequency), and one that is not listed.

    From jieba's own table. `jieba.analyse` would read it twice, and a dictionary of parts of speech that nothing here asks for.
    """
    table = files("jieba").joinpath("analyse", "idf.txt").read_text("utf-8")
    fields = table.replace("\n", " ").strip().split(" ")
    rarity = dict(zip(fields[::2], map(float, fields[1::2]), strict=True))
    return rarity, sorted(rarity.values())[len(rarity) // 2]

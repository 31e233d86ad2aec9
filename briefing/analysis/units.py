"""Units compared: the multiplier of a Chinese unit and what it counts (1.73万人 and 17300人 are the same)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_MULTIPLIERS = {"万亿": Decimal(10**12), "千亿": Decimal(10**11), "百亿": Decimal(10**10), "亿": Decimal(10**8), "千万": Decimal(10**7),
                "百万": Decimal(10**6), "万": Decimal(10**4), "千": Decimal(10**3)}  # fmt: skip
_SAME = {"％": "%", "名": "人", "套（间）": "套", "件次": "件", "户": "家"}
# Longest first, and never the whole unit: 千米 and 千瓦 are units of their own.
_OWN = ("千米", "千瓦", "千克", "千伏", "千卡", "百帕")


@lru_cache(maxsize=4096)
def split(unit: str) -> tuple[Decimal, str]:
    """Multiplier and base of a unit as written: 万美元 is (10000, 美元), 公里 is (1, 公里)."""
    if not unit.startswith(_OWN):
        for word, factor in _MULTIPLIERS.items():
            if unit.startswith(word):
                return factor, unit[len(word) :]
    return Decimal(1), unit


@lru_cache(maxsize=4096)
def base(unit: str) -> str:
    """What a unit counts, without its multiplier: 元 for 亿元. Synonyms are one: ％ and %, 间 of 套（间）."""
    return _SAME.get(found := split(unit)[1], found)


def comparable(first: str, second: str) -> bool:
    """Whether two units count the same thing."""
    return base(first) == base(second)


def in_base(value: Decimal, unit: str) -> Decimal:
    """The value in the unit's base: 57.1 亿元 is 5710000000 (元)."""
    return value * split(unit)[0]


_WIDE = Context(prec=2000)  # a slip of the pen of 400 digits must not stop the papers


def rounded(
    value: Decimal, step: Decimal = Decimal("0.1"), rounding: str = ROUND_HALF_UP
) -> Decimal:
    """The value to the digits of `step`: a tenth unless said otherwise."""
    return value.quantize(step, rounding, context=_WIDE)

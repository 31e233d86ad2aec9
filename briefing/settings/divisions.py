"""The nation's divisions: provinces, prefectures and counties with their codes (divisions.csv; tools/make_divisions.py makes it).

So that a workspace for any of them configures itself. Towns and functional areas are an office's own to write.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.settings.schema import District

DATE = "2026-06"  # of the table
_MUNICIPALITIES = ("11", "12", "31", "50")
_SUFFIX = re.compile(r"(?:自治[区州县旗]|特别行政区|[省市区县旗盟州]|地区|林区)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One division. prefecture: what a county belongs to, "" of others and of counties right below their province."""

    code: str
    name: str
    rank: int  # 1 province, 2 prefecture, 3 county
    province: str
    prefecture: str = ""

    @property
    def parent(self) -> str:
        """The division above: 保定市 of 高阳县, 河北省 of 保定市, "" of a province."""
        return self.prefecture or (self.province if self.rank > 1 else "")

    @property
    def full_name(self) -> str:
        return self.parent + self.name

    def below(self, other: Division) -> bool:
        """Whether this is of the rank next below the other and inside it."""
        return self.rank > other.rank and self.parent == other.name and self.name != other.name


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """All of them, by code."""
    text = resources.files("briefing.settings").joinpath("divisions.csv").read_text("utf-8")
    rows = [
        (row["code"], row["name"], int(row["rank"])) for row in csv.DictReader(text.splitlines())
    ]
    names = {code: name for code, name, _ in rows}
    return tuple(_division(code, name, rank, names) for code, name, rank in rows)


def _division(code: str, name: str, rank: int, names: dict[str, str]) -> Division:
    province = names[code[:2] + "0000"]
    prefecture = names.get(code[:4] + "00", "") if rank == 3 else ""
    if rank == 3 and code[:2] in _MUNICIPALITIES:
        prefecture = province  # 海淀区 belongs to 北京市
    return Division(code, name, rank, province, prefecture)


def named(text: str) -> tuple[Division, ...]:
    """The divisions that a name or a code stands for: 高阳县, 高阳, 保定市高阳县, 河北省保定市高阳县; several where it is not clear."""
    name = re.sub(r"\s", "", text)
    whole, short = _by_name()
    return tuple(whole.get(name) or short.get(name) or ())


@lru_cache(maxsize=1)
def _by_name() -> tuple[dict[str, list[Division]], dict[str, list[Division]]]:
    """The divisions by each of their names and their code, and by their short name."""
    whole: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    for each in divisions():
        for name in {*_names(each)}:
            whole.setdefault(name, []).append(each)
        if brief := short_name(each.name):
            short.setdefault(brief, []).append(each)
    return whole, short


def _names(each: Division) -> tuple[str, ...]:
    full = each.province + each.full_name if each.prefecture else each.full_name
    return each.code, each.name, each.full_name, full, each.province + each.name


def short_name(name: str) -> str:
    """高阳 of 高阳县; "" where that would be one character or an ethnic group's (景宁畲族)."""
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 and not short.endswith("族") else ""


def as_district(each: Division, kind: str = "") -> District:
    """The settings' entry of a division, as config/districts.yaml would have it."""
    from briefing.settings.schema import District  # takes long to load, and texts need none

    whole = each.rank < 3
    short = short_name(each.name)
    return District(
        code=each.code,
        name=each.name,
        full_name=each.full_name if each.parent else "",
        aliases=(short,) if short else (),
        kind=kind or ("city" if whole else "district" if each.name.endswith("区") else "county"),
        city=each.name if whole and not kind else each.parent,
    )


def entries(each: Division) -> tuple[District, ...]:
    """What a workspace of this division configures: the one above it, itself, and those below it, which it compares.

    A short name that two of them have (朝阳市, 朝阳县) stands for neither.
    """
    below = [other for other in divisions() if other.below(each)]
    above = [other for other in divisions() if other.name == each.parent and _compares(other)]
    if each.rank == 1 and not _compares(each):
        made = [as_district(each), *(as_district(other, "district") for other in below)]
    else:
        made = [as_district(other) for other in (*above, each, *below)]
    short = Counter(alias for district in made for alias in district.aliases)
    return tuple(
        district
        if all(short[alias] == 1 for alias in district.aliases)
        else district.model_copy(update={"aliases": ()})
        for district in made
    )


def _compares(each: Division) -> bool:
    """Whether a county stands right below it: a prefecture or a municipality."""
    return each.rank == 2 or (each.rank == 1 and each.code[:2] in _MUNICIPALITIES)


def line(district: District) -> str:
    """An entry of config/districts.yaml on one line."""
    parts = [f'code: "{district.code}"', f"name: {district.name}"]
    parts += [f"full_name: {district.full_name}"] if district.full_name else []
    parts += [f"aliases: [{', '.join(district.aliases)}]"] if district.aliases else []
    return f"- {{{', '.join([*parts, f'kind: {district.kind}', f'city: {district.city}'])}}}"


def lines_to_add(names: Sequence[str], beside: Iterable[District] = ()) -> str:
    """What to write into config/districts.yaml for areas that are not configured, "" where the table knows none of them.

    Of several areas of one name (市中区) that of a city whose areas are configured already.
    """
    cities = {district.city for district in beside}
    known = []
    for name in names:
        found = [as_district(each) for each in named(name)]
        near = found if len(found) == 1 else [each for each in found if each.city in cities]
        known += near if len(near) == 1 else []
    return "；".join(map(line, known))

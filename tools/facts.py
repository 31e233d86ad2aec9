"""Every fact of many documents in one file, and what changed between two such files.

    python tools/facts.py dump after.jsonl FILE… [--cache DIR]
    python tools/facts.py diff before.jsonl after.jsonl [--most 200]

A change of a rule is judged by what it does to all documents at hand: dump before, dump after, read the difference.
With --cache what the readers made of a file is kept between dumps (by its content and theirs), so that only extraction runs anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections import defaultdict
from functools import cache
from pathlib import Path

from briefing import model, sources
from briefing.errors import BriefingError
from briefing.extraction import Lexicon, extract, facts_as_rows
from briefing.model import Reading
from briefing.settings import load_indicators
from briefing.sources import documents, read_file

SHOWN = [
    "name",
    "id",
    "measure",
    "value",
    "unit",
    "status",
    "period",
    "bound",
    "area",
    "kind",
    "stage",
    "count",
    "investment",
    "title",
]


def dump(out: Path, files: list[Path], folder: Path | None) -> None:
    lexicon = Lexicon.from_indicators(load_indicators())
    with out.open("w", encoding="utf-8") as sink:
        for file in files:
            try:
                for document in documents(reading_of(file, folder)):
                    for row in facts_as_rows(document, extract(document, lexicon)):
                        sink.write(json.dumps(row) + "\n")
            except BriefingError as error:
                print(error)


def reading_of(file: Path, folder: Path | None) -> Reading:
    if folder is None:
        return read_file(file)
    folder.mkdir(parents=True, exist_ok=True)
    content = file.name.encode() + file.read_bytes() + _readers()
    kept = folder / (hashlib.sha256(content).hexdigest() + ".pickle")
    if kept.exists():
        reading: Reading = pickle.loads(kept.read_bytes())
        return reading
    reading = read_file(file)
    kept.write_bytes(pickle.dumps(reading))
    return reading


@cache
def _readers() -> bytes:
    """The readers' own code: what they made of a file holds as long as they stay as they are."""
    found = [Path(model.__file__), *sorted(Path(sources.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).digest()


def diff(before: Path, after: Path, most: int) -> None:
    old, new = facts_by_place(before), facts_by_place(after)
    changed = [
        (place, old.get(place, []), new.get(place, []))
        for place in sorted({*old, *new})
        if told(old.get(place, [])) != told(new.get(place, []))
    ]
    total = sum(map(len, new.values()))
    print(f"{len(changed)} of {len(old)} places changed; facts {total}")
    for place, was, now in changed[:most]:
        sentence = str((now or was)[0].get("sentence", ""))
        print(f"\n{place[0]} {place[1]} {place[2]}: {sentence[:160]}")
        for sign, rows in (("-", told(was)), ("+", told(now))):
            for row in rows:
                print(f"  {sign} {row}")


def facts_by_place(path: Path) -> dict[tuple[str, str, int], list[dict[str, object]]]:
    found = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        found[fact["doc"], fact["fact"], fact["start"]].append(fact)
    return found


def told(facts: list[dict[str, object]]) -> list[str]:
    return sorted(" ".join(f"{key}={f[key]}" for key in SHOWN if key in f) for f in facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    dumping = commands.add_parser("dump")
    dumping.add_argument("out", type=Path)
    dumping.add_argument("files", type=Path, nargs="+")
    dumping.add_argument("--cache", type=Path)
    diffing = commands.add_parser("diff")
    diffing.add_argument("before", type=Path)
    diffing.add_argument("after", type=Path)
    diffing.add_argument("--most", type=int, default=200)
    arguments = parser.parse_args()
    if arguments.command == "dump":
        dump(arguments.out, arguments.files, arguments.cache)
    else:
        diff(arguments.before, arguments.after, arguments.most)


if __name__ == "__main__":
    main()

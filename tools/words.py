"""Words of the tables that no case needs: removes them one at a time and reads every case that has the word again.

    python tools/words.py [KIND …]       kinds: the files of briefing/extraction/lists

Cases are those of tests/unit/extraction/observations/cases.yaml, the sentence of words.yaml that all words of a list stand in, the labelled documents of tests/ and, where they are at hand, the cases
and labelled documents of ../shared. A word that changes no fact of any of them is listed: delete it, or write the case that needs it.
Each word is tried in a process of its own, which imports the rules anew; all 2,500 take some minutes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BRIEFING_SHARED", ROOT.parent / "shared"))
CASES = ROOT / "tests" / "unit" / "extraction" / "observations"
LISTS = ROOT / "briefing" / "extraction" / "lists"
RULES = [
    "words", "signs", "names", "lexicon", "predicates", "areas", "levels", "moments", "context", "naming", "comparisons", "measures",
    "runs", "exclusions", "timing", "readings",
]  # fmt: skip

Case = tuple[Any, list[str]]  # a document and its facts as they are


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "kinds", nargs="*", default=sorted(path.stem for path in LISTS.glob("*.txt"))
    )
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    context = get_context("fork")
    cases = [
        (document, _facts(document)) for document in sorted(_documents(), key=lambda d: len(d.text))
    ]
    unneeded = 0
    for kind in arguments.kinds:
        words = _words(kind)
        tries = [
            (kind, word, [*_told(kind, word), *(case for case in cases if _stands(word, case))])
            for word in words
        ]
        with context.Pool(os.cpu_count(), maxtasksperchild=1) as pool:
            needed = pool.starmap(_needed, tries, chunksize=1)
        idle = [word for word, is_needed in zip(words, needed, strict=True) if not is_needed]
        unneeded += len(idle)
        print(
            f"{kind}: {len(idle)} of {len(words)} words are needed by no case: {' '.join(idle)}",
            flush=True,
        )
    return 1 if unneeded else 0


def _words(kind: str) -> list[str]:
    from briefing.extraction.wordlists import table

    return table(kind).split()


def _told(kind: str, word: str) -> Iterator[Case]:
    """The sentence that says what the words of a list do, with this word of it."""
    from tests.unit.extraction.observations.build import document

    told = yaml.safe_load((CASES / "words.yaml").read_text("utf-8")).get(kind)
    if told:
        made = document(told["text"].replace("{}", word.lstrip("+")))
        yield made, _facts(made)


def _stands(word: str, case: Case) -> bool:
    return word.lstrip("+") in case[0].text


def _needed(kind: str, word: str, cases: list[Case]) -> bool:
    """Whether a fact of the cases changes without the word. Runs in a process that ends with it."""
    if not cases:
        return False
    from briefing.extraction import wordlists

    whole = wordlists.table
    wordlists.table = lambda name: " ".join(
        w for w in whole(name).split() if (name, w) != (kind, word)
    )
    package = sys.modules["briefing.extraction"]
    for module in RULES:
        sys.modules.pop(f"briefing.extraction.{module}", None)
        vars(package).pop(module, None)
    _lexicon.cache_clear()
    return any(_facts(document) != facts for document, facts in cases)


def _facts(document: Any) -> list[str]:
    readings = importlib.import_module("briefing.extraction.readings").readings
    return [
        f"{r.quantity.start} {r.name} {r.indicator} {r.measure} {r.value} {r.time.status} {r.time.period} {r.area}"
        for r in readings(document, _lexicon())
    ]


@cache
def _indicators() -> Any:
    return importlib.import_module("briefing.settings").load_indicators()


@cache
def _lexicon() -> Any:
    return importlib.import_module("briefing.extraction.lexicon").Lexicon.from_indicators(
        _indicators()
    )


def _documents() -> Iterator[Any]:
    from briefing.sources import documents, read_file
    from tests.unit.extraction.observations.build import document

    where = ("part", "years", "area", "title", "kind")
    for case in yaml.safe_load((CASES / "cases.yaml").read_text("utf-8")):
        yield document(case["text"], **{key: case[key] for key in where if key in case})
    for file in sorted((SHARED / "cases" / "extraction").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield document(json.loads(line)["text"])
    labelled = SHARED / "gold" / "documents.json"
    files = (
        [SHARED / "data" / doc["file"] for doc in json.loads(labelled.read_text("utf-8"))]
        if labelled.exists()
        else []
    )
    for file in [*sorted((ROOT / "tests" / "labelled").glob("*.txt")), *dict.fromkeys(files)]:
        yield from documents(read_file(file))


if __name__ == "__main__":
    sys.exit(main())

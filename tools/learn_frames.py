"""Learn what a sentence says of its frame, from documents whose headings make the frame certain.

    python tools/learn_frames.py FILE… [--cache DIR] [--out briefing/sources/frames.json]
    python tools/learn_frames.py FILE… [--cache DIR] --check

No labels by hand are needed: a heading such as “一、2025年工作回顾”, “三、2026年重点工作” or “（一）一般公共预算草案” says of every
sentence below it whether it looks back or ahead, and whether over one year or several. Three weights are learnt for each piece of
evidence by logistic regression: ahead against back; of what is past several years against one; of what is to come several years
against one. Evidence that weighs little, or stands in few documents, is left out.

The table in the package was learnt from all texts of ../shared/data and the budget papers of ../shared/panel (13,084 sentences of 51
documents). --check learns it five times, each time without a fifth of the files, and tells of the documents of these how many
sentences come out right when all headings are ignored: whether they look ahead or back (0.99 in the mean), and wholly (0.86).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from facts import reading_of

from briefing.errors import BriefingError
from briefing.model import Document
from briefing.sources import documents, frames, sections

_RUN = re.compile(r"[一-龥％%]{2,3}$|<.*>$")
_FIVE = re.compile(r"(?:——)?(?:这|过去的?|刚刚过去的)?五年(?:来|间)?，")
_ONE = re.compile(r"(?:——)?(?:20\d\d年|一年来|过去的?一年|刚刚过去的一年|回顾一年来)")
FEWEST_SENTENCES, FEWEST_DOCUMENTS, LEAST_WEIGHT = 30, 8, 0.2
ROUNDS, RATE, DECAY = 12, 0.08, 2e-5
FOLDS, FEWEST_TO_CHECK = 5, 20

EITHER = -1  # a review of one year or of several: a heading speaks of both
Sample = tuple[frozenset[str], int, str]  # evidence, frame, document


def certain(document: Document, known: frozenset[str] | None) -> Iterator[Sample]:
    """The sentences whose frame a heading makes certain."""
    nodes = [
        sections.Node(s.heading, s.level, s.path, s.start, s.body, s.end)
        for s in document.sections
        if s.heading
    ]
    kind, reviewed, planned = document.kind, document.year_reviewed, document.year_planned
    speaker = sections._Speaker(kind, reviewed, planned)
    said = [speaker.of(node) for node in nodes]
    years = sections._years_of(kind, reviewed, planned, said)
    if years is None:
        return
    stretches, owners = sections._stretches(
        document.text, nodes, said, years, said[0] if said else speaker.default()
    )
    paragraph = EITHER
    for stretch, owner in zip(stretches, owners, strict=True):
        allowed = stretch.frames
        if stretch.opened:
            paragraph = EITHER
            if len(allowed) == 2 and _FIVE.match(document.text, stretch.start):
                paragraph = frames.FIVE
            elif len(allowed) == 2 and _ONE.match(document.text, stretch.start):
                paragraph = frames.PAST
        frame = allowed[0] if len(allowed) == 1 else paragraph
        tokens = frames.tokens(
            document.text[stretch.start : min(stretch.end, stretch.start + frames.LONGEST)],
            *years,
            known,
        )
        if owner >= 0 and allowed:
            yield tokens, frame, document.id


def learn(samples: list[tuple[frozenset[str], bool]], evidence: set[str]) -> dict[str, float]:
    """Weights of a logistic regression, both classes counting alike; the key "" is the bias."""
    weight: dict[str, float] = defaultdict(float)
    share = Counter(label for _, label in samples)
    balance = {label: len(samples) / (2 * count) for label, count in share.items()}
    rows = [([*(tokens & evidence), ""], label) for tokens, label in samples]
    order = random.Random(7)
    for turn in range(ROUNDS):
        order.shuffle(rows)
        rate = RATE / (1 + turn / 3)
        for tokens, label in rows:
            said = sum(weight[token] for token in tokens)
            error = (label - 1 / (1 + math.exp(-max(-30, min(30, said))))) * balance[label]
            for token in tokens:
                weight[token] += rate * (error - DECAY * weight[token] * len(rows) / 1000)
    return weight


def table(samples: list[Sample]) -> dict[str, list[int]]:
    count: Counter[str] = Counter()
    where: dict[str, set[str]] = defaultdict(set)
    for tokens, _, document in samples:
        count.update(tokens)
        for token in tokens:
            where[token].add(document)
    evidence = {
        token
        for token, times in count.items()
        if times >= FEWEST_SENTENCES and len(where[token]) >= FEWEST_DOCUMENTS and _RUN.match(token)
    }
    past, ahead = (frames.PAST, frames.FIVE), (frames.TASKS, frames.OUTLOOK)
    learnt = [
        learn([(t, f in ahead) for t, f, _ in samples], evidence),
        learn([(t, f == frames.FIVE) for t, f, _ in samples if f in past], evidence),
        learn([(t, f == frames.OUTLOOK) for t, f, _ in samples if f in ahead], evidence),
    ]
    rows = {
        token: [
            round(weight[token] * 100) if abs(weight[token]) >= LEAST_WEIGHT else 0
            for weight in learnt
        ]
        for token in sorted({*evidence, ""})
    }
    return {token: row for token, row in rows.items() if any(row) or not token}


def check(samples: list[Sample]) -> tuple[float, float]:
    """What share of a document's sentences comes out right without any heading: ahead or back, and wholly."""
    blind = [
        frames.Stretch(n, n + 1, frames.emission(tokens), opened=True)
        for n, (tokens, _, _) in enumerate(samples)
    ]
    pairs = [(s[1], one.frame) for s, one in zip(samples, frames.decide(blind), strict=True)]
    half = sum((was in frames.AHEAD) == (now in frames.AHEAD) for was, now in pairs)
    whole = sum(was == now or (was == EITHER and now not in frames.AHEAD) for was, now in pairs)
    return half / len(pairs), whole / len(pairs)


def cross_check(read: dict[str, list[Sample]]) -> None:
    names = sorted(read)
    for fold in range(FOLDS):
        apart = set(names[fold::FOLDS])
        rows = table([s for name in names if name not in apart for s in read[name]])
        with mock.patch.object(frames, "weights", return_value=rows):
            for name in sorted(apart):
                told(name, read[name])


def told(name: str, samples: list[Sample]) -> None:
    by_document: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_document[sample[2]].append(sample)
    for found in by_document.values():
        if len(found) >= FEWEST_TO_CHECK:
            print(name, len(found), *(f"{share:.3f}" for share in check(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("briefing/sources/frames.json"))
    arguments = parser.parse_args()
    read: dict[str, list[Sample]] = {}
    for file in arguments.files:
        try:
            found = documents(reading_of(file, arguments.cache))
            read[file.name] = [s for document in found for s in certain(document, None)]
        except BriefingError as error:
            print(error)
    if arguments.check:
        cross_check(read)
        return
    samples = [sample for rows_of in read.values() for sample in rows_of]
    rows = table(samples)
    lines = ",\n".join(f"{json.dumps(t, ensure_ascii=False)}: {row}" for t, row in rows.items())
    arguments.out.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(len(samples), "sentences,", len(rows), "rows", Counter(frame for _, frame, _ in samples))


if __name__ == "__main__":
    main()

"""How fast facts are extracted, beside JioNLP's money and time extraction and jieba's cutting of the same text, in one run on one core.

    python tests/bench/bench_extraction.py        (JioNLP: pip install jionlp; left out where it is missing)

Ours: the whole way from the bytes of a file to its facts (reading, cleaning, splitting, headings, indicators, projects, tasks).
"""

from __future__ import annotations

import io
import logging
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from briefing.extraction import Lexicon, extract  # noqa: E402
from briefing.settings import load_indicators  # noqa: E402
from briefing.sources import documents, read_bytes  # noqa: E402

FLOOR = 0.5  # M characters a second
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The best of a few rounds: what the work takes when nothing else is in the way."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def facts_of(data: bytes, lexicon: Lexicon) -> int:
    reading = read_bytes("资料.txt", data)
    return sum(len(extract(document, lexicon).observations) for document in documents(reading))


def peers(texts: list[str]) -> dict[str, Callable[[], object]]:
    """What else reads Chinese text: name -> work."""
    import jieba

    logging.disable(logging.ERROR)  # JioNLP logs a traceback for every expression it cannot read
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    found: dict[str, Callable[[], object]] = {
        "jieba.cut": lambda: [sum(1 for _ in jieba.cut(text)) for text in texts]
    }
    try:
        with redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        print("JioNLP is not installed: left out (pip install jionlp)")
        return found
    with redirect_stdout(io.StringIO()):
        jionlp.ner.extract_money("1元")
        jionlp.ner.extract_time("今天")
    found["JioNLP money"] = lambda: [jionlp.ner.extract_money(text) for text in texts]
    found["JioNLP time"] = lambda: [jionlp.ner.extract_time(text, time_base=0) for text in texts]
    return found


def growth(data: bytes, lexicon: Lexicon) -> None:
    """Time and memory up to 20 MB: both must grow with the text and no faster."""
    print(f"\n{'MB':>6} {'seconds':>9} {'M chars/s':>10} {'peak MB':>8}")
    for megabytes in (1, 5, 20):
        text = data * (megabytes * 1_000_000 // len(data))
        begin = time.perf_counter()
        facts_of(text, lexicon)
        spent = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{megabytes:>6} {spent:>9.2f} {len(text.decode()) / spent / 1e6:>10.2f} {peak:>8.0f}"
        )


def start_up() -> None:
    for arguments in (
        ["--version"],
        ["extract", str(ROOT / "examples" / "sources" / "槐荫区2024年政府工作报告.txt")],
    ):
        command = [sys.executable, "-m", "briefing", *arguments]
        spent = seconds(
            lambda command=command: subprocess.run(
                command, cwd=ROOT, capture_output=True, check=True
            )
        )
        print(f"briefing {arguments[0]:<10} {spent:.2f} s")


def main() -> None:
    shared = (ROOT / os.environ.get("BRIEFING_SHARED", "../shared")).resolve()
    files = sorted((shared / "data").glob("*/*.txt"))
    if not files:
        sys.exit(f"needs the real documents: {shared / 'data'} is missing (set BRIEFING_SHARED)")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    data = [path.read_bytes() for path in files]
    texts = [item.decode("utf-8") for item in data]
    size = sum(map(len, texts))
    lexicon = Lexicon.from_indicators(load_indicators())
    facts_of(data[0], lexicon)
    ours = seconds(lambda: [facts_of(item, lexicon) for item in data])
    print(
        f"{'':22} {'seconds':>9} {'M chars/s':>10} {'against ours':>13}   ({len(files)} documents, {size:,} characters, one core)"
    )
    print(f"{'briefing, all facts':22} {ours:>9.3f} {size / ours / 1e6:>10.2f} {'1':>13}")
    for name, work in peers(texts).items():
        spent = seconds(work)
        print(f"{name:22} {spent:>9.3f} {size / spent / 1e6:>10.2f} {spent / ours:>12.2f}x")
    print(f"floor: {FLOOR} M characters/s: {'reached' if size / ours / 1e6 >= FLOOR else 'MISSED'}")
    growth(data[0], lexicon)
    start_up()


if __name__ == "__main__":
    main()

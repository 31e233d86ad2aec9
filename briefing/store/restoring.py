"""Putting a backup in the place of a store, the one that was there kept aside."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from briefing.errors import NoStoreError, StoreError, system_words
from briefing.store import engine
from briefing.store.store import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. aside: where the store that was there lies now, "" where there was none or it is on a server."""

    rows: Mapping[str, int]  # by table
    aside: str = ""
    saved: Mapping[str, int] = field(default_factory=dict)  # from the damaged store
    sent_until: datetime | None = None  # the last that its ledger knows of; aware


def restore(path: Path, url: str, *, replace: bool) -> Restored:
    """path: a backup or an export. replace: even where the store at the URL holds something. Raises StoreError."""
    try:
        with Store.open(url, create=False) as store:
            held = bool(store.files() or store.runs.all() or store.returned.files())
    except NoStoreError:
        held = False
    except StoreError:
        held = True  # damaged, or of another program
    if held and not replace:
        raise StoreError(
            "库里有内容，没有恢复",
            where=engine.name(engine.parse(url)),
            hint="确实要换成备份的，加 --yes；现有的会留在旁边",
        )
    aside = _put_aside(url) if held else None
    try:
        with Store.open(url) as store:
            rows = store.restore(path)
            times = [entry.at for entry in store.ledger.entries()]
            return Restored(rows, str(aside or ""), sent_until=max(times, default=None))
    except BaseException:
        if aside:
            _put_back(aside, url)
        raise


def repair(path: Path, url: str) -> Restored:
    """The backup, and what the damaged store still tells of what people did since. Raises StoreError."""
    if engine.file_of(engine.parse(url)) is None:
        raise StoreError("只能修复 SQLite 的库", hint="PostgreSQL 用 briefing store restore 恢复")
    done = restore(path, url, replace=True)
    with Store.open(url) as store:
        saved = store.add_missing(Path(done.aside)) if done.aside else {}
    return replace(done, saved=saved)


def _put_aside(url: str) -> Path | None:
    """Rename an SQLite file with its journal; None on a server, where one transaction replaces everything."""
    file = engine.file_of(engine.parse(url))
    if file is None:
        return None
    number = 1
    while (aside := file.with_name(f"{file.stem}.原库{number}{file.suffix}")).exists():
        number += 1
    _rename(file, aside)
    return aside


def _put_back(aside: Path, url: str) -> None:
    file = engine.file_of(engine.parse(url))
    assert file
    for part in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(f"{file.name}{part}").unlink()
    _rename(aside, file)


def _rename(source: Path, target: Path) -> None:
    try:
        for part in ("-wal", "-shm", ""):
            beside = source.with_name(f"{source.name}{part}")
            if beside.exists():
                beside.rename(target.with_name(f"{target.name}{part}"))
    except OSError as error:
        raise StoreError(
            f"库的文件动不了：{system_words(error)}", where=str(source), hint="关闭正在用它的程序"
        ) from None

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
    file = engine.file_of(engine.parse(url))
    if file:
        return _swapped(file, path, held=held)
    with Store.open(url) as store:  # one transaction
        return _filled(store, path)


def repair(path: Path, url: str) -> Restored:
    """The backup, and what the damaged store still tells of what people did since. Raises StoreError."""
    file = engine.file_of(engine.parse(url))
    if file is None:
        raise StoreError("只能修复 SQLite 的库", hint="PostgreSQL 用 briefing store restore 恢复")
    return _swapped(file, path, held=True, save=True)


def _swapped(file: Path, path: Path, *, held: bool, save: bool = False) -> Restored:
    """The new store is made beside the old one and takes its place when it is whole: whoever is killed meanwhile has lost nothing."""
    beside = file.with_name(f".{file.stem}.新库{file.suffix}")
    _remove(beside)
    try:
        with Store.open(f"sqlite:///{beside.as_posix()}") as store:
            done = _filled(store, path)
            saved = store.add_missing(file) if save else {}
        aside = _aside(file) if held else None
        if aside:
            _rename(file, aside)
        else:
            _remove(file)
        _rename(beside, file)
    finally:
        _remove(beside)
    return replace(done, aside=str(aside or ""), saved=saved)


def _filled(store: Store, path: Path) -> Restored:
    rows = store.restore(path)
    times = [entry.at for entry in store.ledger.entries()]
    return Restored(rows, sent_until=max(times, default=None))


def _aside(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.stem}.原库{number}{file.suffix}")).exists():
        number += 1
    return aside


def _remove(file: Path) -> None:
    """With its journal."""
    for part in ("", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(f"{file.name}{part}").unlink()


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

"""What is due: which papers still have to go to whom, as a first copy or as a correction, and which must not go and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from briefing.errors import BriefingError
from briefing.papers import digest
from briefing.papers.digest import Content
from briefing.papers.excel import has_proposals, seal_of
from briefing.post.recipients import OWNER, Parcel
from briefing.post.sheets import Sheet, read_bytes
from briefing.store import Entry, Ledger
from briefing.store.ledger import Channel

MOST_CHANGES = 40  # lines of what has changed in one paper

# held: must not go, a person has to do something. nothing: all is well and there is nothing to send.
Held = Literal["held", "nothing", "uncertain"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says, and its bytes' hash."""

    digest: str
    content: Content
    proposals: bool  # it prints units that nobody confirmed
    seal: str = ""  # of a form


@dataclass(frozen=True, slots=True)
class Due:
    """A paper that is to go to a recipient."""

    sheet: Sheet
    correction: int  # 0: for the first time
    digest: str
    changes: tuple[str, ...] = ()
    seal: str = ""  # of a form

    @property
    def file(self) -> str:
        return self.sheet.corrected_file(self.correction)


@dataclass(frozen=True, slots=True)
class Kept:
    """Papers that do not go to a recipient."""

    parcel: Parcel
    sheets: tuple[Sheet, ...]
    kind: Held
    why: str
    entries: tuple[int, ...] = ()  # of the ledger, where it is about them


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel with what of it is due."""

    parcel: Parcel
    recipient: str  # as the ledger knows it
    channel: Channel
    due: tuple[Due, ...]


@dataclass(slots=True)
class Looked:
    """What looking through the parcels came to."""

    deliveries: list[Delivery] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    contents: dict[str, Any] = field(default_factory=dict)  # by digest, of what is due
    withdrawn: list[int] = field(
        default_factory=list
    )  # entries whose paper says again what was sent before


class Desk:
    """Looks at parcels with the ledger beside it."""

    def __init__(
        self, output: Path, ledger: Ledger, entries: Iterable[Entry], owner: str, channel: Channel
    ) -> None:
        self._output = output
        self._ledger = ledger
        self._owner = owner.lower()
        self._channel = channel
        self._entries: dict[str, list[Entry]] = {}
        for entry in entries:
            self._entries.setdefault(entry.order.sheet, []).append(entry)
        self._said: dict[str, Said] = {}  # by the paper's path: several recipients may get it

    def look(self, parcels: Iterable[Parcel]) -> Looked:
        """What of the parcels is due, and what is kept back."""
        found = Looked()
        for parcel in parcels:
            if parcel.empty:
                which = (
                    f"{'、'.join(sheet.file for sheet in parcel.empty)} " if parcel.sheets else ""
                )
                found.kept.append(Kept(parcel, parcel.empty, "nothing", f"{which}没有内容，不发"))
            self._look(parcel, found)
        return found

    def bytes_of(self, sheet: Sheet) -> bytes:
        return read_bytes(self._output, sheet)

    def _look(self, parcel: Parcel, found: Looked) -> None:
        recipient = parcel.address if self._channel == "mail" else f"文件夹：{parcel.unit}"
        due: list[Due] = []
        for sheet in parcel.sheets:
            try:
                kept = self._forbidden(parcel, sheet) or self._decided(
                    parcel, recipient, sheet, due, found
                )
            except BriefingError as error:
                kept = Kept(parcel, (sheet,), "held", str(error))
            if kept:
                found.kept.append(kept)
        if due:
            found.deliveries.append(Delivery(parcel, recipient, self._channel, tuple(due)))

    def _forbidden(self, parcel: Parcel, sheet: Sheet) -> Kept | None:
        """Papers that must not go to this recipient, whatever the settings say."""
        if sheet.audience != "internal":
            return None
        owner = (
            parcel.unit == OWNER
            if self._channel == "folder"
            else self._owner == parcel.address.lower() != ""
        )
        if owner and not parcel.letter.cc:
            return None
        return Kept(parcel, (sheet,), "held", "内部材料，只发给任务负责人本人")

    def _decided(
        self, parcel: Parcel, recipient: str, sheet: Sheet, due: list[Due], found: Looked
    ) -> Kept | None:
        """Due, and then it is added to `due`; or kept back."""
        entries = [
            entry
            for entry in self._entries.get(sheet.path, ())
            if self._concerns(entry, parcel, recipient)
        ]
        if unsure := [entry for entry in entries if entry.state in ("uncertain", "sending")]:
            return Kept(
                parcel,
                (sheet,),
                "uncertain",
                "上次发送时中断，不知道对方收到没有",
                tuple(entry.id for entry in unsure),
            )
        sent = max(
            (entry for entry in entries if entry.state == "sent"),
            key=lambda entry: entry.id,
            default=None,
        )
        data = self.bytes_of(sheet)
        if sent and sent.order.sha256 == sheet.sha256:
            return self._nothing_new(parcel, sheet, sent, entries, found)
        said = self._read(sheet, data)
        if digest.is_empty(said.content):
            return Kept(parcel, (sheet,), "nothing", "没有内容，不发")
        if said.proposals:
            return Kept(
                parcel,
                (sheet,),
                "held",
                "有没有确认的拟定单位（拟），不发；用 briefing confirm --tasks 确认后再运行任务",
            )
        if sent and sent.order.digest == said.digest:
            return self._nothing_new(parcel, sheet, sent, entries, found)
        correction = sent.order.correction + 1 if sent else 0
        found.withdrawn += [
            entry.id for entry in self._open(entries) if entry.order.correction != correction
        ]
        changes = self._changes(sent, said) if sent else ()
        due.append(Due(sheet, correction, said.digest, changes, said.seal))
        found.contents[said.digest] = digest.as_data(said.content)
        return None

    def _concerns(self, entry: Entry, parcel: Parcel, recipient: str) -> bool:
        """What went to this recipient, and what its unit was given the other way (by mail, in a folder)."""
        order = entry.order
        return order.recipient == recipient or (
            order.unit == parcel.unit and order.channel != self._channel
        )

    def _nothing_new(
        self, parcel: Parcel, sheet: Sheet, sent: Entry, entries: Sequence[Entry], found: Looked
    ) -> Kept:
        found.withdrawn += [entry.id for entry in self._open(entries)]
        how = "发过" if sent.order.channel == "mail" else "按文件夹交过"
        return Kept(parcel, (sheet,), "nothing", f"内容没有变，已{how}", (sent.id,))

    def _open(self, entries: Iterable[Entry]) -> list[Entry]:
        """Entries of our way of delivery that were never sent."""
        return [
            entry
            for entry in entries
            if entry.state in ("pending", "failed") and entry.order.channel == self._channel
        ]

    def _changes(self, sent: Entry, said: Said) -> tuple[str, ...]:
        before = self._ledger.content(sent.order.digest)
        if before is None:
            return ("上次所发的内容没有留底，请以本次为准",)
        changes = digest.changes(digest.of_data(before), said.content)
        more = [f"……共 {len(changes)} 处"] if len(changes) > MOST_CHANGES else []
        return (*changes[:MOST_CHANGES], *more)

    def _read(self, sheet: Sheet, data: bytes) -> Said:
        if sheet.path not in self._said:
            content = digest.content(sheet.kind, data)
            proposals = (
                sheet.kind == "excel" and sheet.audience != "internal" and has_proposals(data)
            )
            seal = seal_of(data) if sheet.scope == "department" and sheet.kind == "excel" else ""
            self._said[sheet.path] = Said(digest.digest(content), content, proposals, seal)
        return self._said[sheet.path]

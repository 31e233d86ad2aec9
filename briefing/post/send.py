"""`briefing send`: the papers of a job's last run to everybody they are for, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Literal

from briefing import periods
from briefing.artifacts import memory
from briefing.errors import BriefingError, SettingsError
from briefing.files import remove_file, write_whole
from briefing.papers import filters
from briefing.post import folders
from briefing.post.addresses import read_addresses
from briefing.post.dispatch import Delivery, Desk, Due, Kept, Looked
from briefing.post.mailing import Outgoing, Result, Row, Told, deliver, server_of
from briefing.post.message import Attachment, Envelope, build, fits, grouped, message_id, zipped
from briefing.post.recipients import Parcel, parcels
from briefing.post.sheets import mark, read_sheets
from briefing.post.smtp import Session, Time
from briefing.post.templates import Templates, Words, check_mail
from briefing.settings import Settings, SettingsErrors, nearest
from briefing.settings.mail import Mail
from briefing.settings.schema import Job
from briefing.store import Entry, Order, Store

OUTBOX = "发件箱"  # in the job's folder: what a dry run writes
_MB = 1024 * 1024
_RUNNING = ("running", "interrupted")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; empty means: as the job says."""

    period: str = ""  # default: those the last run made papers for
    only: tuple[str, ...] = ()  # departments, units or addresses
    test_to: str = ""  # everything goes there instead, and nothing is entered in the ledger
    dry_run: bool = False
    by_folder: bool = False
    told: Told = lambda done, of, row: None  # called when it is known what became of a mail


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to be sent, its papers named; its bytes are made when it goes."""

    delivery: Delivery
    period: str
    due: tuple[Due, ...]
    part: str  # （1/2）; "" where all papers go in one
    message_id: str
    zipped: bool

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(due.file for due in self.due)


class Post:
    """A job's post: its settings, where its papers are, the ledger."""

    def __init__(
        self, job: Job, settings: Settings, store: Store, output: Path, time: Time
    ) -> None:
        """Raises SettingsErrors for a job without `mail:` or with templates that cannot be used."""
        if not job.mail:
            raise SettingsError(
                "任务没有写怎样发送", where=job.name, hint="在任务里写 mail，写法见 docs/mail.md"
            )
        if problems := check_mail(job.mail, settings.root):
            raise SettingsErrors(problems)
        self.job = job
        self.mail: Mail = job.mail
        self.settings = settings
        self.store = store
        self.output = output
        self.time = time
        self.templates = Templates(settings.root)

    # What is to be sent

    def periods(self, period: str) -> tuple[str, ...]:
        """The periods whose papers are to be sent: those of the last run. Raises SettingsError where there is none to send from."""
        runs = self.store.runs.all(self.job.name)
        if not runs:
            raise SettingsError(
                "这个任务还没有运行过",
                where=self.job.name,
                hint=f"先运行 briefing run {self.job.name}",
            )
        if runs[-1].state in _RUNNING:
            hint = f"先运行 briefing run {self.job.name}，做完再发"
            raise SettingsError("上次运行没有做完", where=self.job.name, hint=hint)
        steps = [PurePosixPath(step.target).parts for step in self.store.runs.steps(runs[-1].id)]
        found = sorted({parts[1] for parts in steps if len(parts) > 1})  # job/period/…
        if period and period not in found:
            found = [period] if (self.output / self.job.name / period).is_dir() else []
        if not found:
            raise SettingsError("没有可发的材料", where=self.job.name, hint="检查任务和 --period")
        return (period,) if period else tuple(found)

    def not_made(self, when: Iterable[str]) -> Iterator[Row]:
        """What the last run failed to make, and cannot be sent therefore."""
        run = self.store.runs.all(self.job.name)[-1]
        for step in self.store.runs.steps(run.id):
            path = PurePosixPath(step.target)
            if step.state == "failed" and path.parts[1] in when:
                unit = "".join(path.parts[2:-1])
                yield Row(
                    unit,
                    "",
                    (path.name,),
                    "held",
                    "上次运行没有做成，原因见任务文件夹里的 summary.txt",
                )

    def parcels(self, period: str) -> tuple[Parcel, ...]:
        """Who gets what of a period's papers."""
        self._check_store(period)
        return parcels(
            self.job,
            self.mail,
            self.settings,
            read_sheets(self.output, self.job.name, period),
            read_addresses(self.settings.root, self.mail.address_book),
        )

    def _check_store(self, period: str) -> None:
        """The ledger of another store does not know what went out: everybody would get everything again. Raises SettingsError."""
        made = memory.store_id(self.output, self.job.name)
        if made and made != self.store.seals.store:
            raise SettingsError(
                "这些材料是用另一个库生成的，这个库的台账里没有它们的发送记录，不发",
                where=str(self.output / self.job.name / period),
                hint="用 --store 指明生成材料的库；确实换了库的，用这个库再运行一次任务",
            )

    def chosen(self, found: Iterable[Parcel], only: Sequence[str]) -> tuple[Parcel, ...]:
        """The parcels for those named: departments, units, addresses. All where nobody is."""
        departments = [
            department.id for name in only if (department := self.settings.department(name))
        ]
        return tuple(
            parcel
            for parcel in found
            if not only
            or {parcel.unit, parcel.address} & {*only}
            or parcel.department in departments
        )

    def desk(self, period: str, options: Options) -> Desk:
        entries = (
            () if options.test_to else self.store.ledger.entries(self.job.name, periods=[period])
        )
        channel: Literal["mail", "folder"] = "folder" if options.by_folder else "mail"
        owner = (
            "" if options.test_to.lower() not in ("", self.job.owner.lower()) else self.job.owner
        )
        return Desk(self.output, self.store.ledger, entries, owner, channel)

    def letters(self, desk: Desk, period: str, looked: Looked) -> Iterator[Letter | Kept]:
        """The mails that hold what is due, none bigger than the limit; what is too big for any is kept back."""
        limit = self.mail.size_limit * _MB
        for delivery in looked.deliveries:
            zip_ = delivery.parcel.letter.too_big
            attachments = [Attachment(due.file, desk.bytes_of(due.sheet)) for due in delivery.due]
            groups = grouped(attachments, limit, zip_)
            fitting = [group for group in groups if self._fits(group, attachments, limit, zip_)]
            for group in groups:
                if group not in fitting:
                    sheets = tuple(delivery.due[place].sheet for place in group)
                    yield Kept(
                        delivery.parcel,
                        sheets,
                        "held",
                        f"附件超过 {self.mail.size_limit} MB（mail.size_limit），发不了",
                    )
            for number, group in enumerate(fitting, 1):
                due = tuple(delivery.due[place] for place in group)
                whole = fits([attachments[place] for place in group], limit) and len(groups) == 1
                yield Letter(
                    delivery=delivery,
                    period=period,
                    due=due,
                    part=f"（{number}/{len(fitting)}）" if len(fitting) > 1 else "",
                    message_id=self.message_id(delivery, period, due),
                    zipped=zip_ == "zip" and not whole,
                )

    def _fits(
        self, group: Sequence[int], attachments: Sequence[Attachment], limit: int, too_big: str
    ) -> bool:
        chosen = [attachments[place] for place in group]
        return fits(chosen, limit) or (
            too_big == "zip" and fits([Attachment("", zipped(chosen))], limit)
        )

    def message_id(self, delivery: Delivery, period: str, due: Iterable[Due]) -> str:
        """The identifier of a mail: the same for the same papers, whenever it is sent."""
        parts = [
            part for each in due for part in (each.sheet.path, str(each.correction), each.digest)
        ]
        return message_id(
            self.mail.sender or "briefing.invalid",
            self.job.name,
            period,
            delivery.recipient,
            *parts,
        )

    # Its words and bytes

    def words(
        self, delivery: Delivery, period: str, due: Sequence[Due], part: str, now: datetime
    ) -> Words:
        """What is written to a recipient. Raises SettingsError for a template that cannot say it."""
        parcel = delivery.parcel
        corrected = mark(max(each.correction for each in due))
        variables = {
            "任务": self.job.title,
            "单位": parcel.unit,
            "地区": parcel.district,
            "科室": parcel.contact,
            "时期": periods.label(period),
            "发件": self.mail.sender_name,
            "更正": corrected,
            "封": part,
            "期限": filters.chinese_date(
                min(
                    (day for each in due if (day := self.due_date(each.sheet.name, now))),
                    default="",
                )
            ),
            "材料": [
                {
                    "名称": each.sheet.name,
                    "文件": each.file,
                    "更正": mark(each.correction),
                    "变动": list(each.changes),
                }
                for each in due
            ],
        }
        words = self.templates.render(parcel.letter.text, parcel.letter.html, variables)
        return (
            words
            if corrected in words.subject
            else replace(words, subject=words.subject + corrected)
        )

    def due_date(self, name: str, now: datetime) -> str:
        """ISO date until which a sheet of this name, sent now, is to come back: what is printed on it; "" where it need not."""
        printed = [
            output.due
            for output in self.job.outputs
            if output.kind == "excel" and output.name == name and output.due
        ]
        days = self.mail.due_days
        return (
            printed[0]
            if printed
            else (now + timedelta(days=days)).date().isoformat()
            if days
            else ""
        )

    def bytes_of(self, letter: Letter, desk: Desk, now: datetime, *, test_to: str = "") -> bytes:
        """The mail. test_to: its only recipient, in place of everybody."""
        parcel = letter.delivery.parcel
        words = self.words(letter.delivery, letter.period, letter.due, letter.part, now)
        attachments = [Attachment(due.file, desk.bytes_of(due.sheet)) for due in letter.due]
        if letter.zipped:
            attachments = [
                Attachment(
                    f"{parcel.unit}{periods.label(letter.period)}材料.zip", zipped(attachments)
                )
            ]
        if test_to:
            words = replace(
                words, subject=f"【测试，原发 {parcel.unit} {parcel.address}】{words.subject}"
            )
            return build(
                Envelope.of(self.mail, test_to, ""),
                words,
                attachments,
                message_id(self.mail.sender, test_to, letter.message_id),
                now,
            )
        envelope = Envelope.of(self.mail, parcel.address, parcel.unit, parcel.letter.cc)
        return build(envelope, words, attachments, letter.message_id, now)

    def enter(self, letter: Letter, looked: Looked) -> tuple[int, ...]:
        """Enter a mail's papers in the ledger as pending; the ids of their entries."""
        delivery = letter.delivery
        orders = [
            Order(
                job=self.job.name,
                period=letter.period,
                recipient=delivery.recipient,
                unit=delivery.parcel.unit,
                channel=delivery.channel,
                sheet=due.sheet.path,
                correction=due.correction,
                digest=due.digest,
                sha256=due.sheet.sha256,
                name=due.file,
                message_id=letter.message_id,
                seal=due.seal,
            )
            for due in letter.due
        ]
        return self.store.ledger.prepare(
            orders,
            {due.digest: looked.contents[due.digest] for due in letter.due},
            self.time.clock(),
        )


def send(
    job: Job,
    settings: Settings,
    store: Store,
    output: Path,
    time: Time,
    options: Options | None = None,
) -> Result:
    """Send what is due of a job's last run; with `dry_run` write the mails into the outbox, with `by_folder` fill folders.

    Raises SettingsError where nothing can be sent at all, LockedError while another sends, StoreError.
    """
    options = options or Options()
    post = Post(job, settings, store, output, time)
    when = post.periods(options.period)
    if options.dry_run:
        return _complete(post, _written(post, _look(post, when, options), options), when, options)
    if options.by_folder:
        with store.ledger.alone():
            store.ledger.interrupted(time.clock())
            return _complete(
                post, _written(post, _look(post, when, options), options), when, options
            )
    server = server_of(job, post.mail)
    with store.ledger.alone(), Session.to(server, settings.root, post.mail.sender, time) as session:
        store.ledger.interrupted(time.clock())
        found = _look(post, when, options)
        outgoing = _prepared(post, found, options)
        result = deliver(session, store.ledger, outgoing, time, server.attempts, options.told)
        return _complete(
            post, replace(result, rows=(*result.rows, *_kept_rows(found))), when, options
        )


@dataclass(slots=True)
class _Found:
    """What looking through one period came to."""

    period: str
    desk: Desk
    looked: Looked


def _look(post: Post, when: Iterable[str], options: Options) -> list[_Found]:
    every = {period: post.parcels(period) for period in when}
    mine = {period: post.chosen(found, options.only) for period, found in every.items()}
    if options.only and not any(mine.values()):
        known = dict.fromkeys(parcel.unit for found in every.values() for parcel in found)
        hint = nearest(options.only[0], known) or f"收件单位有 {'、'.join(known)}"
        raise SettingsError(
            f"没有要发给 {'、'.join(options.only)} 的材料", where="--only", hint=hint
        )
    desks = {period: post.desk(period, options) for period in when}
    return [
        _Found(period, desks[period], desks[period].look(found)) for period, found in mine.items()
    ]


def _prepared(post: Post, found: Iterable[_Found], options: Options) -> list[Outgoing]:
    """The mails to be sent, entered in the ledger; what cannot be sent is kept. Tests are entered nowhere."""
    test = options.test_to
    outgoing = []
    for each in found:
        if not test:
            post.store.ledger.withdraw(each.looked.withdrawn)
            _keep_unreachable(each.looked)
        for letter in _fitting(post, each):
            parcel = letter.delivery.parcel
            outgoing.append(
                Outgoing(
                    unit=parcel.unit,
                    sender=post.mail.sender,
                    to=test or parcel.address,
                    cc=() if test else parcel.letter.cc,
                    files=letter.files,
                    ids=() if test else post.enter(letter, each.looked),
                    make=partial(post.bytes_of, letter, each.desk, test_to=test),
                )
            )
    return outgoing


def _fitting(post: Post, found: _Found) -> Iterator[Letter]:
    """The mails of what is due; what is too big for any is kept."""
    for letter in post.letters(found.desk, found.period, found.looked):
        if isinstance(letter, Kept):
            found.looked.kept.append(letter)
        else:
            yield letter


def _complete(post: Post, result: Result, when: Iterable[str], options: Options) -> Result:
    """With what the run failed to make, and the uncertain mails of other periods, recipients or papers: nobody may forget them."""
    told = {id for row in result.rows for id in row.entries}
    entries = [
        entry
        for entry in post.store.ledger.entries(post.job.name)
        if entry.state == "uncertain" and entry.id not in told
    ]
    rows = [
        Row(
            entry.order.unit,
            entry.order.recipient,
            (entry.order.name,),
            "uncertain",
            "发送时中断，不知道对方收到没有",
            (entry.id,),
        )
        for entry in entries
    ]
    return replace(
        result, rows=(*result.rows, *rows, *(() if options.only else post.not_made(when)))
    )


def _keep_unreachable(looked: Looked) -> None:
    for delivery in looked.deliveries:
        if delivery.parcel.unreachable:
            looked.kept.append(
                Kept(
                    delivery.parcel,
                    tuple(due.sheet for due in delivery.due),
                    "held",
                    delivery.parcel.unreachable,
                )
            )
    looked.deliveries = [
        delivery for delivery in looked.deliveries if not delivery.parcel.unreachable
    ]


def _kept_rows(found: Iterable[_Found]) -> Iterator[Row]:
    for each in found:
        for kept in each.looked.kept:
            parcel = kept.parcel
            yield Row(
                parcel.unit,
                parcel.address,
                tuple(sheet.file for sheet in kept.sheets),
                kept.kind,
                kept.why,
                kept.entries,
            )


def _written(post: Post, found: Sequence[_Found], options: Options) -> Result:
    """A dry run's outbox, or folders to be handed over."""
    rows: list[Row] = []
    folder = post.output / post.job.name / (folders.FOLDER if options.by_folder else OUTBOX)
    for each in found:
        if options.by_folder:
            rows += _by_folder(post, each, folder / each.period, dry_run=options.dry_run)
        else:
            rows += _outbox(post, each, folder / each.period, options.test_to)
    return Result((*rows, *_kept_rows(found)), folder)


def _outbox(post: Post, found: _Found, folder: Path, test_to: str) -> Iterator[Row]:
    for old in folder.glob("*.eml"):  # of the last dry run
        remove_file(old)
    for letter in _fitting(post, found):
        parcel = letter.delivery.parcel
        corrected = mark(max(due.correction for due in letter.due))
        if parcel.address:
            name = f"{folders.safe(parcel.unit)}{corrected}{letter.part.replace('/', '-')}.eml"
            write_whole(
                folder / name, post.bytes_of(letter, found.desk, post.time.clock(), test_to=test_to)
            )
        why = "" if test_to else parcel.unreachable
        yield Row(
            parcel.unit, test_to or parcel.address, letter.files, "held" if why else "ready", why
        )


def _by_folder(post: Post, found: _Found, folder: Path, *, dry_run: bool) -> Iterator[Row]:
    ledger, clock = post.store.ledger, post.time.clock
    if not dry_run:
        ledger.withdraw(found.looked.withdrawn)
    for delivery in found.looked.deliveries:
        unit = delivery.parcel.unit
        letter = Letter(
            delivery,
            found.period,
            delivery.due,
            "",
            post.message_id(delivery, found.period, delivery.due),
            zipped=False,
        )
        if dry_run:
            yield Row(unit, unit, letter.files, "ready")
            continue
        ids = post.enter(letter, found.looked)
        if not ledger.claim(ids, clock()):
            yield Row(unit, unit, letter.files, "waiting", "正由另一个发送处理", ids)
            continue
        try:
            words = post.words(delivery, found.period, delivery.due, "", clock())
            folders.fill(
                folder / folders.safe(unit),
                {due.file: found.desk.bytes_of(due.sheet) for due in delivery.due},
                words,
            )
        except BriefingError as error:
            ledger.settle(ids, "failed", clock(), str(error))
            yield Row(unit, unit, letter.files, "failed", str(error), ids)
            continue
        ledger.settle(ids, "sent", clock(), str(PurePosixPath(folder.name, folders.safe(unit))))
        yield Row(unit, unit, letter.files, "sent", "", ids)
    if not dry_run:
        entries = [
            entry
            for entry in ledger.entries(post.job.name, periods=[found.period])
            if entry.order.channel == "folder"
        ]
        handed = [entry for entry in entries if entry.state == "sent"]
        if handed:
            folders.write_list(
                folder / folders.LIST,
                f"{periods.label(found.period)}{post.job.title}发送清单",
                [_listed(post, entry) for entry in handed],
            )


def _listed(post: Post, entry: Entry) -> folders.Handed:
    day = entry.at.astimezone(periods.ZONE)
    name = next(
        (
            output.name
            for output in post.job.outputs
            if Path(entry.order.sheet).stem.endswith(output.name)
        ),
        "",
    )
    return folders.Handed(
        entry.order.unit,
        entry.order.name,
        entry.order.sha256,
        post.due_date(name, day),
        day.date().isoformat(),
    )


def resolve(store: Store, id: int, state: Literal["sent", "failed"], time: Time) -> None:
    """What a person found out about a mail of which nobody knew whether it arrived. Raises SettingsError."""
    said = {"sent": "人工确认：对方已收到", "failed": "人工确认：对方没有收到"}[state]
    if not store.ledger.resolve(id, state, time.clock(), said):
        known = "、".join(
            str(entry.id) for entry in store.ledger.entries() if entry.state == "uncertain"
        )
        raise SettingsError(
            f"{id} 不是待确认的编号",
            where="--resolve",
            hint=f"待确认的有 {known}" if known else "现在没有待确认的",
        )

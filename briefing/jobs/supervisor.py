"""Worker processes that may die or hang without taking anything else with them.

A `ProcessPoolExecutor` loses every task when one worker is killed and cannot stop one that hangs. Here each worker is a spawned
process with a pipe of its own and a deadline for what it is doing: a call that kills its worker or overruns is tried once more
in a fresh one and then fails alone. Results are bytes, so that nothing but bytes comes back.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, Self

from briefing.errors import BriefingError

ATTEMPTS = 2
INLINE = "BRIEFING_INLINE"  # in the environment: read and render in this process
MAX_WORKERS = 60  # Windows waits for at most 63 handles at once
MEMORY = 4 * 1024**3  # bytes that a worker may take for data
START_SECONDS = 120.0  # a worker's imports on a slow disk
_SHARE = 6  # quick calls that are worth the start of a worker
_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function in a worker: `function(context, payload) -> bytes`."""

    id: str  # comes back in the outcome
    label: str  # names the call in messages
    function: Callable[[Any, Any], bytes]  # of a module, so that it can be named to another process
    payload: Any  # picklable
    seconds: float  # the deadline


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: bytes or an error."""

    id: str
    data: bytes | None
    error: BriefingError | None
    trace: str  # the traceback of an error nobody foresaw: for the run's record only
    worker: int
    attempts: int
    seconds: float  # of the last attempt


Began = Callable[[str, int], None]  # the call's id, the worker's number
Heard = Callable[[str, str], None]  # the call's label, the slow step of it that begins
Answer = tuple[bytes | None, BriefingError | None, str]


class Executor(Protocol):
    """What runs calls: workers of this machine (Supervisor) or of a cluster."""

    def run(
        self, calls: Iterable[Call], began: Began = ..., heard: Heard = ..., *, quick: int = ...
    ) -> Iterator[Outcome]:
        """The outcomes of the calls, as they come. Raises BriefingError when nothing can run at all.

        quick: how many calls there will be where each takes less time than the start of a worker, 0 where they may be slow.
        """


def _unheard(label: str, step: str) -> None:
    pass


class Supervisor:
    """Runs calls on worker processes, which start when they are needed and are used again.

    workers: how many at most. context: given to every call, sent to a worker once. warm: modules a worker imports first.
    memory: bytes that a worker may take for data, where the system can hold it to that. Use as a context manager: leaving it ends every worker, at once where one is busy.
    """

    def __init__(
        self,
        workers: int,
        *,
        context: object = None,
        warm: Iterable[str] = (),
        memory: int = MEMORY,
    ) -> None:
        self._limit = max(1, min(workers, MAX_WORKERS))
        self._setup = pickle.dumps((context, tuple(warm), memory), pickle.HIGHEST_PROTOCOL)
        self._workers: list[_Worker] = []
        self._started = 0
        self._works = False  # a worker has come up, so the next ones will

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every worker; what a busy one was doing is lost."""
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(
        self,
        calls: Iterable[Call],
        began: Began = lambda call, worker: None,
        heard: Heard = _unheard,
        *,
        quick: int = 0,
    ) -> Iterator[Outcome]:
        """The outcomes of the calls, as they come. `calls` is drawn from as workers fall idle and one ahead, so it may be lazy.

        A call that says it begins a slow step (`still_at_work`) has its whole time again from there.
        Raises BriefingError when no worker can be started at all.
        """
        for worker in [
            worker for worker in self._workers if worker.attempt
        ]:  # of calls whose outcomes nobody waited for
            self._workers.remove(worker)
            worker.end()
        most = min(self._limit, -(-quick // _SHARE)) if quick else self._limit
        waiting = (_Attempt(call) for call in calls)
        again: deque[_Attempt] = deque()
        self._employ(waiting, again, began, most)
        while True:
            busy = [worker for worker in self._workers if worker.attempt]
            if not busy:
                return
            if not again:  # the next call is made ready while the workers are at work
                again.extend(islice(waiting, 1))
            patience = min(worker.deadline for worker in busy) - time.monotonic()
            spoke = wait([worker.connection for worker in busy], max(0.0, patience))
            outcomes = []
            for worker in busy:
                if worker.connection in spoke:
                    outcomes.append(self._hear(worker, again, began, heard))
                elif reason := worker.overrun():
                    outcomes.append(self._lost(worker, reason, again))
            self._employ(
                waiting, again, began, most
            )  # before whoever listens takes its time with the outcomes
            yield from filter(None, outcomes)

    def _employ(
        self, waiting: Iterator[_Attempt], again: deque[_Attempt], began: Began, most: int
    ) -> None:
        """Give every idle worker something to do, and start workers while there is something left to do."""
        while True:
            idle = next((worker for worker in self._workers if not worker.attempt), None)
            if not idle and len(self._workers) >= most:
                return
            attempt = again.popleft() if again else next(waiting, None)
            if not attempt:
                return
            worker = idle or self._start()
            worker.attempt = attempt
            if worker.ready:
                worker.begin(began)

    def _start(self) -> _Worker:
        self._started += 1
        worker = _Worker(self._started, self._setup)
        self._workers.append(worker)
        return worker

    def _hear(
        self, worker: _Worker, again: deque[_Attempt], began: Began, heard: Heard
    ) -> Outcome | None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            return self._lost(worker, worker.death(), again)
        if message is None:
            self._works = worker.ready = True
            worker.begin(began)
            return None
        if isinstance(message, str):
            heard(worker.goes_on(), message)
            return None
        data, error, trace = message
        return worker.finish(data, error, trace)

    def _lost(self, worker: _Worker, reason: str, again: deque[_Attempt]) -> Outcome | None:
        """A worker died or was too slow: its call is tried once more, or fails."""
        self._workers.remove(worker)
        worker.end()
        attempt = worker.attempt
        assert attempt
        if not self._works and self._started > self._limit:
            raise BriefingError(f"工作进程无法启动：{reason}", hint="检查内存和安装是否完整")
        if attempt.number < ATTEMPTS:
            again.append(_Attempt(attempt.call, attempt.number + 1))
            return None
        return worker.finish(
            None, BriefingError(f"{reason}，再试一次仍然如此", where=attempt.call.label), ""
        )


class Inline:
    """Runs calls one after the other in this very process: no worker starts, and no deadline or crash is guarded against.

    For looking into what goes wrong with a debugger, and for tests that are not about workers.
    """

    def __init__(self, context: object = None) -> None:
        self._context = context

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(
        self,
        calls: Iterable[Call],
        began: Began = lambda call, worker: None,
        heard: Heard = _unheard,
        *,
        quick: int = 0,
    ) -> Iterator[Outcome]:
        """The outcomes of the calls, in their order."""
        for call in calls:
            began(call.id, 1)
            at = time.monotonic()
            result = answer(call.function, self._context, call.payload)
            yield Outcome(call.id, *result, 1, 1, time.monotonic() - at)


def local_executor(
    workers: int, *, context: object = None, warm: Iterable[str] = (), memory: int = MEMORY
) -> AbstractContextManager[Executor]:
    """What runs calls on this machine: worker processes, or this process where BRIEFING_INLINE is set."""
    if os.environ.get(INLINE):
        return Inline(context)
    return Supervisor(workers, context=context, warm=warm, memory=memory)


@dataclass(frozen=True, slots=True)
class _Attempt:
    call: Call
    number: int = 1


class _Worker:
    """One process, as its supervisor sees it."""

    def __init__(self, number: int, setup: bytes) -> None:
        self.number = number
        self.attempt: _Attempt | None = None
        self.ready = False
        self._began_at = time.monotonic()
        self.deadline = self._began_at + START_SECONDS
        self.connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_serve, args=(theirs, setup), name=f"briefing-{number}", daemon=True
        )
        with _stop_deferred():
            self._process.start()
        theirs.close()  # else its death would not be heard

    def begin(self, began: Began) -> None:
        assert self.attempt
        call = self.attempt.call
        self._began_at = time.monotonic()
        self.deadline = self._began_at + call.seconds
        began(call.id, self.number)
        with suppress(OSError):  # it died while it was idle: its connection will say so
            self.connection.send((call.function, call.payload))

    def goes_on(self) -> str:
        """It has begun a slow step: its time starts anew. The label of its call."""
        assert self.attempt
        self.deadline = time.monotonic() + self.attempt.call.seconds
        return self.attempt.call.label

    def finish(self, data: bytes | None, error: BriefingError | None, trace: str) -> Outcome:
        attempt, self.attempt = self.attempt, None
        assert attempt
        seconds = time.monotonic() - self._began_at
        return Outcome(attempt.call.id, data, error, trace, self.number, attempt.number, seconds)

    def overrun(self) -> str:
        """Says that the deadline has passed; empty while it has not."""
        if not self.attempt or time.monotonic() < self.deadline:
            return ""
        return (
            f"超过 {self.attempt.call.seconds:g} 秒的时限" if self.ready else "工作进程迟迟没有启动"
        )

    def death(self) -> str:
        self._process.join(1)
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"工作进程被终止（信号 {-code}）"
        return f"工作进程意外退出（代码 {code}）"

    def dismiss(self) -> None:
        """Ask an idle worker to go; stop a busy one."""
        self.connection.close()
        if self.attempt:
            self._process.kill()

    def end(self) -> None:
        """Make sure that the process is gone."""
        if self.attempt:
            self._process.kill()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.connection.close()
        self._process.close()


@contextmanager
def _stop_deferred() -> Iterator[None]:
    """Being asked to stop waits until a process has started: one cut off while it is handed its task dies with a traceback.

    Ctrl-C reaches the whole terminal, so a process started in here never sees it, not even before its own code runs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    terminate = signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, interrupt)
        signal.signal(signal.SIGTERM, terminate)
    for number in asked[:1]:
        signal.raise_signal(number)


_supervisor: Connection[Any, Any] | None = None  # in a worker: the way to its supervisor


def still_at_work(step: str) -> None:
    """In a worker: a slow step of its call begins, which may take the call's whole time. Elsewhere nobody waits with a clock."""
    if _supervisor:
        _supervisor.send(step)


def _serve(connection: Connection[Any, Any], setup: bytes) -> None:
    """A worker's life: make ready, say so, then answer calls until the connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr  # stdout carries data, and what libraries print is none
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    context, warm, memory = pickle.loads(setup)
    for module in warm:
        import_module(module)
    # What is here now stays: no collection looks it through again, and papers, which leave little behind, are looked through seldom.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    _limit_memory(memory)
    global _supervisor
    _supervisor = connection
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            function, payload = connection.recv()
            connection.send(answer(function, context, payload))


def _limit_memory(most: int) -> None:
    """What asks for more fails with MemoryError. On Windows nothing holds a process to this, and the deadline has to do."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def answer(function: Callable[[Any, Any], bytes], context: object, payload: object) -> Answer:
    """In a worker: what a call came to, as bytes or as an error with its traceback where nobody foresaw it."""
    try:
        return function(context, payload), None, ""
    except BriefingError as error:
        return None, error.alone(), ""
    except MemoryError:
        too_much = BriefingError("内存不够，或超过了一个工作进程的限度", hint="检查文件是否异常大")
        return None, too_much, ""
    except Exception as error:
        said = str(error).splitlines()
        return (
            None,
            BriefingError(f"程序出错：{type(error).__name__}" + (f"：{said[0]}" if said else "")),
            traceback.format_exc(),
        )


def _leave_with_parent() -> None:
    """A worker whose supervisor was killed must not go on: it may be in a loop that never ends."""
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)

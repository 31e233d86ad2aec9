"""Rendering on several machines: dask.distributed (the extra `cluster`) in place of our own workers.

The scheduler hands a paper whose worker was killed to another one by itself. Reading sources stays on this machine, which has the files;
so do the store and the output folder, which other machines never touch.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from briefing.errors import BriefingError, SettingsError
from briefing.jobs import fingerprint
from briefing.jobs.supervisor import Answer, Began, Call, Heard, Outcome, answer

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_SECONDS = 15
_AHEAD = 2  # papers a worker thread has with it: one at work, one waiting
_GRACE = 60.0  # for starting, sending and fetching
_one_at_a_time = threading.Lock()  # in a worker: the libraries that draw are not made for threads


@dataclass(slots=True)
class _Sent:
    call: Call
    future: Future[Any]
    at: float  # time.monotonic()
    deadline: float


class Cluster:
    """Runs calls on the workers of a dask scheduler, as `Supervisor` does on this machine's. Use as a context manager.

    Calls get no context. Raises SettingsError when the scheduler cannot be reached, has no workers, or has workers with another
    version of the program or its libraries: their papers would be other bytes.
    """

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler
        self._print = _print()
        self._numbers: dict[str, int] = {}  # of workers, in the order they were first heard of

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ModuleNotFoundError:
            raise SettingsError(
                "没有安装 dask.distributed",
                where="--executor dask",
                hint="pip install 'briefing[cluster]'",
            ) from None
        try:
            self._client: Client = Client(
                self._scheduler, timeout=_CONNECT_SECONDS, set_as_default=False
            )
        except (OSError, ValueError) as error:
            why = (
                "等了很久没有回应"
                if isinstance(error, TimeoutError)
                else "地址或端口不对，或调度器没有启动"
            )
            raise SettingsError(
                f"连不上调度器：{why}",
                where=self._scheduler,
                hint="检查 --scheduler，例 tcp://10.0.0.5:8786",
            ) from None
        try:
            self._check_workers()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the scheduler; what it still has of ours is dropped."""
        with suppress(Exception):
            self._client.close(timeout=5)

    def _check_workers(self) -> None:
        try:
            prints = self._client.run(_print)
        except Exception as error:
            raise SettingsError(
                f"调度器的工作进程不能用（{type(error).__name__}）",
                where=self._scheduler,
                hint="在每台机器上安装同一版本的 briefing",
            ) from error
        if not prints:
            raise SettingsError(
                "调度器上没有工作进程", where=self._scheduler, hint="在各台机器上启动 dask worker"
            )
        if other := sorted(address for address, found in prints.items() if found != self._print):
            raise SettingsError(
                f"这些工作进程的程序或程序库版本与本机不同：{'、'.join(other)}",
                where=self._scheduler,
                hint="装成同一版本，否则材料会不一致",
            )

    def run(
        self,
        calls: Iterable[Call],
        began: Began = lambda call, worker: None,
        heard: Heard = lambda label, step: None,
        *,
        quick: int = 0,
    ) -> Iterator[Outcome]:
        """The outcomes of the calls, as they come. `calls` is drawn from as workers fall idle, so it may be lazy."""
        waiting, sent = iter(calls), dict[str, _Sent]()
        done: queue.SimpleQueue[str] = queue.SimpleQueue()
        while True:
            room = _AHEAD * max(1, sum(self._client.nthreads().values())) - len(sent)
            for _ in range(room):
                call = next(waiting, None)
                if not call:
                    break
                sent[call.id] = self._send(call, done)
                began(call.id, 0)
            if not sent:
                return
            try:
                id = done.get(
                    timeout=max(
                        0.0, min(each.deadline for each in sent.values()) - time.monotonic()
                    )
                )
            except queue.Empty:
                for each in [each for each in sent.values() if each.deadline <= time.monotonic()]:
                    del sent[each.call.id]
                    yield self._overdue(each)
                continue
            if id in sent:
                yield self._outcome(sent.pop(id))

    def _send(self, call: Call, done: queue.SimpleQueue[str]) -> _Sent:
        future = self._client.submit(_work, self._print, call.function, call.payload, pure=False)
        future.add_done_callback(lambda _: done.put(call.id))
        now = time.monotonic()
        # It may wait for the call before it, and be begun again where its worker was killed.
        return _Sent(call, future, now, now + (_AHEAD + 1) * call.seconds + _GRACE)

    def _outcome(self, sent: _Sent) -> Outcome:
        seconds = time.monotonic() - sent.at
        try:
            data, error, trace, worker = sent.future.result()
        except (
            Exception
        ) as failed:  # a killed worker's paper that killed others too, a lost scheduler
            why = BriefingError(
                f"集群没有做出来：{type(failed).__name__}",
                where=sent.call.label,
                hint="检查调度器和各台机器的日志",
            )
            return Outcome(sent.call.id, None, why, str(failed), 0, 1, seconds)
        finally:
            sent.future.release()
        return Outcome(
            sent.call.id,
            data,
            error,
            trace,
            self._numbers.setdefault(worker, len(self._numbers) + 1),
            1,
            seconds,
        )

    def _overdue(self, sent: _Sent) -> Outcome:
        """A thread cannot be stopped: the worker that hangs in this call is started anew."""
        with suppress(Exception):
            busy = [
                address
                for address, keys in self._client.processing().items()
                if sent.future.key in keys
            ]
            sent.future.cancel(force=True)
            self._client.restart_workers(busy, timeout=_GRACE, raise_for_error=False)
        error = BriefingError(f"超过 {sent.call.seconds:g} 秒的时限", where=sent.call.label)
        return Outcome(sent.call.id, None, error, "", 0, 1, time.monotonic() - sent.at)


def _print() -> str:
    """The print of what decides a paper's bytes besides its order."""
    return fingerprint.digest(fingerprint.code(fingerprint.RENDERING), fingerprint.libraries())


def _work(expected: str, function: Any, payload: object) -> tuple[*Answer, str]:
    """In a worker: the call's answer and the worker's address."""
    from distributed import get_worker

    address = str(get_worker().address)
    if _print() != expected:  # it came later than the others, which were asked
        return (
            None,
            BriefingError(
                "工作进程的程序或程序库版本与主机不同", where=address, hint="装成同一版本"
            ),
            "",
            address,
        )
    with _one_at_a_time:
        return *answer(function, None, payload), address

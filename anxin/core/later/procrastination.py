"""Procrastinate's worker on PostgreSQL: it is woken, leases our row and runs it; what it loses, the beat finds."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import structlog
from django.db import DatabaseError, close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from anxin.core.later import runner
from anxin.core.later.lease import kept_alive
from anxin.core.queues import rows, transport

BEAT_S = 1.0
WAKE_EVERY = 3
log = structlog.get_logger("anxin.later")


def run_worker(queues: Sequence[str], stop: threading.Event, *, name: str, clock: Callable[[], datetime]) -> None:
    """Run Procrastinate's worker and our beat until `stop` is set; what has begun is finished first."""
    asyncio.run(_work(list(queues), stop, name=name, clock=clock))


async def _work(queues: list[str], stop: threading.Event, *, name: str, clock: Callable[[], datetime]) -> None:
    connector = cast(DjangoConnector, django_app.connector).get_worker_connector()
    app = App(connector=connector)

    def run(task_id: str) -> None:
        _run(UUID(task_id), queues, name=name, clock=clock)

    app.task(name=transport.RUN)(run)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=queues,
                name=name,
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=BEAT_S,
            )
        )
        beats = 0
        while not stop.is_set() and not worker.done():
            await asyncio.to_thread(_beat, clock, wake=beats % WAKE_EVERY == 0)
            if beats % WAKE_EVERY == 0:
                await _drop_stalled(app)
            beats += 1
            await asyncio.to_thread(stop.wait, BEAT_S)
        if not worker.done():
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
        else:
            worker.result()


async def _drop_stalled(app: App) -> None:
    """Drop Procrastinate's own rows of dead workers; our row's lease decides when its task runs again."""
    try:
        for job in await app.job_manager.get_stalled_jobs():
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
    except ConnectorException as error:
        log.warning("database does not answer", kind=type(error).__name__)


def _run(task_id: UUID, queues: Sequence[str], *, name: str, clock: Callable[[], datetime]) -> None:
    close_old_connections()
    try:
        row = rows.lease(queues, worker=name, now=clock(), task_id=task_id)
        if row is not None:
            with kept_alive(row, clock=clock):
                runner.run(row, clock=clock)
    finally:
        close_old_connections()


def _beat(clock: Callable[[], datetime], *, wake: bool) -> None:
    close_old_connections()
    try:
        rows.beat(now=clock())
        if wake:
            rows.wake(now=clock())
    except (DatabaseError, ConnectorException) as error:  # gone for a moment: the next beat asks again
        log.warning("database does not answer", kind=type(error).__name__)
    finally:
        close_old_connections()

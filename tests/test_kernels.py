"""A kernel that nobody is connected to ends by itself; one that is used stays."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

import sowcourse.lab
from sowcourse.lab.kernels import UsedKernels
from tests.conftest import finished

SETTINGS = json.loads((Path(sowcourse.lab.__file__).parent / "student" / "jupyter_server_config.json").read_text())


@dataclass(frozen=True)
class Socket:
    """A page that is connected to a kernel."""

    kernel_id: str


async def look_again(kernels: UsedKernels) -> None:
    """As long after anything happened as a kernel may wait."""
    for kernel in kernels._kernels.values():
        kernel.last_activity = utcnow() - timedelta(seconds=kernels.cull_idle_timeout + 1)
    await kernels.cull_kernels()


async def _left(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], dict[str, str]]:
    """Which kernels are left after nothing happened for long enough, and which there were."""
    kernels = UsedKernels(**SETTINGS["MappingKernelManager"])
    try:
        ids = {name: await kernels.start_kernel() for name in ("went twice", "went unseen", "open")}
        kernels.notify_disconnect(ids["went twice"])
        kernels.notify_connect(ids["went unseen"])
        monkeypatch.setattr(ZMQChannelsWebsocketConnection, "_open_sockets", {Socket(ids["open"])})
        until = time.monotonic() + 120
        while len(kernels) > 1 and time.monotonic() < until:  # one that still starts says something, and counts as used
            await look_again(kernels)
            await asyncio.sleep(0.1)
        await look_again(kernels)
        return kernels.list_kernel_ids(), ids
    finally:
        await kernels.shutdown_all(now=True)


def test_a_kernel_ends_when_nobody_is_connected_however_its_pages_were_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    left, ids = finished(_left(monkeypatch))
    assert left == [ids["open"]]


def test_the_desk_of_a_student_uses_them_and_waits_minutes() -> None:
    assert SETTINGS["ServerApp"]["kernel_manager_class"] == f"{UsedKernels.__module__}.{UsedKernels.__name__}"
    assert 0 < SETTINGS["MappingKernelManager"]["cull_idle_timeout"] <= 600

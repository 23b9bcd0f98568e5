"""A kernel that nobody is connected to ends by itself; one that is used stays."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from jupyter_server._tz import utcnow

import sowcourse.lab
from sowcourse.lab.kernels import UsedKernels

SETTINGS = json.loads((Path(sowcourse.lab.__file__).parent / "student" / "jupyter_server_config.json").read_text())


async def _left_and_used() -> tuple[list[str], dict[str, str]]:
    """Which kernels are left when two pages were left and one is open, after nothing happened for long enough."""
    kernels = UsedKernels(**SETTINGS["MappingKernelManager"])
    try:
        ids = {name: await kernels.start_kernel() for name in ("never came", "came and went", "open")}
        kernels.notify_disconnect(ids["never came"])
        for name in ("came and went", "open"):
            kernels.notify_connect(ids[name])
        kernels.notify_disconnect(ids["came and went"])
        for kernel in kernels._kernels.values():
            kernel.last_activity = utcnow() - timedelta(seconds=kernels.cull_idle_timeout + 1)
        await kernels.cull_kernels()
        return kernels.list_kernel_ids(), ids
    finally:
        await kernels.shutdown_all(now=True)


def test_a_kernel_ends_when_nobody_is_connected_even_when_its_page_was_left_while_it_connected() -> None:
    left, ids = asyncio.run(_left_and_used())
    assert left == [ids["open"]]


def test_the_desk_of_a_student_uses_them_and_waits_minutes() -> None:
    assert SETTINGS["ServerApp"]["kernel_manager_class"] == f"{UsedKernels.__module__}.{UsedKernels.__name__}"
    assert 0 < SETTINGS["MappingKernelManager"]["cull_idle_timeout"] <= 600

"""The kernels of a student's server: one that nobody is connected to any more ends by itself after a while.

After how long stands in `student/jupyter_server_config.json`; what is written is not in a kernel, and a step that
needs one starts it again.
"""

from __future__ import annotations

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class UsedKernels(AsyncMappingKernelManager):  # type: ignore[misc, unused-ignore]
    """jupyter_server's kernels, of which who is connected is counted anew before one is ended.

    jupyter_server adds and subtracts. Who goes twice leaves -1 behind, who goes while a kernel restarts leaves 1; it
    takes both for somebody, and never ends that kernel.
    """

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody uses and that did nothing for long enough."""
        sockets = list(ZMQChannelsWebsocketConnection._open_sockets)
        self._kernel_connections[kernel_id] = sum(socket.kernel_id == kernel_id for socket in sockets)
        await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call, unused-ignore]

"""The kernels of a student's server: one that nobody is connected to any more ends by itself after a while.

After how long stands in `student/jupyter_server_config.json`; what is written is not in a kernel, and a step that
needs one starts it again.
"""

from __future__ import annotations

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class UsedKernels(AsyncMappingKernelManager):  # type: ignore[misc, unused-ignore]
    """jupyter_server's kernels, of which who leaves is counted once.

    A page that is left while it connects says that it goes without ever having come. jupyter_server then counts -1
    connections, takes that for somebody, and never ends the kernel.
    """

    def notify_disconnect(self, kernel_id: str) -> None:
        """Notice a disconnection from a kernel, of a connection that was noticed."""
        if self._kernel_connections.get(kernel_id, 0) > 0:
            self._kernel_connections[kernel_id] -= 1

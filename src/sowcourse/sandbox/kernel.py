"""A full Jupyter kernel inside the wall, asked the same things as a forked process: slower, and with all of Jupyter."""

from __future__ import annotations

import ast
import base64
import binascii
import json
import queue
from pathlib import Path
from typing import Any

from sowcourse.sandbox.process import ENDED, FRAME, GRACE, TOO_LONG, EndedError, limit
from sowcourse.sandbox.stage import OUTPUT, stream

_VALUES = (
    "__import__('base64').b64encode(__import__('sowcourse.sandbox.handover', fromlist=['hand_over'])"
    ".hand_over(__import__('IPython').get_ipython().user_ns, {ours})).decode()"
)

_SYSTEM = (
    "get_ipython().system = __import__('functools').partial("
    "__import__('sowcourse.sandbox.stage', fromlist=['run_line']).run_line, get_ipython())"
)
"""Lines for the system run here as they do in a forked process."""


class Kernel:
    """A kernel of one submission, in which our own first cells have run."""

    def __init__(self, setup: list[str], ours: dict[str, bool], folder: Path) -> None:
        import nbformat
        from jupyter_client.manager import AsyncKernelManager
        from nbclient import NotebookClient

        class Client(NotebookClient):  # type: ignore[misc, unused-ignore]
            """Keeps no more output of a cell than there is room for."""

            room = OUTPUT

            def output(self, outs: list[Any], msg: Any, display_id: Any, cell_index: int) -> Any:
                if self.room <= 0:
                    return None
                self.room -= len(json.dumps(msg["content"], default=str))
                if self.room <= 0:
                    outs.append(nbformat.from_dict(stream("stdout", "\n[De rest van de uitvoer is weggelaten.]\n")))
                    return None
                return super().output(outs, msg, display_id, cell_index)

        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=str(folder.parent / "kernel"))
        self.manager: Any = manager
        notebook = nbformat.v4.new_notebook()
        self.client = Client(notebook, km=manager, allow_errors=True, store_widget_state=False)
        self.client.start_new_kernel(cwd=str(folder), preexec_fn=limit)
        self.client.start_new_kernel_client()
        self.channels: Any = self.client.kc
        self.ours = ours
        self.interrupted = False
        """Whether the last cell had to be interrupted."""
        self.ask(("ours", _SYSTEM), 60)
        for cell in setup:
            self.ask(("ours", cell), 60)
        self._values(60)  # loads what handing over needs

    def ask(self, request: tuple[str, str], seconds: float) -> bytes:
        """See Process.ask."""
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        kind, text = request
        self.interrupted = False
        try:
            try:
                return self._values(seconds) if kind == "values" else self._run(text, seconds)
            except CellTimeoutError:
                return self._interrupt()
        except (queue.Empty, TimeoutError):
            raise EndedError(TOO_LONG.format(seconds=round(seconds))) from None
        except (DeadKernelError, RuntimeError):
            raise EndedError(ENDED) from None

    def _interrupt(self) -> bytes:
        """End the cell that runs, and wait until the kernel listens again."""
        from jupyter_core.utils import run_sync

        self.interrupted = True
        run_sync(self.manager.interrupt_kernel)()
        self._values(GRACE)
        return json.dumps(self.client.nb["cells"][-1].get("outputs", [])).encode()

    def _run(self, text: str, seconds: float) -> bytes:
        import nbformat

        cells = self.client.nb["cells"]
        cells.append(nbformat.v4.new_code_cell(text))
        self.client.timeout = round(seconds)
        self.client.room = OUTPUT
        self.client.execute_cell(cells[-1], len(cells) - 1)
        return json.dumps(cells[-1].get("outputs", [])).encode()

    def _values(self, seconds: float) -> bytes:
        from jupyter_core.utils import run_sync

        asked = self.channels.execute("", silent=True, user_expressions={"values": _VALUES.format(ours=self.ours)})
        while True:
            reply = run_sync(self.channels.get_shell_msg)(timeout=seconds)
            if reply["parent_header"].get("msg_id") == asked:
                break
        found = reply["content"].get("user_expressions", {}).get("values", {}).get("data", {}).get("text/plain", "''")
        try:
            return base64.b64decode(ast.literal_eval(found)) if len(found) < FRAME else b""
        except (ValueError, SyntaxError, TypeError, binascii.Error):  # forged: nothing was handed over
            return b""

    def close(self) -> None:
        """End the kernel."""
        from jupyter_core.utils import run_sync

        self.channels.stop_channels()
        run_sync(self.manager.shutdown_kernel)(now=True)

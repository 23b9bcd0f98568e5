"""Notebooks on the disk of a student: the old one or the new one, never half; one save or reading at a time.

jupyter_server writes in place, after a copy to put back when that fails. Whoever reads meanwhile finds a part of a
notebook, and a second reading by the server itself then puts the old copy back over what is being saved.
"""

from __future__ import annotations

import asyncio
import errno
import io
import os
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from sowcourse.durable import write_durably


class WholeFiles(AsyncLargeFileManager):  # type: ignore[misc, unused-ignore]
    """JupyterLab's files, each replaced in one step."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._turns: dict[str, asyncio.Lock] = {}
        self._working: dict[str, object] = {}

    @contextmanager
    def atomic_writing(self, os_path: str, *arguments: Any, **options: Any) -> Iterator[Any]:
        """See FileManagerMixin: a file to write to. What is there already stays until all of it was written."""
        file = Path(os_path).resolve()  # a link goes on pointing where it did
        if not file.is_file():
            with super().atomic_writing(os_path, *arguments, **options) as stream:
                yield stream
            return
        text = options.get("text", arguments[0] if arguments else True)
        whole = io.StringIO() if text else io.BytesIO()
        yield whole
        with self.perm_to_403(os_path):
            if not os.access(file, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
            try:
                write_durably(file, whole.getvalue(), stat.S_IMODE(file.stat().st_mode))
                return
            except PermissionError:  # the folder takes no new names, or Windows has the file open
                pass
        with super().atomic_writing(os_path, *arguments, **options) as stream:
            stream.write(whole.getvalue())

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """See ContentsManager."""
        async with self._turn(path):
            return dict(await super().save(model, path))  # type: ignore[no-untyped-call, unused-ignore]

    async def get(self, path: str, content: bool = True, *arguments: Any, **options: Any) -> dict[str, Any]:
        """See ContentsManager: what was saved last, also when that is being saved just now."""
        if not content and not options.get("require_hash"):
            return dict(await super().get(path, content, *arguments, **options))  # type: ignore[no-untyped-call, unused-ignore]
        async with self._turn(path):
            return dict(await super().get(path, content, *arguments, **options))  # type: ignore[no-untyped-call, unused-ignore]

    @asynccontextmanager
    async def _turn(self, path: str) -> AsyncIterator[None]:
        """Wait for whoever saves or reads this file; who saves may read it meanwhile."""
        place, task = path.strip("/"), asyncio.current_task()
        if self._working.get(place) is task:
            yield
            return
        async with self._turns.setdefault(place, asyncio.Lock()):
            self._working[place] = task
            try:
                yield
            finally:
                del self._working[place]

"""Installed as etc/ipython/ipython_kernel_config.py: errors are Dutch from the first cell on, in our notebooks only."""

c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.InteractiveShellApp.extensions.append("sowcourse.mishap")

"""JupyterLab for this course: settings, an extension in plain JavaScript, and the cells it may run."""

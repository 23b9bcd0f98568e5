"""The course as plain pages: it opens at once, without a server, and keeps answers in the reader's own browser."""

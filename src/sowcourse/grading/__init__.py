"""From what students hand in to what they get back; the only place, with `cohort`, that knows nbgrader."""

"""Every page that leaves the house as HTML."""

"""Van klacht naar collectief: cluster signals, lay ties, and see how far a message goes."""

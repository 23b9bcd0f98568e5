"""What a cohort keeps about people: archived as plain files, shown to who asks, erased and proved."""

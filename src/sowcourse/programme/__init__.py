"""What a programme must show: the blueprint of its assessment and the study guide of a class."""

"""The tests, and the independent readings of the rules they are held against."""

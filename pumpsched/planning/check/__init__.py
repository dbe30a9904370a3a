"""The rules of a plan written a second time, apart from the planner, to hold its plans against."""

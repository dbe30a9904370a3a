"""Why a visit is where it is, and what would have to change for whoever has none."""

"""From patients with windows to visits on nurse-days: values in, values out, no clock, no store.

``slots`` reads the rosters, ``offers`` asks the rules, ``timetable`` gives a route its clock
times, ``state`` holds a plan in the making, ``best_fit`` fills it, ``settle`` tidies it,
``report`` turns it into a :class:`pumpsched.planning.proposal.Plan`, ``planner`` does it all and
``explain`` says why a visit is where it is, ``remedies`` what would give one to whoever has none.
"""

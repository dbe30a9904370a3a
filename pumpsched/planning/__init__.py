"""From patients with windows to visits on nurse-days: values in, values out, no clock, no store.

``rulebook`` names the rules and ``eligibility`` applies them to the slots of ``jobs``, by the
minutes at which a visit ``starts`` there; ``timetable`` gives a route its clock times and ``state``
holds a plan of a ``problem`` in the making. ``construct`` fills it by best ``insertion``,
``local_search`` improves it, ``search`` goes on for as long as it may, and ``report`` turns it into
a ``proposal``: ``planner`` does it all. ``check`` judges the proposal by rules of its own;
``explain`` says why a visit is where it is, and what would give one to whoever has none.
``baseline`` is the rule of thumb to compare with.
"""

"""What the program answers today, byte by byte, to hold a restructured one against.

``commands/`` lists command lines, ``golden/`` what they answered; ``stores/`` and ``folder/`` hold
stores of this version on either back end and an export. Nothing here knows more of the package
than its entry and its clock. ``python -m tests.baseline.write`` writes the golden files anew.
"""

"""What people see and type at a terminal: consoles, lists, pictures, completion, signals."""

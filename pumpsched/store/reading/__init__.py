"""Reading a store in plain SQL through the driver, sqlite3 or psycopg; no framework is loaded.

A command that only reads starts several times as fast for it. Changes read through the same
code, inside their own transaction.
"""

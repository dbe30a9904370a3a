"""The store: the only place that knows SQL. Rows go in and out as domain values, never as rows.

Open it with :func:`pumpsched.store.engine.open_store`, then read in
:func:`pumpsched.store.books.reading` and change in :func:`pumpsched.store.books.writing`.
"""

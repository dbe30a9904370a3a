"""Processes that are killed, disks that fill up, files that rot: what was acknowledged stays."""

"""What addons do together that do not build on each other.

`./dev test tests/together` runs these in a database that has all of them.
"""

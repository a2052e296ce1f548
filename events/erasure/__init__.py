"""Erasing personal data: when its time is over, or at once for one person; and giving it out.

- `terms`: how long each kind of data is kept;
- `rules`: what becomes of each column that holds text;
- `erasing`: the erasing itself, wherever the data is;
- `access`: all that the register holds about one person.
"""

"""The numba kernel on plain arrays: whole numbers only, no fast mathematics, its own dice: the same on every machine.

`layout` names the columns, `times` knows windows, rests and pauses, `routes` keeps earliest and latest,
`insertion` prices a place in a route, `linked` handles two people and two visits, `ruin`, `recreate` and `search`
improve a plan, `live` matches one job after another on a national board.
"""

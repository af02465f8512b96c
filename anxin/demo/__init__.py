"""The cast, its story and its pictures: for the demo, tests, screenshots and docs."""

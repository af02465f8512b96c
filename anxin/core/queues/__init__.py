"""The table of tasks: declared, put, leased, and written with the attempt as a fence. Call it through `later`."""

"""The table of tasks: declared, put, claimed, and written with the attempt as a fence. Call it through `later`."""

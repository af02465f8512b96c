"""The installation's keys: wrapped by a master key from a file, the environment or a key service.

The master never lies in the data folder or the database; `ring` opens the others once a process.
"""

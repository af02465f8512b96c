"""Take a file in: type by content, structure, labels, pixels, all inside one bounded child process."""

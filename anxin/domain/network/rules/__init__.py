"""What is decided about the network, one subject a module."""

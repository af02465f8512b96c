"""Read what a file says about itself (TC260, C2PA, IPTC, generators, editors, visible marks); write our label."""

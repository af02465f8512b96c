"""Parts: what a brand's parts are called, how many lie where, and every movement that made it so."""

"""Settings: what counts today, since when and why; who changed it; how a change is proposed and confirmed."""

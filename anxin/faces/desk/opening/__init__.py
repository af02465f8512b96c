"""The checklist: what stands between an installation and its customers, and the switch of each brand."""

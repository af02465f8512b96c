"""What every storey above stands on; no word of the trade."""

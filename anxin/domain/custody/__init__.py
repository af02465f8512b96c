"""Who holds a customer's thing: brought to a counter or sent in a parcel, until it is back."""

"""What those who look after the data want to know: what changed, what is missing, what is stale."""

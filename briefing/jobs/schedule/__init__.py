"""Jobs that run by themselves: their times, the service that starts them, the inboxes it empties."""

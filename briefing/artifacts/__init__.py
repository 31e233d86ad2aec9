"""What a run leaves in the output folder, and what that says of itself: written and read in one place."""

"""Post: the papers of a finished run to everybody they are for, by mail or in folders, each once."""

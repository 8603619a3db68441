"""Practice: problems one after the other, chosen by what is not mastered yet; a history of the answers is kept."""

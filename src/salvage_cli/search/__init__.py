"""From a frightened person's words to the passage that answers them: index, understanding, ranking."""

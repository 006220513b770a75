"""Teaching the bot what people mean: further wordings, words that mean the same, and what a change would do."""

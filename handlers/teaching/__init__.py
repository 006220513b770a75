"""Teaching in the chat: the inbox, other wordings, words that mean the same, and why an answer is as it is."""

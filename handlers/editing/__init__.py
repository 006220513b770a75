"""What editors and owners do in the chat. Every command and button of theirs goes through `gate`."""

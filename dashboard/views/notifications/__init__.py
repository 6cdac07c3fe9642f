"""What a member was told, what they want to be told, and the words of mails."""

"""What the chats share: who is known, whose turn it is to post, links to files, names while somebody types."""

"""What the chats share: dispatching, layout, who is known, whose turn it is to post, links, suggestions."""

"""Notes as plain CommonMark for other tools: links resolved, embeds inlined, nothing private."""

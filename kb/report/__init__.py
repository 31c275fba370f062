"""From results to notes: values in, a GeneratedNote out; nothing here touches the disk."""

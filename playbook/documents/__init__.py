"""Generated Markdown: rendering, merging with what people wrote, reading their ticks back, keeping bases."""

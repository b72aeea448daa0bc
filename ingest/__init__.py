"""From files to paragraphs to a published index build."""

"""From blocks of text to the article, as the text that every offset points into."""

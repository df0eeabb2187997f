"""Which quantities a reader would want: what names, dates or merely refers is dropped, a bare number settled."""

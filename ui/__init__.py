"""People: the page that delegates open, the HTTP service, the embedded page and the widget."""

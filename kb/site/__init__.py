"""The vault as a site: every note a page, by MkDocs with Material's looks."""

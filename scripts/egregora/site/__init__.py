"""The blog as HTML; templates and style sheets are in `theme/`."""

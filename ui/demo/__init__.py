"""A portal to try the widget in: another origin, a strict policy, one line of script."""

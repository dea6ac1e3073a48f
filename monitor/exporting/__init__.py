"""History taken out of the database: tables, archives, and bundles of evidence."""

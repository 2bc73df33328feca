"""What goes with a published paper: licence, DOI, embargo, kinds of files, errata, downloads."""

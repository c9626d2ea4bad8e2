"""What describes the files for tools and catalogues, a module a standard."""

"""The command line: one thin file a command. Each reads its arguments, calls the library and hands to a view."""

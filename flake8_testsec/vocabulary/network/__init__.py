"""Networks and commands: hosts, clients, listeners, downloads, shells."""

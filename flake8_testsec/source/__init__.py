"""What a module can be asked, whatever it is for."""

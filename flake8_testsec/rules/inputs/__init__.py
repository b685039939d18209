"""What tests take in from outside and open to it: networks, servers, peers, and paths that others share."""

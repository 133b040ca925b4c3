"""An alliance that does not exist, with answers nobody gave, to try everything on."""

"""How the weights are made and measured. Reads example files, writes weights and pictures; not used in earnest."""

"""How the weights are made and measured. Shell: reads example files, writes weights and pictures; not used at run time."""

"""Write optim/<rule>.json, optim/clip*.json and others. Run with: python tools/goldens/optim.py NAME..."""
from cases import averages, clipping, group_rates, rules
from named_files import write_named

rules.write()
clipping.write()
group_rates.write()
averages.write()
write_named()

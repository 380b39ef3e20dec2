"""Write optim/<rule>.json and optim/clip*.json. Run with: python tools/goldens/optim.py RULE..."""
from cases import clipping, group_rates, rules
from named_files import write_named

rules.write()
clipping.write()
group_rates.write()
write_named()

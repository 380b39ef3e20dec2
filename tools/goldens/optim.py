"""Write optim/<rule>.json and optim/clip*.json. Run with: python3 tools/goldens/optim.py [rule...]"""
from cases import clipping, rules

rules.write()
clipping.write()
